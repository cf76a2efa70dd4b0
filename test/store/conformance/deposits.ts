import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { deposit, T0 } from './make.ts';

export function describeDeposits(open: () => Promise<Store>): void {
  describe('deposits', () => {
    const store = eachTest(open);

    it('are made once, and changed on the version that was read', async () => {
      expect(await store().deposits.put(1, deposit('d1', { version: 2 }))).toBe('stale');
      expect(await store().deposits.put(0, deposit('d1'))).toBe('put');
      expect(await store().deposits.put(0, deposit('d1'))).toBe('stale');
      const changed = deposit('d1', { version: 2, expiresAt: T0 + 5000, content: { '{a}': ['"'] } });
      expect(await store().deposits.put(1, changed)).toBe('put');
      expect(await store().deposits.get('d1')).toEqual(changed);
      expect(await store().deposits.get('d2')).toBeNull();
    });

    it('are listed and counted by their kind, in the order they were made', async () => {
      for (const id of ['z', 'a', 'm']) await store().deposits.put(0, deposit(id, { kind: 'subscription' }));
      await store().deposits.put(0, deposit('other'));
      await store().deposits.put(1, deposit('z', { kind: 'subscription', version: 2 }));
      const ids = (await store().deposits.ofKind('subscription')).map(({ id }) => id);
      expect(ids).toEqual(['z', 'a', 'm']);
      expect(await store().deposits.count('subscription')).toBe(3);
      expect(await store().deposits.count('storage')).toBe(1);
    });

    it('are removed, once', async () => {
      await store().deposits.put(0, deposit('d1'));
      expect(await store().deposits.remove('d1')).toBe('removed');
      expect(await store().deposits.remove('d1')).toBe('unknown');
      expect(await store().deposits.get('d1')).toBeNull();
      expect(await store().deposits.put(0, deposit('d1'))).toBe('put');
    });

    it('are purged when their time is over, those first whose time was over first', async () => {
      for (const [id, at] of [
        ['late', 30],
        ['first', 10],
        ['second', 20],
      ] as const)
        await store().deposits.put(0, deposit(id, { expiresAt: T0 + at }));
      const left = async (): Promise<string[]> =>
        (await store().deposits.ofKind('storage')).map(({ id }) => id);
      await store().deposits.purge(T0 + 9, 10);
      expect(await left()).toEqual(['late', 'first', 'second']);
      await store().deposits.purge(T0 + 20, 1);
      expect(await left()).toEqual(['late', 'second']);
      await store().deposits.put(1, deposit('second', { version: 2, expiresAt: T0 + 40 }));
      await store().deposits.purge(T0 + 30, 10);
      expect(await left()).toEqual(['second']);
    });
  });
}
