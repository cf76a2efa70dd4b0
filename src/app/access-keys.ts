import {
  newAccessKey,
  revoked,
  rotated,
  writtenKey,
  type AccessKey,
  type Role,
} from '../callback/access-key.ts';
import { contentHash } from '../core/ids.ts';
import { RingbackError } from '../core/errors.ts';
import type { App } from './ports.ts';

/** A key that has just been made: the only time that it is told. */
export interface MadeKey {
  id: string;
  key: string;
}

/** A key as it may be shown. */
export type ShownKey = Omit<AccessKey, 'secrets' | 'version'> & {
  /** When secrets that were rotated stop to open, epoch ms. */
  graceUntil: number | null;
};

export interface KeyWish {
  id: string;
  role: Role;
  services: string[] | null;
  queues: string[] | null;
}

/** Makes a key. @throws KEY_EXISTS, BAD_REQUEST for a service or queue that is not there */
export async function createKey(app: App, wish: KeyWish, by: string): Promise<MadeKey> {
  checkNames('service', wish.services, app.config().services);
  checkNames('queue', wish.queues, app.config().queues);
  const { secret, hash } = newSecret(app);
  const key = newAccessKey(wish, hash, { at: app.clock.now(), by });
  if ((await app.store.keys.put(0, key)) === 'stale') throw new RingbackError('KEY_EXISTS', { id: wish.id });
  return { id: wish.id, key: writtenKey(wish.id, secret) };
}

/** Gives a key a new secret; the one before opens for `graceMs` longer. @throws KEY_UNKNOWN, KEY_REVOKED */
export async function rotateKey(
  app: App,
  id: string,
  how: { by: string; graceMs: number },
): Promise<MadeKey> {
  const { secret, hash } = newSecret(app);
  await changeKey(app, id, (key) => rotated(key, hash, { ...how, at: app.clock.now() }));
  return { id, key: writtenKey(id, secret) };
}

/** Ends a key, at once and on every node. @throws KEY_UNKNOWN, KEY_REVOKED */
export async function revokeKey(app: App, id: string, by: string): Promise<ShownKey> {
  return shownKey(await changeKey(app, id, (key) => revoked(key, { at: app.clock.now(), by })));
}

/** Every key there is or was, without what opens. */
export async function listKeys(app: App): Promise<ShownKey[]> {
  return (await app.store.keys.all()).map(shownKey);
}

async function changeKey(app: App, id: string, change: (key: AccessKey) => AccessKey): Promise<AccessKey> {
  for (;;) {
    const key = await app.store.keys.get(id);
    if (!key) throw new RingbackError('KEY_UNKNOWN', { id: id.slice(0, 100) });
    if (key.revokedAt !== null) throw new RingbackError('KEY_REVOKED', { id });
    const changed = change(key);
    if ((await app.store.keys.put(key.version, changed)) === 'put') return changed;
  }
}

function shownKey({ id, role, services, queues, secrets, revokedAt, history }: AccessKey): ShownKey {
  const ends = secrets.flatMap(({ until }) => until ?? []);
  const shown = { id, role, services, queues, revokedAt, history };
  return { ...shown, graceUntil: ends.length > 0 ? Math.max(...ends) : null };
}

/** 256 random bits: nobody guesses them, so a plain hash keeps them safe. */
function newSecret({ random }: App): { secret: string; hash: string } {
  const secret = Buffer.from(random.bytes(32)).toString('hex');
  return { secret, hash: contentHash(secret) };
}

function checkNames(kind: string, given: string[] | null, known: readonly { name: string }[]): void {
  const stranger = given?.find((one) => !known.some(({ name }) => name === one));
  if (stranger !== undefined)
    throw new RingbackError('BAD_REQUEST', { what: `there is no ${kind} "${stranger.slice(0, 100)}"` });
}
