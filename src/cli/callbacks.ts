import type { CallbackRecord } from '../callback/record.ts';
import { Refusal, type Client } from './client.ts';
import { instant, table } from './table.ts';

/** `ringback list`. */
export async function listCallbacks(
  client: Client,
  options: { service?: string; state?: string; limit: string },
): Promise<void> {
  const query = new URLSearchParams({ limit: options.limit });
  if (options.service) query.set('service', options.service);
  if (options.state) query.set('state', options.state);
  const { callbacks } = (await client.get(`/api/v1/callbacks?${query.toString()}`)) as {
    callbacks: CallbackRecord[];
  };
  if (callbacks.length === 0) {
    console.log('no callbacks');
    return;
  }
  const rows = callbacks.map((record) => [
    record.id,
    record.service,
    record.customerNumber,
    record.state,
    record.reason ?? '',
    String(record.attempts.length),
    instant(record.createdAt),
    record.why,
  ]);
  console.log(table(['ID', 'SERVICE', 'NUMBER', 'STATE', 'REASON', 'ATTEMPTS', 'ASKED FOR', 'WHY'], rows));
}

/** `ringback create classic +14155550100`. */
export async function createCallback(
  client: Client,
  wanted: { service: string; number: string; at?: string; data?: string[] },
): Promise<void> {
  const body: Record<string, string> = { _customer_number: wanted.number };
  if (wanted.at) body['_desired_time'] = wanted.at;
  for (const pair of wanted.data ?? []) {
    const at = pair.indexOf('=');
    if (at < 1) throw new Refusal(`User data is given as key=value, not as "${pair}".`);
    body[pair.slice(0, at)] = pair.slice(at + 1);
  }
  const path = `${client.genesysPath}/1/service/callback/${encodeURIComponent(wanted.service)}`;
  const answer = (await client.send('POST', path, body)) as { _id: string };
  console.log(answer._id);
}

/** `ringback cancel ID`. */
export async function cancelCallback(client: Client, id: string): Promise<void> {
  const found = (await client.get(`/api/v1/callbacks/${encodeURIComponent(id)}`)) as CallbackRecord;
  await client.send(
    'DELETE',
    `${client.genesysPath}/1/service/callback/${encodeURIComponent(found.service)}/${encodeURIComponent(id)}`,
  );
  console.log(`callback ${id} is cancelled`);
}

/** `ringback restart ID`. */
export async function restartCallback(client: Client, id: string): Promise<void> {
  const path = `/api/v1/callbacks/${encodeURIComponent(id)}/restart`;
  const restarted = (await client.send('POST', path)) as CallbackRecord;
  console.log(`callback ${restarted.id} goes on in session ${restarted.sessionId ?? ''}`);
}
