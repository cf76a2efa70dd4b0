import type { Status } from '../app/status.ts';
import type { Client } from './client.ts';
import { table } from './table.ts';

/** `ringback status`: per service who waits, how long, which agents there are, and calls. */
export async function showStatus(client: Client): Promise<void> {
  const now = (await client.get('/api/v1/status')) as Status;
  const rows = now.services.map((service) => [
    service.service,
    `${service.waiting.live} on the line, ${service.waiting.callbacks} callbacks`,
    service.ewt < 0 ? 'no agent' : `${Math.round(service.ewt)} s`,
    counts(service.agents),
    String(service.calls),
    counts(service.callbacks),
  ]);
  console.log(table(['SERVICE', 'WAITING', 'EWT', 'AGENTS', 'CALLS UP', 'CALLBACKS'], rows));
  for (const one of now.switches)
    console.log(
      `switch ${one.name} (${one.kind}): ${one.up ? 'up' : 'down'}, ${one.detail}${one.draining ? `, being emptied, ${one.calls} calls are left` : ''}`,
    );
  console.log(`store ${now.store.kind}: ${now.store.ok ? 'ok' : 'down'}, ${now.store.detail}`);
  if (now.dialsHeld !== null) console.log(`nothing is dialled: ${now.dialsHeld}`);
}

function counts(values: Partial<Record<string, number>>): string {
  const parts = Object.entries(values).map(([name, count]) => `${count} ${name}`);
  return parts.join(', ') || '-';
}
