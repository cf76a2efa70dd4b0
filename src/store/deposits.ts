import type { JsonObject } from '../core/json.ts';

/** What a client leaves here until a time: a subscription to notifications, or values of its own. */
export interface Deposit {
  id: string;
  kind: 'subscription' | 'storage';
  /** Counts the changes; every change names the one it builds on. */
  version: number;
  /** Until when it is kept, epoch ms. Nobody looks at that but `purge`: whoever reads one compares it with the clock. */
  expiresAt: number;
  content: JsonObject;
}

/** Deposits. They go when they are removed, or purged once their time is over. */
export interface DepositStore {
  /** Compares the version: 0 for one that is not there yet. Emits nothing. */
  put(expectedVersion: number, deposit: Deposit): Promise<'put' | 'stale'>;
  /** Compares the id. Emits nothing. */
  remove(id: string): Promise<'removed' | 'unknown'>;
  /** Removes those whose time was over by then (`expiresAt` at most `until`), `limit` at most, the earliest first. Emits nothing. */
  purge(until: number, limit: number): Promise<void>;
  /** Cost: one look-up. */
  get(id: string): Promise<Deposit | null>;
  /** Those of a kind in the order they were made. Cost: O(log n + those of the kind), by an index. */
  ofKind(kind: Deposit['kind']): Promise<Deposit[]>;
  /** How many of a kind there are. Cost: O(those of the kind) by an index in SQLite, one look-up in Redis. */
  count(kind: Deposit['kind']): Promise<number>;
}
