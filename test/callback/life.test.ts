import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  attemptEnded,
  cancel,
  changeState,
  complete,
  newCallback,
  openAttempt,
  start,
} from '../../src/callback/life.ts';
import { callbackStates, type CallbackRecord, type CallbackState } from '../../src/callback/record.ts';
import { aCallback, inState } from './a-callback.ts';

const NOW = 2_000_000;

describe('a callback begins', () => {
  it('QUEUED with its session when it is wanted as soon as possible', () => {
    expect(aCallback()).toMatchObject({ state: 'QUEUED', sessionId: 's1', version: 1, reason: null });
  });

  it('SCHEDULED without one when a time was chosen, and is QUEUED when it has come', () => {
    const scheduled = newCallback({ ...aCallback(), sessionId: null, desiredAt: 5 }, NOW);
    expect(scheduled).toMatchObject({ state: 'SCHEDULED', sessionId: null });
    const started = start(scheduled, 's9', NOW + 1);
    expect(started).toMatchObject({ state: 'QUEUED', sessionId: 's9', version: 2, updatedAt: NOW + 1 });
    expect(started.why).toContain('the time the customer chose');
  });
});

describe('its states', () => {
  const allowed: Record<CallbackState, CallbackState[]> = {
    SCHEDULED: ['SCHEDULED', 'QUEUED'],
    QUEUED: ['QUEUED', 'ROUTING', 'PROCESSING'],
    ROUTING: ['QUEUED', 'ROUTING', 'PROCESSING'],
    PROCESSING: ['PROCESSING'],
    COMPLETED: [],
  };
  const pairs = callbackStates.flatMap((from) =>
    callbackStates.filter((to) => to !== 'COMPLETED').map((to) => [from, to] as const),
  );

  it.each(pairs)('%s to %s', (from, to) => {
    const record = inState(from);
    const go = (): CallbackRecord => changeState(record, to, 'because', NOW);
    if (allowed[from].includes(to)) {
      expect(go()).toMatchObject({ state: to, why: 'because', version: record.version + 1, updatedAt: NOW });
    } else expect(go).toThrow(`cannot go from ${from} to ${to}`);
  });

  it('end with a reason, from anywhere but once', () => {
    for (const from of callbackStates.filter((state) => state !== 'COMPLETED')) {
      const done = complete(inState(from), 'FAIL_ERROR', 'it broke', NOW);
      expect(done).toMatchObject({
        state: 'COMPLETED',
        reason: 'FAIL_ERROR',
        completedAt: NOW,
        why: 'it broke',
      });
      expect(() => complete(done, 'AGENT_CONNECTED', 'again', NOW)).toThrow('cannot go from COMPLETED');
    }
  });

  it('leave the record they came from as it was', () => {
    const record = Object.freeze(aCallback());
    changeState(record, 'ROUTING', 'x', NOW);
    complete(record, 'CANCELLED', 'x', NOW);
    expect(record).toMatchObject({ state: 'QUEUED', version: 1 });
  });
});

describe('calling it off', () => {
  it.each(['SCHEDULED', 'QUEUED', 'ROUTING'] as const)('completes a %s callback at once', (state) => {
    expect(cancel(inState(state), NOW)).toMatchObject({
      state: 'COMPLETED',
      reason: 'CANCELLED',
      completedAt: NOW,
    });
  });

  it('does not cut a live conversation', () => {
    expect(() => cancel(inState('PROCESSING'), NOW)).toThrow('a live conversation is not cut');
  });

  it('says that it has ended already, and how', () => {
    expect(() => cancel(inState('COMPLETED'), NOW)).toThrow('already COMPLETED (AGENT_CONNECTED)');
  });
});

describe('an attempt', () => {
  const ringing: CallbackRecord = {
    ...aCallback(),
    interactionId: 'leg',
    attempts: [{ id: 'leg', number: 1, startedAt: 1, endedAt: null, result: null, detail: null }],
  };
  const busy = { attemptId: 'leg', result: 'BUSY', detail: 'USER_BUSY 486' } as const;

  it("ends with a result, which is also the callback's last one", () => {
    const ended = attemptEnded(ringing, busy, NOW);
    expect(ended.attempts[0]).toMatchObject({ endedAt: NOW, result: 'BUSY', detail: 'USER_BUSY 486' });
    expect(ended).toMatchObject({ lastDialResult: 'BUSY', interactionId: null, version: 2 });
    expect(openAttempt(ringing)?.id).toBe('leg');
    expect(openAttempt(ended)).toBeNull();
  });

  it('keeps the first result, and one that is not there changes nothing', () => {
    const ended = attemptEnded(ringing, busy, NOW);
    expect(attemptEnded(ended, { ...busy, result: 'PERSON' }, NOW + 1)).toBe(ended);
    expect(attemptEnded(ringing, { ...busy, attemptId: 'other' }, NOW)).toBe(ringing);
  });

  it('may end after the callback has, without changing its reason or its sentence', () => {
    const cancelled = cancel(ringing, NOW);
    const ended = attemptEnded(cancelled, busy, NOW + 5);
    expect(ended).toMatchObject({
      state: 'COMPLETED',
      reason: 'CANCELLED',
      completedAt: NOW,
      why: cancelled.why,
    });
    expect(openAttempt(ended)).toBeNull();
  });
});

it('whatever is done to it, versions count up by one and COMPLETED means a reason', () => {
  const step = fc.oneof(
    fc
      .constantFrom('QUEUED' as const, 'ROUTING' as const, 'PROCESSING' as const)
      .map((to) => (record: CallbackRecord) => changeState(record, to, 'x', NOW)),
    fc.constant((record: CallbackRecord) => cancel(record, NOW)),
    fc.constant((record: CallbackRecord) => complete(record, 'FAIL_TIMEOUT_TTL', 'x', NOW)),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let record = aCallback();
      for (const take of steps) {
        let next: CallbackRecord;
        try {
          next = take(record);
        } catch {
          continue;
        }
        expect(next.version).toBe(record.version + 1);
        expect(record.state).not.toBe('COMPLETED');
        record = next;
        expect(record.reason !== null).toBe(record.state === 'COMPLETED');
        expect(record.completedAt !== null).toBe(record.state === 'COMPLETED');
      }
    }),
  );
});
