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
  get(id: string): Promise<ActionRow | null>;
  claim(claim: Claim): Promise<ClaimResult>;
  /** Marks an action done that gives no result to its session. */
  finish(actionId: string): Promise<void>;
  /** Every action not yet done, oldest first: recovery. */
  open(): Promise<ActionRow[]>;
  openOf(sessionId: string): Promise<ActionRow[]>;
}
