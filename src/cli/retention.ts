import type { Client } from './client.ts';

/** `ringback retention run`: the server forgets what is older than `retention`. */
export async function runRetention(client: Client): Promise<void> {
  let forgotten = '0';
  for await (const line of client.lines('/api/v1/retention/run', {})) if (line !== '') forgotten = line;
  console.log(`${forgotten} callbacks, sessions, calls and journal entries are forgotten`);
}
