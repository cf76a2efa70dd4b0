import type { RoutingChange, RoutingState } from '../routing/state.ts';
import type { Delivery } from './sessions.ts';
import type { JsonObject } from '../core/json.ts';

export interface RoutingCommit {
  /** The routing aggregate's sequence number that the change was made from. */
  expectedSeq: number;
  /** Makes a second delivery of the same message a no-op. */
  messageId: string;
  at: number;
  /** The input, for the routing journal. */
  message: JsonObject;
  change: RoutingChange;
  /** What it decided and why, for `ringback audit order`. */
  decisions: JsonObject[];
  deliveries: Delivery[];
}

export interface RoutingJournalEntry {
  seq: number;
  at: number;
  message: JsonObject;
  decisions: JsonObject[];
}

/** The router: an aggregate with its own sequence and journal. */
export interface RoutingStore {
  /** The whole aggregate; rows in no particular order. Cost: O(agents + entries + queues). */
  load(): Promise<RoutingState>;
  /**
   * Compares whether the message was taken (`duplicate`), then the sequence number (`stale`: another owner has moved it
   * on; load and decide again). Changes: the rows, the journal, events for sessions (as `sessions.post`). Emits
   * `routing`, and `sessions` with events.
   */
  commit(commit: RoutingCommit): Promise<'committed' | 'stale' | 'duplicate'>;
  /** Entries from `fromSeq` on, in order. Cost: O(log n + limit), by an index. */
  journal(fromSeq: number, limit: number): Promise<RoutingJournalEntry[]>;
}
