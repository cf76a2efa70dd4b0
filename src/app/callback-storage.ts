import { changed } from '../callback/life.ts';
import type { CallbackRecord, StoredValue } from '../callback/record.ts';
import { storedUnder, withoutStored, withStored, type StoredValues } from '../callback/stored-values.ts';
import { getCallback } from './find-callbacks.ts';
import type { App } from './ports.ts';

/** What is kept with a callback: its user data, and what was stored since. @throws CALLBACK_UNKNOWN */
export async function readStorage(app: App, id: string): Promise<StoredValues> {
  return storageOf(await getCallback(app, id));
}

/** One value of it. @throws CALLBACK_UNKNOWN, STORAGE_UNKNOWN */
export async function readStored(app: App, id: string, key: string): Promise<StoredValue> {
  return storedUnder(await readStorage(app, id), key);
}

/** Adds values to it, over those of the same names. @throws CALLBACK_UNKNOWN, BAD_REQUEST */
export function writeStorage(app: App, id: string, values: StoredValues): Promise<void> {
  return changeStorage(app, id, (storage) => withStored(storage, values));
}

/** Takes a value out of it. @throws CALLBACK_UNKNOWN, STORAGE_UNKNOWN */
export function deleteStored(app: App, id: string, key: string): Promise<void> {
  return changeStorage(app, id, (storage) => withoutStored(storage, key));
}

async function changeStorage(
  app: App,
  id: string,
  change: (storage: StoredValues) => StoredValues,
): Promise<void> {
  for (;;) {
    const before = await getCallback(app, id);
    const record = changed(before, { storage: change(storageOf(before)) }, app.clock.now());
    const kept = { deliveries: [], session: null, slot: 'keep' as const, facts: [] };
    const result = await app.store.callbacks.change({ expectedVersion: before.version, record, ...kept });
    if (result === 'changed') return;
  }
}

function storageOf({ storage, userData }: CallbackRecord): StoredValues {
  return (
    storage ?? Object.fromEntries(Object.entries(userData).map(([key, text]) => [key, { text }] as const))
  );
}
