import { storedUnder, withoutStored, withStored, type StoredValues } from '../callback/stored-values.ts';
import type { StoredValue } from '../callback/record.ts';
import { RingbackError } from '../core/errors.ts';
import { secretId } from '../core/ids.ts';
import type { JsonObject } from '../core/json.ts';
import type { Deposit } from '../store/deposits.ts';
import { deposit, depositOf, endOf } from './deposits.ts';
import type { App } from './ports.ts';

/** Stores values without a callback, for so many seconds; answers the id under which they are found. @throws BAD_REQUEST, STORAGE_FULL */
export async function storeData(app: App, seconds: number, values: StoredValues): Promise<string> {
  const id = secretId(app.random);
  await deposit(app, { id, kind: 'storage', seconds, content: contentOf(withStored({}, values)) });
  return id;
}

/** @throws STORAGE_UNKNOWN also once its time is over */
export async function readData(app: App, id: string): Promise<StoredValues> {
  return valuesOf(await dataOf(app, id));
}

/** @throws STORAGE_UNKNOWN */
export async function readDatum(app: App, id: string, key: string): Promise<StoredValue> {
  return storedUnder(await readData(app, id), key);
}

/** Adds values, over those of the same keys; all are kept for so many seconds from now. @throws STORAGE_UNKNOWN, BAD_REQUEST */
export function updateData(app: App, id: string, seconds: number, values: StoredValues): Promise<void> {
  return change(app, id, (before) => ({
    content: contentOf(withStored(valuesOf(before), values)),
    expiresAt: endOf(app, seconds),
  }));
}

/** @throws STORAGE_UNKNOWN */
export function deleteDatum(app: App, id: string, key: string): Promise<void> {
  return change(app, id, (before) => ({ content: contentOf(withoutStored(valuesOf(before), key)) }));
}

/** Forgets all of it. @throws STORAGE_UNKNOWN */
export async function deleteData(app: App, id: string): Promise<void> {
  await dataOf(app, id);
  await app.store.deposits.remove(id);
}

async function change(
  app: App,
  id: string,
  next: (before: Deposit) => Partial<Pick<Deposit, 'content' | 'expiresAt'>>,
): Promise<void> {
  for (;;) {
    const before = await dataOf(app, id);
    const after = { ...before, ...next(before), version: before.version + 1 };
    if ((await app.store.deposits.put(before.version, after)) === 'put') return;
  }
}

async function dataOf(app: App, id: string): Promise<Deposit> {
  const found = await depositOf(app, 'storage', id);
  if (!found) throw new RingbackError('STORAGE_UNKNOWN', { key: id.slice(0, 100) });
  return found;
}

/** What a deposit holds is plain JSON, as the values are. */
function contentOf(values: StoredValues): JsonObject {
  return { values };
}

function valuesOf({ content }: Deposit): StoredValues {
  return content['values'] as StoredValues;
}
