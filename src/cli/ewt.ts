import type { ExplainedWait } from '../app/explain-wait.ts';
import type { Client } from './client.ts';

/** `ringback ewt explain [NAME]`: how the wait of a queue, or the one that a caller was told, comes about. */
export async function explainWaits(client: Client, name?: string): Promise<void> {
  const waits =
    name === undefined
      ? ((await client.get('/api/v1/waits')) as { waits: ExplainedWait[] }).waits
      : [(await client.get(`/api/v1/waits/${encodeURIComponent(name)}`)) as ExplainedWait];
  for (const { sentence } of waits) console.log(sentence);
}
