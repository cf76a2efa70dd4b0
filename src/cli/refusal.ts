import type { RefusedRequest } from '../app/refused-requests.ts';
import type { Client } from './client.ts';
import { instant } from './table.ts';

/** A request that was refused, by the correlation id of its answer. */
export async function showRefusal(client: Client, id: string): Promise<void> {
  const refused = (await client.get(`/api/v1/refusals/${encodeURIComponent(id)}`)) as RefusedRequest;
  console.log(`a request for a callback of service ${refused.service}, refused ${instant(refused.at)}`);
  console.log(`${refused.code}${refused.rule === null ? '' : ` (${refused.rule})`}: ${refused.message}`);
  if (refused.caller) console.log(`sent by ${refused.caller.name} from ${refused.caller.address}`);
  for (const [key, value] of Object.entries(refused.inputs)) console.log(`  ${key}: ${value}`);
}
