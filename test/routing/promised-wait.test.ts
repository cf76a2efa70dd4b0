import { describe, expect, it } from 'vitest';

import { estimateWait, newPlace, type WaitEstimate } from '../../src/routing/estimate.ts';
import { waitSentence } from '../../src/routing/wait-sentence.ts';
import { promisedWait, waitFactors } from '../../src/routing/wait-quantiles.ts';
import { agent, Desk } from './desk.ts';

function estimate(desk: Desk): WaitEstimate {
  const place = { ...newPlace(desk.now, 0), at: desk.now };
  return estimateWait(desk.state, desk.config, { queue: 'q', method: 'queue-length', place });
}

/** One caller after the other, each waiting `ms` for the one before. */
function serve(desk: Desk, waits: number[]): void {
  for (const [index, ms] of waits.entries()) {
    desk.submit(`c${index}`, { kind: 'callback' });
    desk.pass(ms);
    if (desk.entry('busy')) desk.release('busy', 'ended');
    desk.pass(10_000);
    desk.connected(`c${index}`);
    desk.release(`c${index}`, 'ended');
    desk.pass(10_000);
    desk.submit('busy');
    desk.connected('busy');
  }
}

describe('the wait a caller is told', () => {
  it('is half as long again as expected, until ten waits are measured', () => {
    expect(waitFactors([2, 2, 2])).toEqual({ p50: 1, p80: 1.5, measured: 0 });
    expect(promisedWait(100, 1.5)).toBe(150);
  });

  it('is kept as often as it says, measured by the waits there were', () => {
    const ratios = Array.from({ length: 19 }, (_, index) => (index + 1) / 10);
    expect(waitFactors(ratios)).toEqual({ p50: 1, p80: 1.6, measured: 19 });
  });

  it('does not shrink to nothing where little is expected', () => {
    expect(promisedWait(4, 2)).toBe(30);
    expect(promisedWait(0, 2)).toBe(0);
    expect(promisedWait(-1, 2)).toBe(-1);
  });

  it('learns from waits that were twice as long as expected', () => {
    const desk = new Desk([agent('1001')]);
    const queues = desk.config.queues.map((queue) => ({ ...queue, handleTimeMs: 60_000 }));
    desk.configure({ ...desk.config, queues });
    desk.submit('busy');
    desk.connected('busy');
    serve(
      desk,
      Array.from({ length: 12 }, () => 110_000),
    );
    expect(estimate(desk)).toMatchObject({ seconds: 60, p50: 120, p80: 120, factors: { measured: 12 } });
  });

  it('is learned from a bounded history', () => {
    const desk = new Desk([agent('1001')]);
    serve(
      desk,
      Array.from({ length: 120 }, () => 30_000),
    );
    const waits = desk.state.stats[0]?.waits;
    expect(waits?.served).toHaveLength(32);
    expect(waits?.ratios['queue-length']).toHaveLength(64);
    expect(JSON.stringify(waits).length).toBeLessThan(4_000);
  });
});

describe('the patience of callers on the line', () => {
  it('is ten minutes until it is measured, and learned from those who give up and those who do not', () => {
    const desk = new Desk([agent('1001')]);
    expect(estimate(desk).inputs.patienceMs).toBe(600_000);
    desk.submit('busy');
    desk.connected('busy');
    for (let caller = 0; caller < 100; caller++) {
      desk.submit(`c${caller}`);
      desk.pass(20_000);
      desk.release(`c${caller}`, 'gone');
    }
    const { patienceMs } = estimate(desk).inputs;
    expect(patienceMs).toBeGreaterThan(20_000);
    expect(patienceMs).toBeLessThan(90_000);
  });

  it('says nothing of callbacks: they have hung up already', () => {
    const desk = new Desk([agent('1001')]);
    desk.submit('busy');
    desk.connected('busy');
    desk.submit('cb', { kind: 'callback' });
    desk.pass(20_000);
    desk.remove('cb');
    expect(estimate(desk).inputs.patienceMs).toBe(600_000);
  });
});

describe('the explanation', () => {
  it('is the formula with its numbers', () => {
    const desk = new Desk([agent('1001')]);
    desk.submit('busy');
    desk.connected('busy');
    desk.submit('a');
    expect(waitSentence(estimate(desk))).toBe(
      'q, 1970-01-01T00:16:40.000Z, position 2: 1 ahead (1 on the line, 0 callbacks), 1 agents of whom 0 ready. ' +
        'Queue-length rule with abandonment and roster (QLm): each step takes 1 / (1 agents / 180 s a conversation + ' +
        'those ahead x 100 % on the line / 600 s of patience), and 138.5 + 180.0 = 318 s expected; ' +
        'half wait 318 s at most (x 1), four in five 477 s (x 1.5, assumed, too few waits are measured).',
    );
  });

  it('says why a wait is not known', () => {
    const desk = new Desk([]);
    expect(waitSentence(estimate(desk))).toContain('the wait is not known (-1), for nobody is logged in');
  });
});
