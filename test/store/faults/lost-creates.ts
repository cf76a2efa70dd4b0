import { expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { callback, create, event, fact, next, session, T0 } from '../conformance/make.ts';
import { withFaults } from './with-faults.ts';

const CAPACITY = 3;
const slot = { service: 'classic', slotAt: T0, capacity: CAPACITY };

export function describeLostCreates(open: () => Promise<Store>, runs: number): void {
  it('a slot is neither oversold nor left empty, and freed once by each that gives it back', () =>
    withFaults(open, runs, async ({ store, ask }) => {
      const ids = Array.from({ length: 8 }, (_, n) => `c${n}`);
      const results = await Promise.all(
        ids.map((id) => ask((to) => to.callbacks.create(create(callback(id), { slot })))),
      );
      const booked = ids.filter((_, n) => results[n] !== 'slot-full');
      expect(booked).toHaveLength(CAPACITY);
      for (const id of ids) expect((await store.callbacks.get(id)) !== null).toBe(booked.includes(id));
      expect(await store.slots.taken('classic', T0, T0 + 1)).toEqual([{ slotAt: T0, taken: CAPACITY }]);

      const [kept, ...given] = booked;
      const change = { expectedVersion: 1, deliveries: [], session: null, slot: 'free' as const, facts: [] };
      await Promise.all(
        given.map((id) => ask((to) => to.callbacks.change({ ...change, record: next(callback(id)) }))),
      );
      expect(await store.slots.taken('classic', T0, T0 + 1)).toEqual([{ slotAt: T0, taken: 1 }]);
      expect(await store.callbacks.get(kept!)).toEqual(callback(kept!));
    }));

  it('a callback is created once, however many ask for it', () =>
    withFaults(open, runs, async ({ store, ask }) => {
      const askers = Array.from({ length: 6 }, (_, n) =>
        create(callback('c1', { why: `asker ${n}` }), {
          session: session('s1', { callbackId: 'c1' }, [event(`e${n}`)]),
          slot,
          facts: [fact(`f${n}`, { callbackId: 'c1' })],
        }),
      );
      const results = await Promise.all(askers.map((asker) => ask((to) => to.callbacks.create(asker))));
      expect(results.filter((result) => result === 'created').length).toBeLessThanOrEqual(1);
      expect(results.filter((result) => result !== 'created' && result !== 'exists')).toEqual([]);
      const record = await store.callbacks.get('c1');
      const first = askers.find((asker) => asker.record.why === record?.why);
      const winner = askers[results.indexOf('created')] ?? first;
      expect(record).toEqual(winner?.record);
      expect(await store.sessions.inbox('s1')).toEqual(winner?.session?.events);
      expect(await store.facts.ofCallback('c1')).toEqual(winner?.facts);
      expect(await store.slots.taken('classic', T0, T0 + 1)).toEqual([{ slotAt: T0, taken: 1 }]);
      expect(await store.callbacks.counts()).toEqual([{ service: 'classic', state: 'QUEUED', count: 1 }]);
    }));
}
