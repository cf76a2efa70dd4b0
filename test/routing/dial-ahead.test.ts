import { describe, expect, it } from 'vitest';

import { agent, config, Desk, told } from './desk.ts';

const TEN = Array.from({ length: 10 }, (_, index) => agent(String(1001 + index), { Billing: index }));
const ahead = { ahead: true };
const answered = { kind: 'callback' as const, answered: true };

/** Ten agents who talk with live callers, for three minutes each. */
function busyDesk(queue: Partial<ReturnType<typeof config>['queues'][number]> = {}): Desk {
  const desk = new Desk(TEN);
  desk.configure({
    ...desk.config,
    queues: desk.config.queues.map((one) => ({ ...one, handleTimeMs: 180_000, ...queue })),
  });
  for (let caller = 0; caller < 10; caller++) {
    desk.submit(`live-${caller}`);
    desk.connected(`live-${caller}`);
  }
  return desk;
}

describe('a callback that may be called before an agent is free', () => {
  it('is called when one of ten will be by the time that the customer has pressed 1', () => {
    const desk = busyDesk();
    // 20 s of ten conversations of 180 s: 1.1 agents become free.
    expect(told(desk.notify('a', ahead))).toEqual(['a near']);
    expect(told(desk.notify('b', ahead))).toEqual([]);
    desk.release('live-0', 'ended');
    expect(told(desk.pass(10_000))).toEqual(['b near']);
  });

  it('is not, unless it wants to be', () => {
    expect(told(busyDesk().notify('a'))).toEqual([]);
  });

  it('is not while callers on the line go before it', () => {
    const desk = busyDesk();
    desk.submit('earlier', { placeAt: 1 });
    expect(told(desk.notify('a', ahead))).toEqual([]);
    expect(told(desk.remove('earlier'))).toEqual(['a near']);
  });

  it('is not while callers of a higher priority keep coming', () => {
    const desk = busyDesk();
    for (let caller = 0; caller < 8; caller++) {
      desk.submit(`vip-${caller}`, { priority: 5 });
      desk.release(`vip-${caller}`, 'gone');
      desk.now += 10_000;
    }
    expect(told(desk.notify('a', ahead))).toEqual([]);
  });

  it('is called beside others who will not answer, as many as usually do not', () => {
    const desk = busyDesk({ handleTimeMs: 120_000 });
    desk.notify('a', ahead);
    expect(told(desk.notify('b', ahead))).toEqual([]);
    for (const id of ['a', 'b']) desk.remove(id);
    for (let call = 0; call < 8; call++) {
      desk.notify('nobody', ahead);
      desk.hold('nobody');
    }
    desk.remove('nobody');
    expect(told(desk.notify('a', ahead))).toEqual(['a near']);
    expect(told(desk.notify('b', ahead))).toEqual(['b near']);
  });

  it('is called for its own agents only, and never when more are called than they are', () => {
    const desk = busyDesk();
    expect(told(desk.notify('rare', { ...ahead, target: 'Billing > 8' }))).toEqual([]);
    desk.configure({
      ...desk.config,
      queues: desk.config.queues.map((one) => ({ ...one, handleTimeMs: 1_000 })),
    });
    const called = Array.from({ length: 15 }, (_, index) => told(desk.notify(`a${index}`, ahead))).flat();
    expect(called.filter((one) => one.startsWith('a'))).toHaveLength(10 - 1);
  });

  it('waits for a free agent while its target is a list, of which not everyone is asked for yet', () => {
    const target = '[{"target":"Billing > 5","timeout":10},{"target":""}]';
    expect(told(busyDesk().notify('a', { ...ahead, target }))).toEqual([]);
  });

  it('counts those called for another queue with the same agents', () => {
    const desk = busyDesk();
    const [queue] = desk.config.queues;
    if (!queue) throw new Error('no queue');
    desk.configure({ ...desk.config, queues: [queue, { ...queue, name: 'other' }] });
    expect(told(desk.notify('a', { ...ahead, queue: 'other' }))).toEqual(['a near']);
    expect(told(desk.notify('b', ahead))).toEqual([]);
  });
});

describe('a customer who has answered', () => {
  /** One who was called ahead, answers, and talks `after` ms later. */
  function answers(after: number, queue = {}): Desk {
    const desk = busyDesk(queue);
    desk.notify('a', ahead);
    desk.now += 15_000;
    desk.submit('a', answered);
    desk.set('1001', 'not-ready');
    desk.now += after - 500;
    desk.release('live-1', 'gone');
    desk.pass(after > 10_500 ? 0 : 10_000);
    return desk;
  }
  const counted = (desk: Desk): unknown => desk.state.stats[0]?.calls?.days;

  it('is abandoned when no agent talks with the customer within two seconds, even if one does later', () => {
    const desk = answers(60_000);
    desk.pass(10_000);
    desk.connected('a');
    expect(counted(desk)).toEqual([{ day: 0, answered: 1, abandoned: 1 }]);
  });

  it('is not when one does', () => {
    const desk = new Desk(TEN);
    desk.notify('a');
    desk.submit('a', answered);
    desk.now += 2_000;
    desk.connected('a');
    expect(counted(desk)).toEqual([{ day: 0, answered: 1, abandoned: 0 }]);
  });

  it('is abandoned when it leaves without having talked', () => {
    const desk = busyDesk();
    desk.notify('a', ahead);
    desk.submit('a', answered);
    desk.remove('a');
    expect(counted(desk)).toEqual([{ day: 0, answered: 1, abandoned: 1 }]);
    expect(told(desk.notify('b', ahead))).toEqual([]);
  });

  it('counts for thirty days', () => {
    const desk = busyDesk();
    desk.notify('a', ahead);
    desk.now += 20_000;
    desk.submit('a', answered);
    desk.remove('a');
    desk.now += 31 * 86_400_000;
    expect(told(desk.notify('b', ahead))).toEqual(['b near']);
  });

  it('is counted once, also when the first agent does not answer, and with an agent reserved before the call', () => {
    const desk = new Desk(TEN);
    desk.submit('a', { kind: 'callback', reserveMs: 90_000 });
    for (let time = 0; time < 2; time++)
      desk.take({ type: 'update', id: `answered ${time}`, entryId: 'a', answered: true });
    desk.release('a', 'rona');
    desk.submit('a', answered);
    desk.now += 5_000;
    desk.connected('a');
    expect(counted(desk)).toEqual([{ day: 0, answered: 1, abandoned: 1 }]);
  });
});
