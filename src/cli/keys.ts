import type { MadeKey, ShownKey } from '../app/access-keys.ts';
import { secretId } from '../core/ids.ts';
import { writtenHash } from '../core/key-hash.ts';
import { systemRandom } from '../core/random.ts';
import { Refusal, type Client } from './client.ts';
import { instant, table } from './table.ts';

export interface KeyWishes {
  role: string;
  service?: string[];
  queue?: string[];
}

/** `ringback key create NAME --role ROLE`: prints the key, which is told this once. */
export async function createKey(
  client: Client,
  name: string,
  { role, service = [], queue = [] }: KeyWishes,
): Promise<void> {
  const limits = {
    ...(service.length > 0 && { services: service }),
    ...(queue.length > 0 && { queues: queue }),
  };
  const made = (await client.send('POST', '/api/v1/keys', { name, role, ...limits })) as MadeKey;
  console.log(made.key);
}

/** `ringback key list`. */
export async function listKeys(client: Client): Promise<void> {
  const { keys } = (await client.get('/api/v1/keys')) as { keys: ShownKey[] };
  const rows = keys.map(({ id, role, services, queues, history, revokedAt, graceUntil }) => {
    const limits = [...(services ?? []), ...(queues ?? []).map((queue) => `queue ${queue}`)].join(', ');
    const last = history.at(-1);
    const state =
      revokedAt !== null ? 'revoked' : graceUntil !== null ? `two until ${instant(graceUntil)}` : 'opens';
    return [
      id,
      role,
      limits || 'everything',
      state,
      last ? `${last.what} ${instant(last.at)} by ${last.by}` : '',
    ];
  });
  console.log(table(['NAME', 'ROLE', 'FOR', 'STATE', 'LAST'], rows));
}

/** `ringback key rotate NAME`: prints the new key; the one before opens for the grace, too. */
export async function rotateKey(client: Client, name: string, { grace }: { grace?: string }): Promise<void> {
  const path = `/api/v1/keys/${encodeURIComponent(name)}/rotate`;
  const made = (await client.send('POST', path, grace === undefined ? {} : { grace })) as MadeKey;
  console.log(made.key);
}

/** `ringback key revoke NAME`. */
export async function revokeKey(client: Client, name: string): Promise<void> {
  await client.send('POST', `/api/v1/keys/${encodeURIComponent(name)}/revoke`, {});
  console.log(`key ${name} opens nothing more`);
}

/** Shorter ones could be found from their hash by trying. */
const SHORTEST = 32;

/** `ringback key hash`: what to write into the configuration in place of a key, of a new one or of the one that is given. */
export function hashKey(given: string | null): void {
  const key = given?.trim() ?? secretId(systemRandom) + secretId(systemRandom);
  if (key.length < SHORTEST)
    throw new Refusal(`A key that is kept as its hash has ${SHORTEST} characters or more, by chance.`);
  if (given === null) console.log(`key:  ${key}`);
  console.log(`hash: ${writtenHash(key)}`);
}
