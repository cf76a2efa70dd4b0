import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { estimateWait, newPlace } from '../../src/routing/estimate.ts';
import { nextWake } from '../../src/routing/expiry.ts';
import { agent, Desk } from './desk.ts';

function wait(desk: Desk, placeAt = desk.now): { seconds: number; position: number } {
  const { seconds, position } = estimateWait(desk.state, desk.config, 'q', newPlace(placeAt, 0));
  return { seconds, position };
}

describe('the estimated wait', () => {
  it('is unknown (-1) while no agent is logged in', () => {
    const desk = new Desk([{ ...agent('1001'), initial: 'logged-out' }]);
    expect(wait(desk)).toEqual({ seconds: -1, position: 1 });
  });

  it('is nothing while an agent is ready and nobody is ahead', () => {
    expect(wait(new Desk([agent('1001')]))).toEqual({ seconds: 0, position: 1 });
  });

  it('is one share of a handle time for each caller who finds nobody ready', () => {
    const desk = new Desk([agent('1001'), agent('1002')]);
    for (const id of ['a', 'b']) {
      desk.submit(id);
      desk.connected(id);
    }
    expect(wait(desk)).toEqual({ seconds: 90, position: 1 });
    desk.submit('c');
    desk.notify('d');
    expect(wait(desk)).toEqual({ seconds: 270, position: 3 });
  });

  it('counts agents in after-call work as busy, and leaves out those who are not ready', () => {
    const desk = new Desk([agent('1001'), { ...agent('1002'), initial: 'not-ready' }]);
    desk.submit('a');
    desk.connected('a');
    desk.release('a', 'ended');
    expect(desk.agent('1001').state).toBe('after-call-work');
    expect(wait(desk).seconds).toBe(10);
  });

  it('is reckoned for the place: who arrived later is not ahead', () => {
    const desk = new Desk([{ ...agent('1001'), initial: 'not-ready' }]);
    desk.submit('early', { placeAt: 100 });
    desk.submit('late', { placeAt: 300 });
    desk.submit('urgent', { placeAt: 300, priority: 1 });
    expect(wait(desk, 200).position).toBe(3);
    const late = desk.entry('late');
    expect(late && estimateWait(desk.state, desk.config, 'q', late).position).toBe(3);
  });

  it('does not count callers of other queues, held ones and those who talk', () => {
    const desk = new Desk([agent('1001')]);
    desk.submit('talks');
    desk.connected('talks');
    desk.submit('held');
    desk.hold('held');
    expect(wait(desk).position).toBe(1);
  });

  it('goes by the configured handle time, else by the measured one, else by the assumed one', () => {
    const desk = new Desk([agent('1001')]);
    desk.submit('a');
    desk.connected('a');
    expect(wait(desk).seconds).toBe(180);
    desk.pass(30_000);
    desk.release('a', 'ended');
    desk.submit('b');
    expect(wait(desk).seconds).toBe(80);
    const queues = desk.config.queues.map((queue) => ({ ...queue, handleTimeMs: 60_000 }));
    desk.configure({ ...desk.config, queues });
    expect(wait(desk).seconds).toBe(120);
  });

  it('never gets shorter by another caller ahead', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(5), (callers, agents) => {
        const desk = new Desk(Array.from({ length: agents + 1 }, (_, n) => agent(`${n}`)));
        let before = wait(desk);
        for (let n = 0; n < callers; n++) {
          desk.submit(`c${n}`);
          const after = wait(desk);
          expect(after.seconds).toBeGreaterThanOrEqual(before.seconds);
          before = after;
        }
      }),
    );
  });
});

describe('the next instant at which something ends by itself', () => {
  it('is the earliest of reservations, after-call work and time-outs', () => {
    const desk = new Desk([agent('1001')]);
    expect(nextWake(desk.state)).toBeNull();
    desk.submit('a', { reserveMs: 30_000 });
    expect(nextWake(desk.state)).toBe(desk.now + 30_000);
    desk.submit('b', { timeoutMs: 20_000 });
    expect(nextWake(desk.state)).toBe(desk.now + 20_000);
    desk.connected('a');
    desk.hold('b');
    expect(nextWake(desk.state)).toBeNull();
  });
});
