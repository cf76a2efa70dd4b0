import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { barredNumber } from './make.ts';

export function describeDoNotCall(open: () => Promise<Store>): void {
  describe('numbers that are never called', () => {
    const store = eachTest(open);

    it('are put on the list and taken off it on the version that was read', async () => {
      const number = '+14155550100';
      expect(await store().doNotCall.get(number)).toBeNull();
      expect(await store().doNotCall.put(1, barredNumber(number, { version: 2 }))).toBe('stale');
      expect(await store().doNotCall.put(0, barredNumber(number))).toBe('put');
      expect(await store().doNotCall.put(0, barredNumber(number))).toBe('stale');
      expect(await store().doNotCall.get(number)).toEqual(barredNumber(number));
      const off = barredNumber(number, { version: 2, listed: false });
      expect(await store().doNotCall.put(1, off)).toBe('put');
      expect(await store().doNotCall.get(number)).toEqual(off);
      expect(await store().doNotCall.list(null, 10)).toEqual([]);
      expect(await store().doNotCall.put(2, barredNumber(number, { version: 3 }))).toBe('put');
      expect(await store().doNotCall.list(null, 10)).toEqual([barredNumber(number, { version: 3 })]);
    });

    it('are listed page after page in the order of the numbers', async () => {
      const numbers = ['+33142685300', '+14155550101', '+442071838750', '+14155550100', '+4930123456'];
      for (const number of numbers) await store().doNotCall.put(0, barredNumber(number));
      const met: string[] = [];
      for (let after: string | null = null; ;) {
        const page = await store().doNotCall.list(after, 2);
        met.push(...page.map(({ number }) => number));
        if (page.length < 2) break;
        after = page.at(-1)?.number ?? null;
      }
      expect(met).toEqual([...numbers].sort());
      expect(await store().doNotCall.list('+49', 10)).toEqual([barredNumber('+4930123456')]);
    });

    it('of which one is put at the same time by several is put by one', async () => {
      const sources = ['letter', 'agent', 'regulator'];
      const results = await Promise.all(
        sources.map((source) => {
          const history = [{ at: 1, by: 'ada', what: 'added' as const, reason: '', source }];
          return store().doNotCall.put(0, barredNumber('+14155550100', { history }));
        }),
      );
      expect(results.filter((result) => result === 'put')).toHaveLength(1);
    });
  });
}
