import { changed } from '../callback/life.ts';
import type { CallbackRecord, StoredValue } from '../callback/record.ts';
import { RingbackError } from '../core/errors.ts';
import { getCallback } from './find-callbacks.ts';
import type { App } from './ports.ts';

/** Most that one callback keeps: characters of texts and of bytes in base64, with their names. */
const MOST = 64 * 1024;

export type Storage = Readonly<Record<string, StoredValue>>;

/** What is kept with a callback: its user data, and what was stored since. @throws CALLBACK_UNKNOWN */
export async function readStorage(app: App, id: string): Promise<Storage> {
  return storageOf(await getCallback(app, id));
}

/** One value of it. @throws CALLBACK_UNKNOWN, STORAGE_UNKNOWN */
export async function readStored(app: App, id: string, key: string): Promise<StoredValue> {
  const storage = await readStorage(app, id);
  const value = Object.hasOwn(storage, key) ? storage[key] : undefined;
  if (!value) throw new RingbackError('STORAGE_UNKNOWN', { key: key.slice(0, 100) });
  return value;
}

/** Adds values to it, over those of the same names. @throws CALLBACK_UNKNOWN, BAD_REQUEST */
export function writeStorage(app: App, id: string, values: Storage): Promise<void> {
  return changeStorage(app, id, (storage) => {
    const written = { ...storage, ...values };
    if (sizeOf(written) > MOST)
      throw new RingbackError('BAD_REQUEST', { what: `a callback keeps ${MOST} characters at most` });
    return written;
  });
}

/** Takes a value out of it. @throws CALLBACK_UNKNOWN, STORAGE_UNKNOWN */
export function deleteStored(app: App, id: string, key: string): Promise<void> {
  return changeStorage(app, id, (storage) => {
    if (!Object.hasOwn(storage, key)) throw new RingbackError('STORAGE_UNKNOWN', { key: key.slice(0, 100) });
    return Object.fromEntries(Object.entries(storage).filter(([name]) => name !== key));
  });
}

async function changeStorage(app: App, id: string, change: (storage: Storage) => Storage): Promise<void> {
  for (;;) {
    const before = await getCallback(app, id);
    const record = changed(before, { storage: change(storageOf(before)) }, app.clock.now());
    const kept = { deliveries: [], session: null, slot: 'keep' as const, facts: [] };
    const result = await app.store.callbacks.change({ expectedVersion: before.version, record, ...kept });
    if (result === 'changed') return;
  }
}

function storageOf({ storage, userData }: CallbackRecord): Storage {
  return (
    storage ?? Object.fromEntries(Object.entries(userData).map(([key, text]) => [key, { text }] as const))
  );
}

function sizeOf(storage: Storage): number {
  return JSON.stringify(storage).length;
}
