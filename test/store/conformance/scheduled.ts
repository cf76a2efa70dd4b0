import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { callback, create, next, T0 } from './make.ts';

export function describeScheduled(open: () => Promise<Store>): void {
  describe('scheduled callbacks', () => {
    const store = eachTest(open);

    const schedule = (id: string, desiredAt: number | null): Promise<unknown> =>
      store().callbacks.create(create(callback(id, { state: 'SCHEDULED', desiredAt })));

    it('come due earliest first, up to and including the instant asked for', async () => {
      await schedule('late', T0 + 30);
      await schedule('early', T0 + 10);
      await schedule('middle', T0 + 20);
      const due = async (until: number, limit = 10): Promise<string[]> =>
        (await store().callbacks.due(until, limit)).map(({ id }) => id);
      expect(await due(T0 + 20)).toEqual(['early', 'middle']);
      expect(await due(T0 + 99, 1)).toEqual(['early']);
      expect(await due(T0 + 9)).toEqual([]);
      expect(await store().callbacks.nextDue()).toBe(T0 + 10);
    });

    it('are no longer due once they are in the queue, and move when their time is changed', async () => {
      await schedule('c1', T0 + 10);
      await schedule('c2', T0 + 20);
      const change = { expectedVersion: 1, deliveries: [], session: null, slot: 'keep' as const, facts: [] };
      const scheduled = callback('c2', { state: 'SCHEDULED', desiredAt: T0 + 50 });
      await store().callbacks.change({ ...change, record: next(callback('c1', { desiredAt: T0 + 10 })) });
      await store().callbacks.change({ ...change, record: next(scheduled) });
      expect(await store().callbacks.due(T0 + 20, 10)).toEqual([]);
      expect(await store().callbacks.nextDue()).toBe(T0 + 50);
    });

    it('need a time', async () => {
      await schedule('c1', null);
      expect(await store().callbacks.nextDue()).toBeNull();
      expect(await store().callbacks.due(T0, 10)).toEqual([]);
    });
  });
}
