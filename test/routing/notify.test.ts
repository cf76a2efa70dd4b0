import { describe, expect, it } from 'vitest';

import { agent, Desk, told } from './desk.ts';

describe('a callback that wants to be told when an agent is near', () => {
  it('is told once, and the agent stays free meanwhile', () => {
    const desk = new Desk([agent('1001')]);
    expect(told(desk.notify('cb'))).toEqual(['cb near']);
    expect(desk.agent('1001').state).toBe('ready');
    expect(told(desk.pass(1000))).toEqual([]);
  });

  it('keeps the agent from callers behind while its customer is rung', () => {
    const desk = new Desk([agent('1001')]);
    desk.notify('cb', { placeAt: 100 });
    expect(told(desk.submit('live', { placeAt: 200 }))).toEqual([]);
    expect(told(desk.notify('cb2', { placeAt: 300 }))).toEqual([]);
    expect(told(desk.submit('cb', { kind: 'callback' }))).toEqual(['cb->1001']);
  });

  it('does not keep the agent from callers ahead', () => {
    const desk = new Desk([agent('1001')]);
    desk.notify('cb', { placeAt: 200 });
    expect(told(desk.submit('live', { placeAt: 100 }))).toEqual(['live->1001']);
  });

  it('gives up its claim when it is held or removed', () => {
    for (const end of ['hold', 'remove'] as const) {
      const desk = new Desk([agent('1001')]);
      desk.notify('cb', { placeAt: 100 });
      desk.submit('live', { placeAt: 200 });
      expect(told(desk[end]('cb'))).toEqual(['live->1001']);
    }
  });

  it('is not told for an agent that is claimed already, but is for a second one', () => {
    const desk = new Desk([agent('1001'), { ...agent('1002'), initial: 'not-ready' }]);
    desk.notify('one', { placeAt: 100 });
    expect(told(desk.notify('two', { placeAt: 200 }))).toEqual([]);
    expect(told(desk.set('1002', 'ready'))).toEqual(['two near']);
  });

  it('keeps its only agent although another, who does not suit it, is free', () => {
    const desk = new Desk([agent('1001', { Billing: 1 }), agent('1002')]);
    desk.notify('cb', { placeAt: 100, target: 'Billing' });
    expect(told(desk.submit('live', { placeAt: 200, target: 'Billing' }))).toEqual([]);
    expect(told(desk.submit('other', { placeAt: 300 }))).toEqual(['other->1002']);
  });

  it('has its claim moved to another agent who suits it as well, so that nobody idles needlessly', () => {
    const desk = new Desk([agent('1001', { Billing: 1, English: 1 }), agent('1002', { English: 1 })]);
    expect(told(desk.notify('cb', { placeAt: 100, target: 'English' }))).toEqual(['cb near']);
    expect(told(desk.submit('live', { placeAt: 200, target: 'Billing' }))).toEqual(['live->1001']);
    expect(told(desk.submit('cb', { target: 'English' }))).toEqual(['cb->1002']);
  });
});
