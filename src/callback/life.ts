import { RingbackError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { Consent } from './consent.ts';
import type { Access, Attempt, CallbackRecord, Device, DialResult, OptionValue } from './record.ts';
import { mayGo, type CallbackReason, type CallbackState, type Mover } from './states.ts';

export interface NewCallback {
  id: string;
  service: string;
  customerNumber: string;
  placeAt: number;
  /** Null for as soon as possible. */
  desiredAt: number | null;
  expiresAt: number;
  /** The session that begins with it; null for a scheduled one. */
  sessionId: string | null;
  originatingInteractionId: string | null;
  options: Record<string, OptionValue>;
  userData: Record<string, string>;
  kvps: Record<string, string | number>;
  waitEstimate?: JsonObject;
  language?: string;
  access?: Access;
  device?: Device;
  consent?: Consent;
}

/** A callback as it begins: QUEUED with its session, or SCHEDULED without one. */
export function newCallback(wanted: NewCallback, now: number): CallbackRecord {
  const queued = wanted.sessionId !== null;
  return {
    ...wanted,
    version: 1,
    state: queued ? 'QUEUED' : 'SCHEDULED',
    reason: null,
    createdAt: now,
    updatedAt: now,
    completedAt: null,
    interactionId: null,
    attempts: [],
    lastDialResult: null,
    why: queued ? 'asked for as soon as possible' : 'waits for the time the customer chose',
  };
}

/**
 * Another time for a callback whose customer is not being called: SCHEDULED for `desiredAt`, or QUEUED with `sessionId`
 * where that is null. A session that it had is no longer its own.
 * @throws CALLBACK_FINAL when it has ended; CALLBACK_STATE while the customer rings or is on the line.
 */
export function reschedule(
  record: CallbackRecord,
  to: { desiredAt: number | null; placeAt: number; expiresAt: number; sessionId: string | null },
  now: number,
): CallbackRecord {
  const state = to.desiredAt === null ? 'QUEUED' : 'SCHEDULED';
  const why = to.desiredAt === null ? 'moved to as soon as possible' : 'moved to another time on request';
  return changed(rested(record, state), { ...to, why }, now);
}

/**
 * Carried out afresh by another session; the place stays.
 * @throws CALLBACK_FINAL when it has ended; CALLBACK_STATE while the customer rings or is on the line.
 */
export function restart(record: CallbackRecord, sessionId: string, now: number): CallbackRecord {
  return changed(rested(record, 'QUEUED'), { sessionId, why: 'started afresh on request' }, now);
}

/** In another state on request: nothing may be taken away from under a customer who is rung or on the line. */
function rested(record: CallbackRecord, to: 'SCHEDULED' | 'QUEUED'): CallbackRecord {
  const { id, state, reason } = record;
  if (state === 'COMPLETED') throw new RingbackError('CALLBACK_FINAL', { id, reason });
  if (openAttempt(record) !== null)
    throw new RingbackError('CALLBACK_STATE', { id, from: `${state} with a ringing phone`, to });
  return enter(record, to, 'request');
}

/** Its time has come: QUEUED, with the session that will carry it out. */
export function start(record: CallbackRecord, sessionId: string, now: number): CallbackRecord {
  return changed(
    enter(record, 'QUEUED', 'strategy'),
    { sessionId, why: 'the time the customer chose has come' },
    now,
  );
}

/**
 * Goes to another state short of COMPLETED (that is `complete`).
 * @throws CALLBACK_STATE when the life of a callback has no such step.
 */
export function changeState(
  record: CallbackRecord,
  to: Exclude<CallbackState, 'COMPLETED'>,
  why: string,
  now: number,
): CallbackRecord {
  return changed(enter(record, to, 'strategy'), { why, ...milestone(record, to, now) }, now);
}

/** When the customer was there, and the agent; the first time an agent is. */
function milestone(record: CallbackRecord, to: CallbackState, now: number): Partial<CallbackRecord> {
  if (to === 'ROUTING') return { customerAt: record.state === 'ROUTING' ? (record.customerAt ?? now) : now };
  return to === 'PROCESSING' ? { customerAt: record.customerAt ?? now, agentAt: record.agentAt ?? now } : {};
}

/** Ends it for `reason`. @throws CALLBACK_STATE when it has ended already. */
export function complete(
  record: CallbackRecord,
  reason: CallbackReason,
  why: string,
  now: number,
): CallbackRecord {
  return changed(ended(enter(record, 'COMPLETED', 'strategy'), reason, now), { why }, now);
}

function ended(record: CallbackRecord, reason: CallbackReason, now: number): CallbackRecord {
  return { ...record, reason, completedAt: now };
}

/**
 * Called off from outside: COMPLETED at once, whatever its session is doing.
 * @throws CALLBACK_TALKING for a live conversation, which is not cut; CALLBACK_FINAL when it has ended already.
 */
export function cancel(record: CallbackRecord, now: number, why = 'called off on request'): CallbackRecord {
  if (record.state === 'COMPLETED')
    throw new RingbackError('CALLBACK_FINAL', { id: record.id, reason: record.reason });
  if (!mayGo(record.state, 'COMPLETED', 'request'))
    throw new RingbackError('CALLBACK_TALKING', { id: record.id });
  const over = ended(enter(record, 'COMPLETED', 'request'), 'CANCELLED', now);
  return changed(over, { why }, now);
}

/**
 * Notes what became of an attempt. The first result counts: an attempt that has one, or that is not
 * there, leaves the record as it is. Allowed on a COMPLETED record: a phone may stop ringing after that.
 */
export function attemptEnded(
  record: CallbackRecord,
  ended: { attemptId: string; result: DialResult; detail: string | null },
  now: number,
): CallbackRecord {
  const attempt = record.attempts.find((one) => one.id === ended.attemptId);
  if (!attempt || attempt.endedAt !== null) return record;
  const closed: Attempt = { ...attempt, endedAt: now, result: ended.result, detail: ended.detail };
  const why =
    record.state === 'COMPLETED' ? record.why : `attempt ${attempt.number} ended with ${ended.result}`;
  return changed(
    record,
    {
      attempts: record.attempts.map((one) => (one === attempt ? closed : one)),
      lastDialResult: ended.result,
      interactionId: record.interactionId === attempt.id ? null : record.interactionId,
      why,
    },
    now,
  );
}

/** An attempt that was counted and then not made, for the switch refused it: the customer has lost nothing by it. */
export function attemptWithdrawn(record: CallbackRecord, attemptId: string, now: number): CallbackRecord {
  const attempts = record.attempts.filter(({ id }) => id !== attemptId);
  if (attempts.length === record.attempts.length) return record;
  const interactionId = record.interactionId === attemptId ? null : record.interactionId;
  return changed(record, { attempts, interactionId, lastDialResult: attempts.at(-1)?.result ?? null }, now);
}

/** The attempt whose outcome is not known yet, if there is one. */
export function openAttempt(record: CallbackRecord): Attempt | null {
  return record.attempts.find((attempt) => attempt.endedAt === null) ?? null;
}

/** What only a step of its life changes. */
type Life = 'id' | 'version' | 'state' | 'reason' | 'completedAt';

/** The record with some fields replaced, as its next version. Where it stands in its life is not one of them. */
export function changed(
  record: CallbackRecord,
  fields: Partial<Omit<CallbackRecord, Life>>,
  now: number,
): CallbackRecord {
  return { ...record, ...fields, version: record.version + 1, updatedAt: now };
}

/** The one way to another state: what the table of states does not have is refused. @throws CALLBACK_STATE */
function enter(record: CallbackRecord, to: CallbackState, by: Mover): CallbackRecord {
  if (!mayGo(record.state, to, by))
    throw new RingbackError('CALLBACK_STATE', { id: record.id, from: record.state, to });
  return { ...record, state: to };
}
