import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { callback, create, next, session, T0 } from './make.ts';

const SLOT = 300_000;

export function describeSlots(open: () => Promise<Store>): void {
  describe('slots', () => {
    const store = eachTest(open);

    const book = (id: string, slotAt: number, capacity: number): Promise<unknown> =>
      store().callbacks.create(create(callback(id), { slot: { service: 'classic', slotAt, capacity } }));
    const free = (id: string, expectedVersion = 1): Promise<string> =>
      store().callbacks.change({
        expectedVersion,
        record: next(callback(id, { version: expectedVersion, state: 'COMPLETED', reason: 'CANCELLED' })),
        deliveries: [],
        session: null,
        slot: 'free' as const,
        facts: [],
      });

    it('are counted by service and bucket', async () => {
      await book('c1', T0, 5);
      await book('c2', T0, 5);
      await book('c3', T0 + SLOT, 5);
      const slot = { service: 'sales', slotAt: T0, capacity: 5 };
      await store().callbacks.create(create(callback('c4', { service: 'sales' }), { slot }));
      expect(await store().slots.taken('classic', T0, T0 + 2 * SLOT)).toEqual([
        { slotAt: T0, taken: 2 },
        { slotAt: T0 + SLOT, taken: 1 },
      ]);
      expect(await store().slots.taken('classic', T0, T0 + SLOT)).toEqual([{ slotAt: T0, taken: 2 }]);
      expect(await store().slots.taken('nobody', T0, T0 + SLOT)).toEqual([]);
    });

    it('refuse a callback when they are full, and leave no trace of it', async () => {
      await book('c1', T0, 1);
      const slot = { service: 'classic', slotAt: T0, capacity: 1 };
      const refused = create(callback('c2'), { slot, session: session('s2') });
      expect(await store().callbacks.create(refused)).toBe('slot-full');
      expect(await store().callbacks.get('c2')).toBeNull();
      expect(await store().sessions.get('s2')).toBeNull();
      expect(await book('c3', T0, 0)).toBe('slot-full');
      expect(await book('c3', T0 + SLOT, 0)).toBe('slot-full');
    });

    it('are freed once by the callback that holds them, and by no other', async () => {
      await book('c1', T0, 2);
      await book('c2', T0, 2);
      await store().callbacks.create(create(callback('without')));
      expect(await free('c1', 7)).toBe('stale');
      expect(await free('c1')).toBe('changed');
      expect(await free('c1', 2)).toBe('changed');
      expect(await free('without')).toBe('changed');
      expect(await store().slots.taken('classic', T0, T0 + 1)).toEqual([{ slotAt: T0, taken: 1 }]);
      expect(await free('c2')).toBe('changed');
      expect(await store().slots.taken('classic', T0, T0 + 1)).toEqual([]);
      expect(await book('c3', T0, 1)).toBe('created');
    });

    it('are never oversold nor lost, whatever is booked and freed at the same time', async () => {
      const request = fc.record({
        slot: fc.integer({ min: 0, max: 2 }),
        capacity: fc.integer({ min: 0, max: 4 }),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.uuid(),
          fc.array(request, { minLength: 1, maxLength: 40 }),
          fc.infiniteStream(fc.boolean()),
          async (run, requests, frees) => {
            const service = `service-${run}`;
            const made = (n: number) => callback(`${run}-${n}`, { service });
            const results = await Promise.all(
              requests.map(({ slot, capacity }, n) =>
                store().callbacks.create(
                  create(made(n), { slot: { service, slotAt: T0 + slot * SLOT, capacity } }),
                ),
              ),
            );
            const taken = [0, 0, 0];
            requests.forEach(({ slot, capacity }, n) => {
              expect(results[n]).toBe(taken[slot]! < capacity ? 'created' : 'slot-full');
              if (results[n] === 'created') taken[slot]!++;
            });
            const freed = requests.flatMap(({ slot }, n) =>
              results[n] === 'created' && frees.next().value ? [{ slot, n }] : [],
            );
            await Promise.all(
              freed.flatMap(({ slot, n }) => {
                taken[slot]!--;
                const change = { expectedVersion: 1, record: next(made(n)), deliveries: [], session: null };
                // Two at once: the second is stale and frees nothing.
                return [1, 2].map(() =>
                  store().callbacks.change({ ...change, slot: 'free' as const, facts: [] }),
                );
              }),
            );
            const expected = taken.map((count, slot) => ({ slotAt: T0 + slot * SLOT, taken: count }));
            expect(await store().slots.taken(service, T0, T0 + 3 * SLOT)).toEqual(
              expected.filter((slot) => slot.taken > 0),
            );
          },
        ),
        { numRuns: 40 },
      );
    });
  });
}
