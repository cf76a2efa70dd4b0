import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { WaitMethod } from '../../src/callback/wait-method.ts';
import { estimateWait, newPlace, type WaitEstimate } from '../../src/routing/estimate.ts';
import { nextWake } from '../../src/routing/expiry.ts';
import type { Place } from '../../src/routing/order.ts';
import { agent, Desk } from './desk.ts';

function estimate(desk: Desk, place: Place, method: WaitMethod = 'queue-length'): WaitEstimate {
  return estimateWait(desk.state, desk.config, { queue: 'q', method, place: { ...place, at: desk.now } });
}

function wait(
  desk: Desk,
  placeAt = desk.now,
  method: WaitMethod = 'queue-length',
): { seconds: number; position: number } {
  const { seconds, position } = estimate(desk, newPlace(placeAt, 0), method);
  return { seconds, position };
}

/** Nobody gives up: then each step of the line is one share of a handle time. */
const callback = { kind: 'callback' } as const;

describe('the estimated wait', () => {
  it('is unknown (-1) while no agent is logged in', () => {
    const desk = new Desk([{ ...agent('1001'), initial: 'logged-out' }]);
    expect(estimate(desk, newPlace(0, 0))).toMatchObject({
      seconds: -1,
      p50: -1,
      p80: -1,
      unknown: 'nobody is logged in',
      position: 1,
    });
  });

  it('is nothing while an agent is ready and nobody is ahead', () => {
    const idle = estimate(new Desk([agent('1001')]), newPlace(0, 0));
    expect(idle).toMatchObject({ seconds: 0, p50: 0, p80: 0, position: 1, unknown: null });
  });

  it('is one share of a handle time for each callback that finds nobody ready', () => {
    const desk = new Desk([agent('1001'), agent('1002')]);
    for (const id of ['a', 'b']) {
      desk.submit(id);
      desk.connected(id);
    }
    expect(wait(desk)).toEqual({ seconds: 90, position: 1 });
    desk.submit('c', callback);
    desk.notify('d');
    expect(wait(desk)).toEqual({ seconds: 270, position: 3 });
  });

  it('is shorter for those on the line who are ahead and may give up', () => {
    const desk = new Desk([agent('1001')]);
    desk.submit('talks');
    desk.connected('talks');
    desk.submit('a');
    // One handle time of 180 s, and one until that is over or a caller of 600 s of patience has left.
    expect(wait(desk).seconds).toBe(Math.round(180 + 1 / (1 / 180 + 1 / 600)));
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
    expect(late && estimate(desk, late).position).toBe(3);
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
    desk.submit('b', callback);
    expect(wait(desk).seconds).toBe(80);
    const queues = desk.config.queues.map((queue) => ({ ...queue, handleTimeMs: 60_000 }));
    desk.configure({ ...desk.config, queues });
    expect(wait(desk).seconds).toBe(120);
  });

  it('never gets shorter by another caller ahead', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(5), fc.boolean(), (callers, agents, live) => {
        const desk = new Desk(Array.from({ length: agents + 1 }, (_, n) => agent(`${n}`)));
        let before = wait(desk).seconds;
        for (let caller = 0; caller < callers; caller++) {
          desk.submit(`c${caller}`, live ? {} : callback);
          const after = wait(desk).seconds;
          expect(after).toBeGreaterThanOrEqual(before);
          before = after;
        }
      }),
    );
  });
});

describe('the modes of Genesys', () => {
  it('know nothing by the speed of the queue before two callers were served, whoever is logged in', () => {
    const desk = new Desk([agent('1001')]);
    desk.submit('a');
    expect(estimate(desk, newPlace(desk.now, 0), 'ewt1')).toMatchObject({
      seconds: -1,
      unknown: 'nobody has been served yet',
    });
  });

  it('reckon by speed, by speed and agents, and by the handle time', () => {
    const desk = new Desk([agent('1001')]);
    for (const id of ['a', 'b', 'c']) {
      desk.submit(id);
      desk.connected(id);
      desk.pass(50_000);
      desk.release(id, 'ended');
      desk.pass(10_000);
    }
    desk.configure({ ...desk.config, agents: [agent('1001'), agent('1002')] });
    for (const id of ['d', 'e', 'f', 'g']) desk.submit(id);
    // Two wait behind two busy agents; one agent took a caller a minute, most of the time.
    expect(wait(desk, desk.now, 'ewt3').seconds).toBe(90);
    const { inputs, seconds } = estimate(desk, newPlace(desk.now, 0), 'ewt1');
    expect(inputs.served).toEqual({ count: 5, intervalMs: 45_000, agents: 1.4 });
    expect(seconds).toBe(90);
    expect(wait(desk, desk.now, 'ewt2').seconds).toBe(Math.round((3 * 45 * 1.4) / 2));
  });

  it('are -1 by agents when nobody is logged in', () => {
    const desk = new Desk([{ ...agent('1001'), initial: 'logged-out' }]);
    for (const method of ['ewt2', 'ewt3'] as const)
      expect(estimate(desk, newPlace(0, 0), method)).toMatchObject({
        seconds: -1,
        unknown: 'nobody is logged in',
      });
  });
});

describe('the next instant at which something ends by itself', () => {
  it('is the earliest of reservations, after-call work and time-outs', () => {
    const desk = new Desk([agent('1001')]);
    expect(nextWake(desk.board, desk.now)).toBeNull();
    desk.submit('a', { reserveMs: 30_000 });
    expect(nextWake(desk.board, desk.now)).toBe(desk.now + 30_000);
    desk.submit('b', { timeoutMs: 20_000 });
    expect(nextWake(desk.board, desk.now)).toBe(desk.now + 20_000);
    desk.connected('a');
    desk.hold('b');
    expect(nextWake(desk.board, desk.now)).toBeNull();
  });
});
