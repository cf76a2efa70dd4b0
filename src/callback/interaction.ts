import type { CallControl, InteractionOutcome, InteractionRecord } from './record.ts';

/** How a leg ended, in the switch's words. */
export interface LegEnd {
  cause: string;
  answered: boolean;
  hungUpBy: 'far-end' | 'us' | 'unknown';
  switchName?: string;
}

type NewInteraction = Pick<
  InteractionRecord,
  | 'id'
  | 'direction'
  | 'party'
  | 'switchName'
  | 'from'
  | 'to'
  | 'service'
  | 'userData'
  | 'sessionId'
  | 'callbackId'
>;

/** A call leg as it begins. */
export function newInteraction(wanted: NewInteraction, now: number): InteractionRecord {
  return {
    ...wanted,
    version: 1,
    arrivedAt: now,
    answeredAt: null,
    endedAt: null,
    outcome: null,
    bridgedWith: null,
  };
}

/** It was answered, on that switch. */
export function answered(record: InteractionRecord, switchName: string, now: number): InteractionRecord {
  if (record.answeredAt !== null) return record;
  return { ...record, version: record.version + 1, switchName, answeredAt: now };
}

/** Talks with another leg. */
export function bridged(record: InteractionRecord, otherId: string): InteractionRecord {
  return { ...record, version: record.version + 1, bridgedWith: otherId };
}

/** Its conversation is held, or one of several; null: two talk. */
export function controlled(record: InteractionRecord, control: CallControl | null): InteractionRecord {
  const next = { ...record, version: record.version + 1 };
  if (control) next.control = control;
  else delete next.control;
  return next;
}

/** A caller has booked a callback: from now on hanging up is not giving up. */
export function tradedFor(record: InteractionRecord, callbackId: string): InteractionRecord {
  return { ...record, version: record.version + 1, callbackId };
}

/**
 * Is about to be refused or released by us for `reason`, such as `Callback`: noted before the switch is told,
 * so that the end of the call is never taken for the caller giving up.
 */
export function rejected(record: InteractionRecord, reason: string): InteractionRecord {
  const outcome: InteractionOutcome = { kind: 'rejected', reason, cause: '' };
  return { ...record, version: record.version + 1, outcome };
}

/** The leg is over. One that is over already is left as it is. */
export function ended(record: InteractionRecord, end: LegEnd, now: number): InteractionRecord {
  if (record.endedAt !== null) return record;
  const switchName = record.switchName || (end.switchName ?? '');
  return {
    ...record,
    version: record.version + 1,
    switchName,
    endedAt: now,
    outcome: outcomeOf(record, end),
  };
}

function outcomeOf(record: InteractionRecord, end: LegEnd): InteractionOutcome {
  const { cause } = end;
  if (record.outcome) return { ...record.outcome, cause };
  if (record.bridgedWith !== null) return { kind: 'completed', reason: 'Talked', cause };
  if (record.party !== 'caller')
    return end.answered
      ? { kind: 'completed', reason: 'Answered', cause }
      : { kind: 'failed', reason: cause, cause };
  // Whoever hangs up during the goodbye has not given up.
  if (record.callbackId !== null) return { kind: 'rejected', reason: 'Callback', cause };
  return end.hungUpBy === 'us'
    ? { kind: 'completed', reason: 'Released', cause }
    : { kind: 'abandoned', reason: 'CallerLeft', cause };
}
