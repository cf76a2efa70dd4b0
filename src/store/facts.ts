import type { Fact } from '../callback/record.ts';

export interface FactStore {
  /** Ids already there are passed over. */
  add(facts: Fact[]): Promise<void>;
  /** In the order they were added. */
  ofCallback(callbackId: string): Promise<Fact[]>;
  /** Newest first. */
  recent(kind: string, limit: number): Promise<Fact[]>;
}
