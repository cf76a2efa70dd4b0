import { RingbackError } from '../core/errors.ts';
import { textOption } from './options.ts';
import type { CallbackRecord } from './record.ts';

type UserData = Record<string, string>;

/** Characters of all keys and values together. */
const MOST_CHARACTERS = 16_384;
const MOST_KEYS = 200;

/** The caller's own pairs, if they are no more than anyone needs. @throws BAD_REQUEST */
export function checkedUserData(pairs: UserData): UserData {
  const entries = Object.entries(pairs);
  const size = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  if (entries.length > MOST_KEYS) throw tooMuch(`${MOST_KEYS} keys`);
  if (size > MOST_CHARACTERS) throw tooMuch(`${MOST_CHARACTERS} characters`);
  return pairs;
}

/**
 * What hangs on the customer's call of a callback: its user data as separate pairs, as one JSON text in `GMS_UserData`, or
 * its id there, by which the Storage API gives them. Keys with an underscore are the service's: they stay behind.
 */
export function attachedData({ id, userData, options }: CallbackRecord): UserData {
  const own = Object.fromEntries(Object.entries(userData).filter(([key]) => !key.startsWith('_')));
  const mode = textOption(options, '_attach_udata');
  if (mode === 'gms_storage_id') return { GMS_UserData: id };
  if (mode === 'separate_keys' || Object.keys(own).length === 0) return own;
  return { GMS_UserData: JSON.stringify(own) };
}

function tooMuch(limit: string): RingbackError {
  return new RingbackError('BAD_REQUEST', { what: `user data may have ${limit} at most` });
}
