import { describe, expect, it } from 'vitest';

import { agent, Desk, told } from './desk.ts';

/** A desk at which the callback `a` is reserved for 1001, who looks at it. */
function previewing(fields: Parameters<Desk['preview']>[1] = {}): Desk {
  const desk = new Desk([agent('1001'), agent('1002')]);
  desk.set('1002', 'not-ready');
  expect(told(desk.submit('a', { kind: 'callback', reserveMs: 90_000 }))).toEqual(['a->1001']);
  expect(desk.preview('a', fields)).toEqual([]);
  return desk;
}

describe('an agent who looks at a callback before it is dialled', () => {
  it('stays reserved for as long as the reservation lasts, after accepting it', () => {
    const desk = previewing();
    desk.pass(19_000);
    expect(told(desk.answer('1001', 'accept'))).toEqual(['a accept']);
    desk.pass(89_999);
    expect(desk.agent('1001')).toMatchObject({ state: 'reserved', entryId: 'a' });
    expect(desk.entry('a')?.preview).toBeNull();
  });

  it.each(['reject', 'later'] as const)('is free after %s, and the callback keeps its place', (answer) => {
    const desk = previewing();
    const before = desk.entry('a');
    expect(told(desk.answer('1001', answer))).toEqual([`a ${answer}`]);
    expect(desk.agent('1001')).toMatchObject({ state: 'ready', entryId: null });
    expect(desk.entry('a')).toMatchObject({ mode: 'held', placeAt: before?.placeAt, order: before?.order });
  });

  it('is passed over once for a time-out, and taken out of the running where the service wants that', () => {
    const patient = previewing();
    expect(told(patient.pass(20_000))).toEqual(['a timeout']);
    expect(patient.agent('1001').state).toBe('ready');
    const strict = previewing({ notReady: 'RONA' });
    expect(told(strict.pass(20_000))).toEqual(['a timeout']);
    expect(strict.agent('1001')).toMatchObject({ state: 'not-ready', reason: 'RONA' });
  });

  it('takes what was asked for meanwhile instead', () => {
    const desk = previewing({ notReady: 'RONA' });
    desk.set('1001', 'not-ready', 'Lunch');
    desk.pass(20_000);
    expect(desk.agent('1001')).toMatchObject({ state: 'not-ready', reason: 'Lunch' });
  });

  it('cannot answer twice, for another caller, or reject what may not be rejected', () => {
    const desk = previewing({ rejectable: false });
    expect(() => desk.answer('1001', 'reject')).toThrow('it may not be rejected');
    expect(() => desk.answer('1001', 'accept', 'b')).toThrow('there is nothing to look at');
    expect(() => desk.answer('1002', 'accept')).toThrow('there is nothing to look at');
    desk.answer('1001', 'accept', 'a');
    expect(() => desk.answer('1001', 'later')).toThrow('there is nothing to look at');
  });

  it('is told nothing of a callback that was called off, and is free', () => {
    const desk = previewing();
    expect(desk.remove('a')).toEqual([]);
    expect(desk.agent('1001').state).toBe('ready');
    expect(told(desk.preview('a'))).toEqual(['a gone']);
  });
});
