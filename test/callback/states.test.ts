import fc from 'fast-check';
import { expect, test } from 'vitest';

import { dialGate } from '../../src/callback/dial-gate.ts';
import {
  attemptEnded,
  cancel,
  changeState,
  complete,
  openAttempt,
  reschedule,
  start,
} from '../../src/callback/life.ts';
import {
  callbackReasons,
  callbackStates,
  dialResults,
  type CallbackRecord,
  type CallbackState,
} from '../../src/callback/record.ts';
import { mayGo } from '../../src/callback/states.ts';
import { isRingbackError } from '../../src/core/errors.ts';
import { aCallback } from './a-callback.ts';

/** The states that may follow each other (GMS 8.5, callback states), as the reference has them. */
const allowed: Record<CallbackState, CallbackState[]> = {
  SCHEDULED: ['SCHEDULED', 'QUEUED', 'COMPLETED'],
  QUEUED: ['QUEUED', 'SCHEDULED', 'ROUTING', 'PROCESSING', 'COMPLETED'],
  ROUTING: ['ROUTING', 'QUEUED', 'PROCESSING', 'COMPLETED'],
  PROCESSING: ['PROCESSING', 'COMPLETED'],
  COMPLETED: ['COMPLETED'],
};

type Deed = (record: CallbackRecord, now: number) => CallbackRecord;

const moved = (desiredAt: number | null): Deed => {
  const sessionId = desiredAt === null ? 'session' : null;
  return (record, now) => reschedule(record, { desiredAt, placeAt: 0, expiresAt: 1e15, sessionId }, now);
};

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.constantFrom('SCHEDULED', 'QUEUED', 'ROUTING', 'PROCESSING').map((to): Deed => (record, now) => {
    return changeState(record, to, 'so', now);
  }),
  fc.constantFrom(...callbackReasons).map(
    (why): Deed =>
      (record, now) =>
        complete(record, why, 'so', now),
  ),
  fc.constant<Deed>(cancel),
  fc.constant<Deed>((record, now) => start(record, 'session', now)),
  fc.constantFrom(moved(null), moved(5_000)),
  fc.constant<Deed>((record, now) => {
    const gate = dialGate(record, `attempt ${record.attempts.length}`, now);
    return gate.ok ? gate.record : record;
  }),
  fc.constantFrom(...dialResults).map((result): Deed => (record, now) => {
    const attemptId = openAttempt(record)?.id ?? 'none';
    return attemptEnded(record, { attemptId, result, detail: null }, now);
  }),
);

test('whatever is done to a callback in whatever order, its states follow the table', () => {
  fc.assert(
    fc.property(fc.constantFrom('SCHEDULED', 'QUEUED'), fc.array(deed, { maxLength: 30 }), (first, deeds) => {
      let record: CallbackRecord = { ...aCallback(), state: first };
      deeds.forEach((act, index) => {
        const before = record;
        try {
          record = act(before, 10_000 + index);
        } catch (error) {
          // A deed that does not fit says so, and changes nothing.
          expect(isRingbackError(error)).toBe(true);
          return;
        }
        expect(allowed[before.state]).toContain(record.state);
        expect(callbackStates).toContain(record.state);
        expect(record.reason !== null).toBe(record.state === 'COMPLETED');
        expect(record.attempts.filter(({ endedAt }) => endedAt === null).length).toBeLessThanOrEqual(1);
        expect(record.attempts.length).toBeLessThanOrEqual(3);
        if (before.state === 'COMPLETED') expect(record.attempts).toHaveLength(before.attempts.length);
      });
    }),
    { numRuns: 2000 },
  );
});

test('every step that the table has can be taken, and no other', () => {
  for (const from of callbackStates)
    for (const to of callbackStates) {
      const taken = (['strategy', 'request'] as const).filter((by) => mayGo(from, to, by));
      // Once a callback is over, saying it again is no step.
      const possible = allowed[from].includes(to) && from !== 'COMPLETED';
      expect(taken.length > 0, `${from} to ${to}`).toBe(possible);
    }
});

test('a conversation is never cut by a cancel', () => {
  const talking: CallbackRecord = { ...aCallback(), state: 'PROCESSING' };
  expect(() => cancel(talking, 1)).toThrow(expect.objectContaining({ code: 'CALLBACK_TALKING' }));
});
