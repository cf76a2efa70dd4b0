import { describe, expect, it } from 'vitest';

import type { SlotChange, SlotClaim } from '../../../src/store/slots.ts';
import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { callback, create, delivery, next, session, T0 } from './make.ts';

const SLOT = 300_000;
const bucket = (n: number, capacity: number): SlotClaim => ({
  ...{ service: 'classic', slotAt: T0 + n * SLOT },
  capacity,
});

export function describeSlotMoves(open: () => Promise<Store>): void {
  describe('a callback that is moved to another slot', () => {
    const store = eachTest(open);

    const book = (id: string, slot: SlotClaim | null): Promise<unknown> =>
      store().callbacks.create(create(callback(id), { slot }));
    const move = (id: string, slot: SlotChange, version = 1): Promise<string> =>
      store().callbacks.change({
        expectedVersion: version,
        record: next(callback(id, { version })),
        deliveries: [delivery('s1', `moved-${id}`)],
        session: null,
        slot,
        facts: [],
      });
    const taken = async (): Promise<number[]> => {
      const slots = await store().slots.taken('classic', T0, T0 + 9 * SLOT);
      return Array.from(
        { length: 3 },
        (_, n) => slots.find((slot) => slot.slotAt === T0 + n * SLOT)?.taken ?? 0,
      );
    };

    it('leaves its place and has the new one', async () => {
      await book('c1', bucket(0, 1));
      expect(await move('c1', bucket(1, 1))).toBe('changed');
      expect(await taken()).toEqual([0, 1, 0]);
      expect(await store().slots.heldBy('c1')).toEqual({ service: 'classic', slotAt: T0 + SLOT });
      expect(await move('c1', 'free', 2)).toBe('changed');
      expect(await taken()).toEqual([0, 0, 0]);
      expect(await store().slots.heldBy('c1')).toBeNull();
    });

    it('takes a place when it had none', async () => {
      await book('c1', null);
      expect(await move('c1', bucket(2, 1))).toBe('changed');
      expect(await taken()).toEqual([0, 0, 1]);
    });

    it('stays where it is, unchanged, when the other is full or it has changed meanwhile', async () => {
      await store().sessions.start(session('s1'));
      await book('c1', bucket(0, 1));
      await book('c2', bucket(1, 1));
      expect(await move('c1', bucket(1, 1))).toBe('slot-full');
      expect(await move('c1', bucket(2, 0))).toBe('slot-full');
      expect(await move('c1', bucket(2, 5), 7)).toBe('stale');
      expect(await taken()).toEqual([1, 1, 0]);
      expect(await store().callbacks.get('c1')).toEqual(callback('c1'));
      expect(await store().sessions.inbox('s1')).toEqual([]);
      expect(await store().slots.heldBy('unknown')).toBeNull();
    });

    it('may stay in its own bucket though that takes no more', async () => {
      await book('c1', bucket(0, 2));
      await book('c2', bucket(0, 2));
      expect(await move('c1', bucket(0, 1))).toBe('changed');
      expect(await taken()).toEqual([2, 0, 0]);
    });

    it('never makes a bucket oversold, however many move there at the same time', async () => {
      const ids = Array.from({ length: 64 }, (_, n) => `c${n}`);
      await Promise.all(ids.map((id, n) => book(id, bucket(n % 2, 100))));
      const results = await Promise.all(ids.map((id) => move(id, bucket(2, 10))));
      expect(results.filter((result) => result === 'changed')).toHaveLength(10);
      expect(results.filter((result) => result === 'slot-full')).toHaveLength(54);
      const [first = 0, second = 0, third] = await taken();
      expect(third).toBe(10);
      expect(first + second).toBe(54);
      const held = await Promise.all(ids.map((id) => store().slots.heldBy(id)));
      expect(held.filter((place) => place?.slotAt === T0 + 2 * SLOT)).toHaveLength(10);
    });
  });
}
