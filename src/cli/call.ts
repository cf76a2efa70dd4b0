import { Refusal, type Client } from './client.ts';

/** `ringback call 8000 --keys "1 1"`: a text phone on the simulated switch. Ends with `connected` when an agent talks. */
export async function callFromTextPhone(
  client: Client,
  wanted: { to: string; keys: string; from: string },
): Promise<void> {
  let last = '';
  for await (const line of client.lines('/api/v1/test-phone/calls', wanted)) {
    if (line === '') continue;
    console.log(line);
    last = line;
  }
  if (last !== 'connected') throw new Refusal('The call ended without an agent.');
}
