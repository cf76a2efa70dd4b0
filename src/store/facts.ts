import type { Fact } from '../callback/record.ts';

/** Facts of this kind are there to be looked up, not for reports: retention forgets them. */
export const REFUSED_REQUEST = 'request.refused';

export interface FactStore {
  /** Compares nothing but the ids: those already there are passed over. Emits `facts`. */
  add(facts: Fact[]): Promise<void>;
  /** In the order they were added. Cost: O(log n + facts of it), by an index. */
  ofCallback(callbackId: string): Promise<Fact[]>;
  /** Newest first: by `at`, of the same instant the one added last comes first. Cost: O(log n + limit), by an index. */
  recent(kind: string, limit: number): Promise<Fact[]>;
}
