import type { BarredNumber } from '../callback/barred-number.ts';

/** Numbers that are never called. None is forgotten: one that was taken off the list stays, with its history. */
export interface DoNotCallStore {
  /** Compares the version: 0 for a number that is not there yet. Emits nothing. */
  put(expectedVersion: number, entry: BarredNumber): Promise<'put' | 'stale'>;
  /** Cost: one look-up. */
  get(number: string): Promise<BarredNumber | null>;
  /** Those on the list after the number `after` (null: from the first), by number. Cost: O(log n + limit), by an index. */
  list(after: string | null, limit: number): Promise<BarredNumber[]>;
}
