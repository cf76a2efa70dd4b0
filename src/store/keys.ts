import type { AccessKey } from '../callback/access-key.ts';

/** Keys of the API. None is ever taken away: a revoked one stays, with its history. */
export interface KeyStore {
  /** Compares the version: 0 for a key that is not there yet. Emits `configuration`. */
  put(expectedVersion: number, key: AccessKey): Promise<'put' | 'stale'>;
  /** Cost: one look-up. */
  get(id: string): Promise<AccessKey | null>;
  /** In the order they were made. Cost: O(keys). */
  all(): Promise<AccessKey[]>;
}
