import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Configuration } from '../callback/configuration.ts';
import { systemClock } from '../core/clock.ts';
import { RingbackError } from '../core/errors.ts';
import { systemRandom } from '../core/random.ts';
import type { ArchiveReader } from '../store/archive.ts';
import { openRedisStore } from '../store/redis/redis-store.ts';
import { openSqliteArchive } from '../store/sqlite/sqlite-archive.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';

/** What of the configuration says where stores are. */
type Place = Pick<Configuration, 'data' | 'site' | 'store'>;

/** Where a store is: a file of the embedded store, or the URL of a Redis. */
type Where = { kind: 'sqlite'; path: string } | { kind: 'redis'; url: string };

/** The name of the store that the configuration chooses. */
export function configuredStore({ store }: Pick<Configuration, 'store'>): string {
  return store.kind === 'redis' ? store.url : store.kind;
}

/**
 * Opens the store named `sqlite` (the one in the data folder), `sqlite:PATH` or `redis://...`; it is made when it is
 * not there. `threads`: see `openSqliteStore`. With `onLost` no other process may have the store: one in Redis, which
 * others can reach, is taken, and `onLost` called when another took it.
 *
 * @throws STORE_LOCKED, STORE_UNKNOWN for any other name, and what the store throws when it cannot be opened
 */
export async function openStore(
  name: string,
  place: Place,
  { threads, onLost }: { threads: boolean; onLost?: () => void },
): Promise<Store> {
  const where = locate(name, place);
  if (where.kind === 'sqlite') return openSqliteStore({ path: where.path, threads });
  const { site, store } = place;
  const promised = store.kind === 'redis' ? store.durability : 'always';
  const durability =
    typeof promised === 'number' ? { kind: 'replicas' as const, count: promised } : { kind: promised };
  const exclusive = onLost && { clock: systemClock, onLost };
  return openRedisStore({ url: where.url, site, durability, random: systemRandom, exclusive });
}

/** For a copy, beside which nobody may use the store. Should another take it meanwhile, the counts at the end tell. */
export const copying = { threads: false, onLost: (): void => undefined };

/** The name of a store as it may be shown: without the password in it. */
export function shownName(name: string): string {
  if (!name.includes('@') || !URL.canParse(name)) return name;
  const url = new URL(name);
  url.password = '';
  return url.href;
}

/** Opens a store that is there already. @throws STORE_UNKNOWN when there is none, and as `openStore` */
export async function openExisting(
  name: string,
  place: Place,
  wanted: { onLost?: () => void } = {},
): Promise<Store> {
  const where = locate(name, place);
  if (where.kind === 'sqlite' && !existsSync(where.path))
    throw new RingbackError('STORE_UNKNOWN', { store: shownName(name) });
  return openStore(name, place, { threads: false, ...wanted });
}

/** Opens a store for reading everything in it, also while a server uses it. @throws as `openExisting` */
export async function openForBackup(
  name: string,
  place: Place,
): Promise<{ archive: ArchiveReader; close(): Promise<void> }> {
  const where = locate(name, place);
  if (where.kind === 'sqlite' && existsSync(where.path)) {
    const archive = await openSqliteArchive(where.path);
    return { archive, close: () => archive.close() };
  }
  return openExisting(name, place);
}

function locate(name: string, { data }: Place): Where {
  if (name === 'sqlite') return { kind: 'sqlite', path: join(data, 'ringback.sqlite') };
  if (name.startsWith('sqlite:') && name.length > 7) return { kind: 'sqlite', path: name.slice(7) };
  if (/^rediss?:\/\/./.test(name) && URL.canParse(name)) return { kind: 'redis', url: name };
  throw new RingbackError('STORE_UNKNOWN', { store: shownName(name) });
}
