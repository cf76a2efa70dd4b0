import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../src/core/virtual-clock.ts';
import { DialPace } from '../../../src/switch/freeswitch/dial-pace.ts';
import { EslEvent } from '../../../src/switch/freeswitch/esl-event.ts';

function heartbeat(fields: Record<string, string | number>): EslEvent {
  const values = Object.entries(fields).map(([name, value]) => [name, String(value)] as const);
  return new EslEvent(new Map([['Event-Name', 'HEARTBEAT'], ...values]));
}

/** Asks for so many turns at once: when each came, ms from now, or 'later'. */
async function turns(clock: VirtualClock, pace: DialPace, count: number): Promise<(number | 'later')[]> {
  const start = clock.now();
  const asked = Array.from({ length: count }, () =>
    pace.turn(false).then((turn) => (turn ? clock.now() - start : ('later' as const))),
  );
  await clock.advance(10_000);
  return Promise.all(asked);
}

describe('the pace of dialling', () => {
  it('is free where neither we nor the switch set one', async () => {
    const clock = new VirtualClock();
    expect(await turns(clock, new DialPace(clock, null), 200)).toEqual(Array.from({ length: 200 }, () => 0));
  });

  it('is what is configured; who would wait for more than two seconds is told to come later', async () => {
    const clock = new VirtualClock();
    const came = await turns(clock, new DialPace(clock, 10), 30);
    expect(came.slice(0, 4)).toEqual([0, 100, 200, 300]);
    expect(came.filter((at) => at === 'later').length).toBeGreaterThanOrEqual(8);
    expect(Math.max(...came.map(Number).filter((at) => at >= 0))).toBeLessThanOrEqual(2_000);
  });

  it('stays below the sessions per second of the switch, and leaves some for callers', async () => {
    const clock = new VirtualClock();
    const pace = new DialPace(clock, 1_000);
    pace.heard(heartbeat({ 'Session-Per-Sec': 30, 'Max-Sessions': 1_000, 'Session-Count': 0 }));
    const came = await turns(clock, pace, 28);
    expect(came.filter((at) => Number(at) < 1_000)).toHaveLength(27);
  });

  it('stops where the switch has no sessions left, until it says otherwise', async () => {
    const clock = new VirtualClock();
    const pace = new DialPace(clock, null);
    pace.heard(heartbeat({ 'Session-Per-Sec': 1_000, 'Max-Sessions': 100, 'Session-Count': 88 }));
    expect((await turns(clock, pace, 3)).map((at) => at === 'later')).toEqual([false, false, true]);
    pace.heard(heartbeat({ 'Session-Per-Sec': 1_000, 'Max-Sessions': 100, 'Session-Count': 50 }));
    expect(await turns(clock, pace, 1)).toEqual([0]);
  });

  it('rests for a second after the switch refused a call', async () => {
    const clock = new VirtualClock();
    const pace = new DialPace(clock, null);
    pace.refused();
    expect(await turns(clock, pace, 1)).toEqual([1_000]);
  });

  it('rests while events come late, whatever the difference of the clocks is', async () => {
    const clock = new VirtualClock();
    const pace = new DialPace(clock, null);
    const happened = (agoMs: number): EslEvent =>
      heartbeat({ 'Event-Name': 'CHANNEL_CREATE', 'Event-Date-Timestamp': (clock.now() - agoMs) * 1_000 });
    for (const agoMs of [7_000, 7_020, 7_900]) pace.heard(happened(agoMs));
    expect(await turns(clock, pace, 1)).toEqual([0]);
    pace.heard(happened(8_100));
    expect(await turns(clock, pace, 1)).toEqual([1_000]);
  });

  it('begins slowly with a switch that is back, and all who wait have their turn within a minute', async () => {
    const clock = new VirtualClock();
    const pace = new DialPace(clock, null);
    pace.resumed();
    const start = clock.now();
    const begun: number[] = [];
    // Who is told to come later comes again in five seconds, as a dial does.
    const dial = async (): Promise<void> => {
      while (!(await pace.turn(false)))
        await new Promise<void>((resolve) => clock.at(clock.now() + 5_000, resolve));
      begun.push(clock.now() - start);
    };
    for (let count = 0; count < 400; count++) void dial();
    await clock.advance(60_000);
    expect(begun).toHaveLength(400);
    const within = (ms: number): number => begun.filter((at) => at < ms).length;
    expect(within(1_000)).toBeLessThanOrEqual(6);
    expect(within(5_000)).toBeLessThanOrEqual(40);
    expect(within(10_000)).toBeLessThanOrEqual(120);
    expect((await turns(clock, pace, 200)).filter((at) => at !== 0)).toEqual([]);
  });

  it('lets an agent, for whom somebody waits, go before customers', async () => {
    const clock = new VirtualClock();
    const pace = new DialPace(clock, 10);
    const order: string[] = [];
    await pace.turn(false);
    for (const [name, urgent] of [
      ['one', false],
      ['two', false],
      ['agent', true],
    ] as const)
      void pace.turn(urgent).then(() => order.push(name));
    await clock.advance(1_000);
    expect(order).toEqual(['agent', 'one', 'two']);
  });
});
