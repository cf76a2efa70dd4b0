import { describe, expect, it } from 'vitest';

import { rosterChanges } from '../../src/routing/roster.ts';
import { queueLengthWait } from '../../src/routing/queue-length-wait.ts';

const berlin = {
  zone: 'Europe/Berlin',
  steps: [
    { minute: 8 * 60, agents: 10 },
    { minute: 12 * 60, agents: 6 },
    { minute: 13 * 60, agents: 6 },
    { minute: 18 * 60 + 30, agents: 0 },
  ],
};

const at = (time: string): number => Date.parse(time);

describe('the roster', () => {
  it('is read as changes from what is planned now, until the end of the next day', () => {
    expect(rosterChanges(berlin, at('2026-11-20T10:00:00Z'))).toEqual([
      { at: at('2026-11-20T11:00:00Z'), change: -4 },
      { at: at('2026-11-20T17:30:00Z'), change: -10 },
      { at: at('2026-11-21T07:00:00Z'), change: 0 },
      { at: at('2026-11-21T11:00:00Z'), change: -4 },
      { at: at('2026-11-21T17:30:00Z'), change: -10 },
    ]);
  });

  it('goes on from the last step of the day before', () => {
    expect(rosterChanges(berlin, at('2026-11-20T03:00:00Z'))[0]).toEqual({
      at: at('2026-11-20T07:00:00Z'),
      change: 10,
    });
  });

  it('keeps the time of the day when the clocks change', () => {
    const changes = rosterChanges(berlin, at('2026-10-24T18:00:00Z'));
    expect(changes[0]).toEqual({ at: at('2026-10-25T07:00:00Z'), change: 10 });
  });

  it('makes a wait longer that reaches into the break, and not one that ends before it', () => {
    const inputs = { at: 0, aheadLive: 0, agents: 10, ready: 0, handleMs: 100_000, patienceMs: 1 };
    const roster = [{ at: 50_000, change: -9 }];
    expect(queueLengthWait({ ...inputs, ahead: 4, roster })).toBe(50);
    expect(queueLengthWait({ ...inputs, ahead: 5, roster })).toBe(150);
    expect(queueLengthWait({ ...inputs, ahead: 5, roster: [] })).toBe(60);
  });
});
