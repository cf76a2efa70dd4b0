import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { byPlace, rankOf } from '../../src/routing/order.ts';
import { preferAgent } from '../../src/routing/preferred-agent.ts';
import { agent, config, Desk, told } from './desk.ts';

describe('when waiting counts as priority', () => {
  const ageing = (desk: Desk, ageingMs: number | null): void =>
    void desk.configure({ ...desk.config, ageingMs });
  const busy = (): Desk => new Desk([{ ...agent('1001'), initial: 'not-ready' }]);

  it('a higher priority goes first, but not before those who waited longer than it is worth', () => {
    const desk = busy();
    ageing(desk, 60_000);
    desk.submit('waits', { placeAt: 0 });
    desk.submit('soon', { placeAt: 100_000, priority: 2 });
    desk.submit('late', { placeAt: 130_000, priority: 2 });
    const order: string[] = [];
    desk.set('1001', 'ready');
    for (const id of ['soon', 'waits', 'late']) {
      order.push(desk.agent('1001').entryId ?? 'nobody');
      desk.connected(id);
      desk.release(id, 'ended');
      desk.pass(10_000);
    }
    expect(order).toEqual(['soon', 'waits', 'late']);
    expect(desk.inversions.map((one) => one.cause)).toEqual(['priority']);
  });

  it('those who wait already are ordered by the new rule too', () => {
    const desk = busy();
    desk.submit('waits', { placeAt: 0 });
    desk.submit('late', { placeAt: 130_000, priority: 2 });
    ageing(desk, 60_000);
    expect(told(desk.set('1001', 'ready'))).toEqual(['waits->1001']);
    expect(desk.inversions.filter((one) => one.cause === 'unexplained')).toEqual([]);
  });

  it('the order of any two never changes, and nobody waits behind newcomers for ever', () => {
    const place = fc.record({
      priority: fc.integer({ min: -9, max: 9 }),
      placeAt: fc.nat(10_000_000),
      order: fc.nat(),
    });
    fc.assert(
      fc.property(
        place,
        fc.integer({ min: -9, max: 9 }),
        fc.integer({ min: 1, max: 600_000 }),
        (first, priority, ageingMs) => {
          const placeAt = first.placeAt + 18 * ageingMs + 1;
          const ranked = { ...first, rank: rankOf(first, ageingMs) };
          const newcomer = {
            priority,
            placeAt,
            order: first.order + 1,
            rank: rankOf({ priority, placeAt }, ageingMs),
          };
          expect(byPlace(ranked, newcomer)).toBeLessThan(0);
        },
      ),
    );
  });
});

describe('by best skill', () => {
  it('the agent with the most of what is asked for is given first, of equals the longest idle', () => {
    const agents = [
      agent('1001', { Billing: 2 }),
      agent('1002', { Billing: 5 }),
      agent('1003', { Billing: 5 }),
    ];
    const desk = new Desk(agents);
    const { queues } = config(agents);
    desk.configure({
      agents,
      queues: queues.map((queue) => ({ ...queue, selection: 'best-skill' as const })),
    });
    const given = ['a', 'b', 'c'].flatMap((id) => told(desk.submit(id, { target: 'Billing > 0' })));
    expect(given).toEqual(['a->1002', 'b->1003', 'c->1001']);
  });
});

describe('a preferred agent', () => {
  const agents = [{ ...agent('1001'), initial: 'not-ready' as const }, agent('1002')];

  it('is waited for alone at first, then others may take the call', () => {
    const desk = new Desk(agents);
    expect(told(desk.submit('a', { target: preferAgent('', '1001', 60_000) }))).toEqual([]);
    expect(told(desk.pass(60_000))).toEqual(['a->1002']);
  });

  it('is waited for once: asking again for the same does not begin anew', () => {
    const desk = new Desk(agents);
    const target = preferAgent('', '1001', 60_000);
    desk.submit('a', { target });
    desk.pass(50_000);
    desk.submit('a', { target });
    expect(told(desk.pass(10_000))).toEqual(['a->1002']);
  });

  it('who owns the call is the only one who gets it', () => {
    const desk = new Desk(agents);
    desk.submit('a', { target: preferAgent('Billing > 0', '1001', null) });
    expect(told(desk.pass(86_400_000))).toEqual([]);
    expect(told(desk.set('1001', 'ready'))).toEqual(['a->1001']);
  });

  it('goes before a list of targets too', () => {
    expect(JSON.parse(preferAgent('[{"target":"Billing"}]', '1001', 5_000))).toEqual([
      { target: '1001@.A', timeout: 5 },
      { target: 'Billing' },
    ]);
    expect(preferAgent('Billing', '', 5_000)).toBe('Billing');
  });
});
