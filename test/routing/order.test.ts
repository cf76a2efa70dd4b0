import { describe, expect, it } from 'vitest';

import { agent, Desk, told } from './desk.ts';

describe('who gets an agent', () => {
  it('is whoever arrived first, live or virtual', () => {
    const desk = new Desk([{ ...agent('1001'), initial: 'not-ready' }]);
    desk.submit('late', { placeAt: 300 });
    desk.submit('early', { placeAt: 100, kind: 'callback' });
    desk.submit('middle', { placeAt: 200 });
    expect(told(desk.set('1001', 'ready'))).toEqual(['early->1001']);
  });

  it('is a higher priority before an earlier arrival', () => {
    const desk = new Desk([{ ...agent('1001'), initial: 'not-ready' }]);
    desk.submit('early', { placeAt: 100 });
    desk.submit('urgent', { placeAt: 900, priority: 5 });
    expect(told(desk.set('1001', 'ready'))).toEqual(['urgent->1001']);
  });

  it('is the one queued first when two arrived in the same instant', () => {
    const desk = new Desk([{ ...agent('1001'), initial: 'not-ready' }]);
    desk.submit('z', { placeAt: 100 });
    desk.submit('a', { placeAt: 100 });
    expect(told(desk.set('1001', 'ready'))).toEqual(['z->1001']);
  });

  it('takes the agent who has been idle longest', () => {
    const desk = new Desk([agent('1001'), agent('1002')]);
    desk.now += 1000;
    desk.set('1001', 'not-ready');
    desk.set('1001', 'ready');
    expect(told(desk.submit('a'))).toEqual(['a->1002']);
    expect(told(desk.submit('b'))).toEqual(['b->1001']);
  });

  it('does not lose the place among the idle by being set to ready again', () => {
    const desk = new Desk([agent('1001'), agent('1002')]);
    desk.now += 1000;
    desk.set('1001', 'ready');
    expect(told(desk.submit('a'))).toEqual(['a->1001']);
  });

  it('passes over those whom the agent does not suit', () => {
    const desk = new Desk([{ ...agent('1001', { Billing: 1 }), initial: 'not-ready' }]);
    desk.submit('expert', { placeAt: 100, target: 'Billing > 2' });
    desk.submit('anyone', { placeAt: 200 });
    expect(told(desk.set('1001', 'ready'))).toEqual(['anyone->1001']);
  });

  it('is nobody of a queue that the agent does not serve', () => {
    const desk = new Desk([agent('1001', { Sales: 3 })], 'Billing > 0');
    expect(told(desk.submit('a'))).toEqual([]);
    expect(desk.entry('a')?.mode).toBe('waiting');
  });
});

describe('a caller in the queue', () => {
  it('keeps the place when asking again, in another way and for another target', () => {
    const desk = new Desk([{ ...agent('1001'), initial: 'not-ready' }]);
    desk.notify('callback', { placeAt: 100 });
    desk.submit('other', { placeAt: 200 });
    desk.hold('callback');
    desk.submit('callback', { placeAt: 999, kind: 'callback', target: '1001' });
    expect(desk.entry('callback')).toMatchObject({ placeAt: 100, target: '1001', mode: 'waiting' });
    expect(told(desk.set('1001', 'ready'))).toEqual(['callback->1001']);
  });

  it('asks for nobody while it is held', () => {
    const desk = new Desk([{ ...agent('1001'), initial: 'not-ready' }]);
    desk.submit('a', { placeAt: 100 });
    desk.submit('b', { placeAt: 200 });
    desk.hold('a');
    expect(told(desk.set('1001', 'ready'))).toEqual(['b->1001']);
  });

  it('gets an error instead of a place for a target with a mistake or an unknown queue', () => {
    const desk = new Desk([agent('1001')]);
    const [mistake] = desk.submit('a', { target: 'Billing >' });
    expect(mistake).toMatchObject({ kind: 'failed', error: 'invalidattribute' });
    expect(mistake?.kind === 'failed' && mistake.why).toContain('position 10');
    expect(told(desk.submit('b', { queue: 'nowhere' }))).toEqual(['b!invalidattribute']);
    expect(desk.state.entries).toEqual([]);
  });

  it('gives its reserved agent back when it asks again or leaves', () => {
    const desk = new Desk([agent('1001')]);
    desk.submit('a');
    expect(desk.agent('1001').state).toBe('reserved');
    expect(told(desk.submit('a', { target: '1002' }))).toEqual([]);
    expect(desk.agent('1001').state).toBe('ready');
    desk.submit('b');
    desk.remove('b');
    expect(desk.agent('1001')).toMatchObject({ state: 'ready', entryId: null });
  });
});
