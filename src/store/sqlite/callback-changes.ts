import type { CallbackRecord } from '../../callback/record.ts';
import type { CallbackChange, CallbackCreate, CreateResult } from '../callbacks.ts';
import { insertCallback, updateCallback } from './callback-rows.ts';
import type { Connection } from './connection.ts';
import { addFacts } from './facts.ts';
import { deliver } from './inbox.ts';
import { updateInteraction } from './interactions.ts';
import { refuse } from './refusal.ts';
import { startSession } from './session-rows.ts';
import { changeSlot, takeSlot } from './slots.ts';
import { takeThrottle } from './throttles.ts';

/**
 * Adds a callback with its session and its place in a slot, and notes it on the call it came from; the limits are
 * counted in the same transaction.
 */
export function createCallback(connection: Connection, create: CallbackCreate): CreateResult {
  const { record, session, slot, throttle, activeLimit, origin, facts, follower } = create;
  if (!insertCallback(connection, record, slot)) return 'exists';
  const taken = throttle ? takeThrottle(connection, throttle) : 'taken';
  if (taken !== 'taken') refuse(taken);
  if (activeLimit !== null && activeCallbacks(connection, record) > activeLimit) refuse('too-many');
  if (slot && !takeSlot(connection, slot)) refuse('slot-full');
  if (origin && !updateInteraction(connection, origin.expectedVersion, origin.record)) refuse('stale');
  if (follower) startSession(connection, follower, []);
  if (session) startSession(connection, session, []);
  addFacts(connection, facts);
  return 'created';
}

/** Changes a callback, and with it what hangs on it: its slot, its session, events for others. */
export function changeCallback(
  connection: Connection,
  change: CallbackChange,
): 'changed' | 'stale' | 'slot-full' {
  if (!updateCallback(connection, change.expectedVersion, change.record)) return 'stale';
  if (!changeSlot(connection, change.record.id, change.slot)) refuse('slot-full');
  if (change.session) startSession(connection, change.session, []);
  deliver(connection, change.deliveries);
  addFacts(connection, change.facts);
  return 'changed';
}

/** Callbacks of the record's number in its service that are not COMPLETED, the record included. */
function activeCallbacks(connection: Connection, record: CallbackRecord): number {
  const row = connection.get<{ count: number }>(
    `SELECT count(*) AS count FROM callbacks
     WHERE service = ? AND customer_number = ? AND state <> 'COMPLETED'`,
    record.service,
    record.customerNumber,
  );
  return row?.count ?? 0;
}
