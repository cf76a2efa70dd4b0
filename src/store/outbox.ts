import type { CallbackRecord } from '../callback/record.ts';
import type { ActionRow } from './sessions.ts';

/** Begins an at-most-once action: the commit after which it may be sent, once. */
export interface Claim {
  actionId: string;
  node: string;
  at: number;
  /** The callback with the attempt counted, as the dial gate left it; null for actions without one. */
  callback: { expectedVersion: number; record: CallbackRecord } | null;
}

/**
 * - `claimed`: send it now
 * - `not-pending`: it was sent, called off or is done; never send it
 * - `record-stale`: the callback changed meanwhile; ask the dial gate again
 */
export type ClaimResult = 'claimed' | 'not-pending' | 'record-stale';

/** Actions that sessions asked for (they are written by the step's commit). */
export interface OutboxStore {
  /** Cost: one look-up. */
  get(id: string): Promise<ActionRow | null>;
  /**
   * Compares that the action is pending, then the version of the callback. Changes: the action to `sending` with node and
   * instant, the callback. Emits `sessions`, and `callbacks` with one.
   */
  claim(claim: Claim): Promise<ClaimResult>;
  /** Marks an action done that gives no result to its session. Compares nothing; an unknown one is passed over. Emits `sessions`. */
  finish(actionId: string): Promise<void>;
  /** Every action not yet done, oldest first: recovery. Cost: O(open actions), by an index. */
  open(): Promise<ActionRow[]>;
  /** Those of a session, oldest first. Cost: O(log n + open actions of it), by an index. */
  openOf(sessionId: string): Promise<ActionRow[]>;
}
