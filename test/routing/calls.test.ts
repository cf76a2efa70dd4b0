import { describe, expect, it } from 'vitest';

import { isRingbackError } from '../../src/core/errors.ts';
import { agent, config, Desk, told } from './desk.ts';

function talking(): Desk {
  const desk = new Desk([agent('1001')]);
  desk.submit('a');
  desk.connected('a');
  return desk;
}

describe('a conversation', () => {
  it('makes the agent busy, then sends them to after-call work, then makes them ready', () => {
    const desk = talking();
    expect(desk.agent('1001')).toMatchObject({ state: 'busy', entryId: 'a', until: null });
    desk.pass(60_000);
    desk.release('a', 'ended');
    expect(desk.agent('1001')).toMatchObject({
      state: 'after-call-work',
      entryId: null,
      until: desk.now + 10_000,
    });
    expect(desk.entry('a')).toBeUndefined();
    desk.submit('b');
    expect(told(desk.pass(9_999))).toEqual([]);
    expect(told(desk.pass(1))).toEqual(['b->1001']);
  });

  it('teaches the handle time: talk and after-call work, smoothed', () => {
    const desk = talking();
    desk.pass(90_000);
    desk.release('a', 'ended');
    expect(desk.state.stats).toMatchObject([{ queue: 'q', handleMs: 100_000, handled: 1 }]);
    desk.pass(10_000);
    desk.submit('b');
    desk.connected('b');
    desk.pass(190_000);
    desk.release('b', 'ended');
    expect(desk.state.stats).toMatchObject([{ queue: 'q', handleMs: 120_000, handled: 2 }]);
  });

  it('ends once, however often and by whomever its end is told', () => {
    const desk = talking();
    desk.release('a', 'gone');
    const after = { ...desk.state, seq: 0 };
    desk.release('a', 'ended');
    desk.release('a', 'gone');
    desk.remove('a');
    expect({ ...desk.state, seq: 0 }).toEqual(after);
  });

  it('cannot be taken from the agent by a change of state: that comes after the call', () => {
    const desk = talking();
    desk.set('1001', 'not-ready', 'Lunch');
    expect(desk.agent('1001')).toMatchObject({
      state: 'busy',
      entryId: 'a',
      afterCall: { state: 'not-ready', reason: 'Lunch' },
    });
    desk.release('a', 'ended');
    expect(desk.agent('1001').state).toBe('after-call-work');
    desk.submit('b');
    expect(told(desk.pass(10_000))).toEqual([]);
    expect(desk.agent('1001')).toMatchObject({ state: 'not-ready', reason: 'Lunch', afterCall: null });
    expect(told(desk.set('1001', 'ready'))).toEqual(['b->1001']);
  });

  it('may be followed by anything the agent asks for last', () => {
    const desk = talking();
    desk.set('1001', 'logged-out');
    desk.set('1001', 'ready');
    desk.release('a', 'ended');
    desk.submit('b');
    expect(told(desk.pass(10_000))).toEqual(['b->1001']);
    desk.set('1001', 'logged-out');
    desk.release('b', 'failed');
    expect(desk.agent('1001')).toMatchObject({ state: 'logged-out', afterCall: null });
  });

  it('is not disturbed by a hold or a late connected', () => {
    const desk = talking();
    desk.hold('a');
    desk.connected('a');
    expect(desk.entry('a')?.mode).toBe('talking');
    expect(told(desk.submit('a'))).toEqual(['a!invalidstate']);
  });
});

describe('a reservation', () => {
  it('that the agent does not answer makes them not ready for RONA and keeps the caller first', () => {
    const desk = new Desk([agent('1001'), { ...agent('1002'), initial: 'not-ready' }]);
    desk.submit('a', { placeAt: 100 });
    desk.submit('b', { placeAt: 200 });
    desk.release('a', 'rona');
    expect(desk.agent('1001')).toMatchObject({ state: 'not-ready', reason: 'RONA' });
    desk.submit('a', { placeAt: 100 });
    expect(told(desk.set('1002', 'ready'))).toEqual(['a->1002']);
  });

  it('that fails for another reason leaves the agent ready for the next', () => {
    const desk = new Desk([agent('1001')]);
    desk.submit('a', { placeAt: 100 });
    desk.submit('b', { placeAt: 200 });
    expect(told(desk.release('a', 'failed'))).toEqual(['b->1001']);
    expect(desk.entry('a')?.mode).toBe('held');
  });

  it('runs out by itself', () => {
    const desk = new Desk([agent('1001')]);
    desk.submit('a', { reserveMs: 5_000 });
    desk.pass(4_999);
    expect(desk.agent('1001').state).toBe('reserved');
    desk.pass(1);
    expect(desk.agent('1001').state).toBe('ready');
    expect(desk.entry('a')?.mode).toBe('held');
  });

  it('that ran out still becomes a conversation if the agent is free, and is refused if not', () => {
    const desk = new Desk([agent('1001')]);
    desk.submit('a', { reserveMs: 5_000 });
    desk.pass(5_000);
    desk.connected('a');
    expect(desk.agent('1001')).toMatchObject({ state: 'busy', entryId: 'a' });

    const taken = new Desk([agent('1001')]);
    taken.submit('a', { reserveMs: 5_000 });
    taken.submit('b');
    expect(told(taken.pass(5_000))).toEqual(['b->1001']);
    expect(() => taken.connected('a')).toThrow('agent 1001');
    expect(taken.agent('1001').entryId).toBe('b');
  });

  it('does not run out any more once the agent has answered, until the two talk or are not joined after all', () => {
    const desk = new Desk([agent('1001')]);
    desk.submit('a', { reserveMs: 5_000 });
    desk.submit('b');
    desk.joining('a');
    expect(told(desk.pass(600_000))).toEqual([]);
    expect(desk.agent('1001')).toMatchObject({ state: 'reserved', entryId: 'a' });
    desk.connected('a');
    expect(desk.agent('1001')).toMatchObject({ state: 'busy', entryId: 'a' });

    const apart = new Desk([agent('1001')]);
    apart.submit('a', { reserveMs: 5_000 });
    apart.submit('b');
    apart.joining('a');
    expect(told(apart.release('a', 'failed'))).toEqual(['b->1001']);
    expect(apart.entry('a')?.mode).toBe('held');
  });

  it('that ran out is taken up again by an agent who answers late and is free, and refused for another one’s agent', () => {
    const desk = new Desk([agent('1001')]);
    desk.submit('a', { reserveMs: 5_000 });
    desk.pass(5_000);
    desk.set('1001', 'not-ready', 'Lunch');
    desk.joining('a');
    expect(desk.agent('1001')).toMatchObject({ state: 'reserved', entryId: 'a' });
    desk.release('a', 'failed');
    expect(desk.agent('1001')).toMatchObject({ state: 'not-ready', reason: 'Lunch', entryId: null });

    const taken = new Desk([agent('1001')]);
    taken.submit('a', { reserveMs: 5_000 });
    taken.submit('b');
    expect(told(taken.pass(5_000))).toEqual(['b->1001']);
    const before = taken.state;
    expect(() => taken.joining('a')).toThrow('agent 1001');
    expect(taken.state).toBe(before);
  });

  it('of somebody who has left, or talks already, is not begun again by an agent who answers', () => {
    const desk = talking();
    desk.joining('a');
    expect(desk.agent('1001')).toMatchObject({ state: 'busy', entryId: 'a' });
    desk.remove('a');
    desk.pass(10_000);
    desk.joining('a');
    expect(desk.agent('1001')).toMatchObject({ state: 'ready', entryId: null });
  });

  it('ends when the caller leaves', () => {
    const desk = new Desk([agent('1001')]);
    desk.submit('a');
    desk.release('a', 'gone');
    expect(desk.agent('1001')).toMatchObject({ state: 'ready', entryId: null });
    expect(desk.state.entries).toEqual([]);
  });

  it('is not touched by the end of a conversation that it never became', () => {
    const desk = new Desk([agent('1001')]);
    desk.submit('a');
    desk.release('a', 'ended');
    expect(desk.agent('1001').state).toBe('reserved');
  });
});

describe('waiting', () => {
  it('ends with a time-out when it took too long, and the place is kept', () => {
    const desk = new Desk([{ ...agent('1001'), initial: 'not-ready' }]);
    desk.submit('a', { placeAt: 100, timeoutMs: 5_000 });
    desk.notify('cb', { placeAt: 50, timeoutMs: 9_000 });
    expect(told(desk.pass(5_000))).toEqual(['a!timeout']);
    expect(desk.entry('a')).toMatchObject({ mode: 'held', placeAt: 100 });
    expect(told(desk.pass(4_000))).toEqual(['cb!timeout']);
    expect(told(desk.pass(50_000))).toEqual([]);
  });

  it('cannot time out once it was answered', () => {
    const desk = new Desk([agent('1001'), agent('1002')]);
    desk.submit('a', { timeoutMs: 5_000 });
    desk.notify('cb', { timeoutMs: 5_000 });
    expect(told(desk.pass(6_000))).toEqual([]);
  });
});

describe('a change of the configuration', () => {
  it('adds agents, keeps the state of those it knows, and lets those go who are not there any more', () => {
    const desk = new Desk([agent('1001'), agent('1002')]);
    desk.set('1002', 'not-ready', 'Lunch');
    desk.configure(config([{ ...agent('1002', { Billing: 2 }), name: 'Bo' }, agent('1003')]));
    expect(desk.state.agents.map((one) => one.id).sort()).toEqual(['1002', '1003']);
    expect(desk.agent('1002')).toMatchObject({
      state: 'not-ready',
      reason: 'Lunch',
      name: 'Bo',
      skills: { Billing: 2 },
    });
  });

  it('lets an agent finish the conversation first', () => {
    const desk = talking();
    desk.configure(config([agent('1002')]));
    expect(desk.agent('1001').state).toBe('busy');
    desk.release('a', 'ended');
    expect(desk.state.agents.map((one) => one.id)).toEqual(['1002']);
  });

  it('gives waiting callers to a new agent at once', () => {
    const desk = new Desk([]);
    desk.submit('a');
    expect(told(desk.configure(config([agent('1001')])))).toEqual(['a->1001']);
  });
});

it('an agent nobody knows is refused by name', () => {
  const desk = new Desk([agent('1001')]);
  let thrown: unknown;
  try {
    desk.set('9999', 'ready');
  } catch (error) {
    thrown = error;
  }
  expect(isRingbackError(thrown, 'AGENT_UNKNOWN')).toBe(true);
  expect(String(thrown)).toContain('9999');
});
