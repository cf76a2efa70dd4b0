import { describe, expect, it } from 'vitest';

import type { CallbackRecord } from '../../../src/callback/record.ts';
import type { CallbackQuery } from '../../../src/store/callbacks.ts';
import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { callback, create, next, T0 } from './make.ts';

export function describeCallbackFind(open: () => Promise<Store>): void {
  describe('finding callbacks', () => {
    const store = eachTest(open);

    const add = async (...records: CallbackRecord[]): Promise<void> => {
      for (const record of records) await store().callbacks.create(create(record));
    };
    const found = async (query: Partial<CallbackQuery>): Promise<string[]> =>
      (await store().callbacks.find({ limit: 100, ...query })).records.map(({ id }) => id);
    const update = (record: CallbackRecord): Promise<string> =>
      store().callbacks.change({
        expectedVersion: record.version - 1,
        record,
        deliveries: [],
        session: null,
        slot: 'keep' as const,
        facts: [],
      });

    it('gives the newest first, those of the same instant as they came', async () => {
      await add(callback('b', { createdAt: T0 + 1 }), callback('a'), callback('d', { createdAt: T0 + 1 }));
      expect(await found({})).toEqual(['d', 'b', 'a']);
    });

    it('narrows by service, states and number, together and alone', async () => {
      await add(
        callback('a'),
        callback('b', { service: 'sales', state: 'ROUTING' }),
        callback('c', { state: 'PROCESSING', customerNumber: '+442079460000' }),
      );
      expect(await found({ service: 'classic' })).toEqual(['c', 'a']);
      expect(await found({ states: ['ROUTING', 'QUEUED'] })).toEqual(['b', 'a']);
      expect(await found({ customerNumber: '+442079460000' })).toEqual(['c']);
      expect(await found({ service: 'classic', states: ['QUEUED'], customerNumber: '+12025550123' })).toEqual(
        ['a'],
      );
      expect(await found({ states: [] })).toEqual([]);
    });

    it('compares pairs with user data and _customer_number, all of them or any', async () => {
      await add(
        callback('a', { userData: { lang: 'de', tier: 'gold' } }),
        callback('b', { userData: { lang: 'de' }, customerNumber: '+442079460000' }),
        callback('c', { userData: { lang: 'fr', tier: 'gold' } }),
      );
      const pairs = { lang: 'de', tier: 'gold' };
      expect(await found({ properties: { pairs, operand: 'AND' } })).toEqual(['a']);
      expect(await found({ properties: { pairs, operand: 'OR' } })).toEqual(['c', 'b', 'a']);
      const byNumber = { _customer_number: '+442079460000', lang: 'de' };
      expect(await found({ properties: { pairs: byNumber, operand: 'AND' } })).toEqual(['b']);
      expect(await found({ properties: { pairs: { lang: 'DE' }, operand: 'OR' } })).toEqual([]);
      expect(await found({ properties: { pairs: {}, operand: 'AND' } })).toEqual(['c', 'b', 'a']);
      expect(await found({ properties: { pairs: {}, operand: 'OR' } })).toEqual([]);
    });

    it('goes by the pairs and the number a callback has now', async () => {
      await add(callback('a', { userData: { lang: 'de' } }));
      await update(next(callback('a'), { userData: { lang: 'fr' }, customerNumber: '+442079460000' }));
      expect(await found({ properties: { pairs: { lang: 'de' }, operand: 'OR' } })).toEqual([]);
      expect(await found({ properties: { pairs: { lang: 'fr' }, operand: 'OR' } })).toEqual(['a']);
      expect(await found({ customerNumber: '+12025550123' })).toEqual([]);
      expect(await found({ customerNumber: '+442079460000' })).toEqual(['a']);
    });

    it('takes hostile keys and values for what they are', async () => {
      const nasty = `'"] OR 1=1 -- $.x \\u0041 \u{1F4DE}`;
      await add(callback('a', { userData: { [nasty]: nasty } }), callback('b'));
      expect(await found({ properties: { pairs: { [nasty]: nasty }, operand: 'AND' } })).toEqual(['a']);
      expect(await found({ service: nasty })).toEqual([]);
    });

    it('pages through all of them, each once, while new ones come in', async () => {
      for (let n = 0; n < 7; n++) await add(callback(`c${n}`, { createdAt: T0 + Math.floor(n / 3) }));
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const query: CallbackQuery = {
          service: 'classic',
          limit: 2,
          ...(cursor === null ? {} : { after: cursor }),
        };
        const page = await store().callbacks.find(query);
        seen.push(...page.records.map(({ id }) => id));
        cursor = page.cursor;
        await add(callback(`new-${seen.length}`, { createdAt: T0 + 99 }));
      } while (cursor !== null);
      expect(seen).toEqual(['c6', 'c5', 'c4', 'c3', 'c2', 'c1', 'c0']);
    });

    it('gives no cursor when the last page is just full', async () => {
      await add(callback('a'), callback('b'));
      expect((await store().callbacks.find({ limit: 2 })).cursor).toBeNull();
    });

    it.each(['', 'x', '1', '1.2.3', '-1.2', `${'9'.repeat(400)}.1`])(
      'refuses the cursor "%s"',
      async (after) => {
        await expect(store().callbacks.find({ limit: 2, after })).rejects.toMatchObject({
          code: 'BAD_REQUEST',
        });
      },
    );

    it('counts by service and state', async () => {
      await add(callback('a'), callback('b'), callback('c', { service: 'sales' }));
      await update(next(callback('b'), { state: 'COMPLETED', reason: 'CANCELLED' }));
      const counts = await store().callbacks.counts();
      expect(
        counts.sort((x, y) => x.service.localeCompare(y.service) || x.state.localeCompare(y.state)),
      ).toEqual([
        { service: 'classic', state: 'COMPLETED', count: 1 },
        { service: 'classic', state: 'QUEUED', count: 1 },
        { service: 'sales', state: 'QUEUED', count: 1 },
      ]);
    });
  });
}
