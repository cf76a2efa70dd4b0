import { RingbackError } from '../core/errors.ts';
import type { StoredValue } from './record.ts';

/** Most that is kept in one place: characters of texts and of bytes in base64, with their names. */
const MOST = 64 * 1024;

/** Values that clients store, by key. */
export type StoredValues = Readonly<Record<string, StoredValue>>;

/** One of them. @throws STORAGE_UNKNOWN */
export function storedUnder(values: StoredValues, key: string): StoredValue {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  if (!value) throw new RingbackError('STORAGE_UNKNOWN', { key: key.slice(0, 100) });
  return value;
}

/** With further ones, over those of the same keys. @throws BAD_REQUEST */
export function withStored(values: StoredValues, further: StoredValues): StoredValues {
  const written = { ...values, ...further };
  if (JSON.stringify(written).length > MOST)
    throw new RingbackError('BAD_REQUEST', { what: `${MOST} characters at most are stored in one place` });
  return written;
}

/** Without one of them. @throws STORAGE_UNKNOWN */
export function withoutStored(values: StoredValues, key: string): StoredValues {
  storedUnder(values, key);
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));
}
