import { describe, expect, it } from 'vitest';

import { seededRandom } from '../../../src/core/random.ts';
import type { CallbackPage, TimeRange } from '../../../src/store/callbacks.ts';
import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { callback, create, next, T0 } from './make.ts';

type Read = (after: { after?: string }) => Promise<CallbackPage>;

export function describeCallbackPages(open: () => Promise<Store>): void {
  describe('pages of callbacks', () => {
    const store = eachTest(open);

    const add = (id: string, rest: Parameters<typeof callback>[1] = {}): Promise<unknown> =>
      store().callbacks.create(create(callback(id, rest)));
    const schedule = (id: string, desiredAt: number, service = 'classic'): Promise<unknown> =>
      add(id, { service, state: 'SCHEDULED', desiredAt });
    const allOf = async (read: Read, between: () => Promise<unknown>): Promise<string[]> => {
      const seen: string[] = [];
      for (let page = await read({}); ; page = await read({ after: page.cursor ?? '' })) {
        seen.push(...page.records.map(({ id }) => id));
        if (page.cursor === null) return seen;
        await between();
      }
    };

    it('by arrival hold what came from one instant on and before another', async () => {
      for (const n of [0, 1, 2, 3]) await add(`c${n}`, { createdAt: T0 + n, userData: { lang: 'de' } });
      const found = async (arrival: TimeRange, rest = {}): Promise<string[]> =>
        (await store().callbacks.find({ arrival, limit: 9, ...rest })).records.map(({ id }) => id);
      expect(await found({ from: T0 + 1, before: T0 + 3 })).toEqual(['c2', 'c1']);
      expect(await found({ from: T0 + 2 }, { service: 'classic' })).toEqual(['c3', 'c2']);
      expect(await found({ before: T0 + 1 }, { states: ['QUEUED'] })).toEqual(['c0']);
      const properties = { pairs: { lang: 'de' }, operand: 'OR' };
      expect(await found({ from: T0 + 1, before: T0 + 2 }, { properties })).toEqual(['c1']);
    });

    it('by the time asked for come earliest first, in any state, of one service or of all', async () => {
      await schedule('late', T0 + 30);
      await schedule('early', T0 + 10);
      await schedule('sales', T0 + 20, 'sales');
      await add('at once');
      const started = next(callback('early', { desiredAt: T0 + 10 }), { state: 'COMPLETED' });
      const change = { expectedVersion: 1, deliveries: [], session: null, slot: 'keep' as const, facts: [] };
      await store().callbacks.change({ ...change, record: started });
      const found = async (due: TimeRange, service?: string): Promise<string[]> => {
        const query = { due, limit: 9, ...(service !== undefined && { service }) };
        return (await store().callbacks.byDueTime(query)).records.map(({ id }) => id);
      };
      expect(await found({})).toEqual(['early', 'sales', 'late']);
      expect(await found({}, 'classic')).toEqual(['early', 'late']);
      expect(await found({ from: T0 + 10, before: T0 + 30 })).toEqual(['early', 'sales']);
      expect(await found({ before: T0 + 10 })).toEqual([]);
      expect(await found({}, `' OR 1=1 --`)).toEqual([]);
    });

    it('follow a callback to its new time', async () => {
      await schedule('c1', T0 + 10);
      await schedule('c2', T0 + 20);
      const record = next(callback('c1', { state: 'SCHEDULED', desiredAt: T0 + 30 }));
      const change = { expectedVersion: 1, deliveries: [], session: null, slot: 'keep' as const, facts: [] };
      await store().callbacks.change({ ...change, record });
      const page = await store().callbacks.byDueTime({ due: {}, limit: 9 });
      expect(page.records.map(({ id }) => id)).toEqual(['c2', 'c1']);
    });

    it.each([1, 2, 3])('of %i give each callback once, whatever is added meanwhile', async (limit) => {
      const random = seededRandom(limit);
      const instant = (): number => T0 + Math.floor(random.next() * 5);
      const of = (id: string): Promise<unknown> => {
        const at = instant();
        return add(id, { createdAt: at, state: 'SCHEDULED', desiredAt: at, userData: { lang: 'de' } });
      };
      const ids = Array.from({ length: 8 }, (_, n) => `c${n}`);
      for (const id of ids) await of(id);
      const properties = { pairs: { lang: 'de' }, operand: 'AND' as const };
      const reads: Read[] = [
        (after) => store().callbacks.find({ service: 'classic', limit, ...after }),
        (after) => store().callbacks.find({ states: ['SCHEDULED', 'QUEUED'], limit, ...after }),
        (after) => store().callbacks.find({ properties, limit, ...after }),
        (after) => store().callbacks.byDueTime({ service: 'classic', due: {}, limit, ...after }),
      ];
      let added = 0;
      for (const read of reads) {
        let left = 4;
        const between = async (): Promise<void> => {
          if (left-- > 0) await Promise.all([of(`more-${added++}`), of(`more-${added++}`)]);
        };
        const seen = await allOf(read, between);
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toEqual(expect.arrayContaining(ids));
      }
    });

    it('are found by the very text of a key, however hostile, and by no other', async () => {
      const texts: [string, string][] = [
        ['name', 'Zoë'],
        ['name', 'Zoe\u0308'],
        ['name', 'zoë'],
        ['name', '\u{1F4DE}\u{1F3FD}'],
        ['na', 'me\u0000Zoë'],
        ['na\u0000me', 'Zoë'],
        ['4:name', ''],
        ['%', '_'],
        [`'"] OR 1=1 -- $.x \\u0041`, `'); DROP TABLE callbacks; --`],
        ['long', 'x'.repeat(5_000)],
      ];
      for (const [n, [key, value]] of texts.entries()) await add(`c${n}`, { userData: { [key]: value } });
      for (const [n, [key, value]] of texts.entries())
        for (const operand of ['AND', 'OR'] as const) {
          const page = await store().callbacks.find({
            properties: { pairs: { [key]: value }, operand },
            limit: 9,
          });
          expect(page.records.map(({ id }) => id)).toEqual([`c${n}`]);
        }
    });

    it.each(['', 'x', '1', '1.2.3', '-1.2'])('by due time refuse the cursor "%s"', async (after) => {
      const read = store().callbacks.byDueTime({ due: {}, limit: 2, after });
      await expect(read).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    });
  });
}
