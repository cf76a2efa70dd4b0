import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { callback, create, event, interaction, next, session, step } from './make.ts';

export function describeRaces(open: () => Promise<Store>): void {
  describe('of many who build on the same version', () => {
    const store = eachTest(open);

    const winners = (results: string[], won: string): number =>
      results.filter((result) => result === won).length;

    it('one step of a session wins, and its journal is the only trace', async () => {
      await store().sessions.start(session('s1'));
      const results = await Promise.all(
        Array.from({ length: 50 }, (_, index) => store().sessions.commit(step('s1', 0, event(`e${index}`)))),
      );
      expect(winners(results, 'committed')).toBe(1);
      expect(winners(results, 'stale')).toBe(49);
      const journal = await store().sessions.journal('s1');
      expect(journal.map((line) => line.event?.id)).toEqual([`e${results.indexOf('committed')}`]);
    });

    it('one step of a session takes an event, the others see a duplicate', async () => {
      await store().sessions.start(session('s1', {}, [event('e')]));
      const results = await Promise.all(
        Array.from({ length: 50 }, () => store().sessions.commit(step('s1', 0, event('e')))),
      );
      expect(winners(results, 'committed')).toBe(1);
      expect(winners(results, 'duplicate')).toBe(49);
    });

    it('one change of a callback wins, and one of a leg', async () => {
      await store().callbacks.create(create(callback('c1')));
      await store().interactions.add(interaction('i1'));
      const change = { expectedVersion: 1, deliveries: [], session: null, slot: 'keep' as const, facts: [] };
      const records = Array.from({ length: 20 }, (_, n) => next(callback('c1'), { why: `try ${n}` }));
      const results = await Promise.all(
        records.map((record) => store().callbacks.change({ ...change, record })),
      );
      expect(winners(results, 'changed')).toBe(1);
      expect(await store().callbacks.get('c1')).toEqual(records[results.indexOf('changed')]);
      const legs = await Promise.all(
        records.map(({ why }) =>
          store().interactions.change(1, interaction('i1', { version: 2, to: why }), []),
        ),
      );
      expect(winners(legs, 'changed')).toBe(1);
    });

    it('every session gets its steps in order when many run interleaved', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.uuid(),
          fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 6 })), {
            maxLength: 60,
          }),
          async (run, tries) => {
            const ids = [0, 1, 2, 3].map((n) => `${run}-${n}`);
            for (const id of ids) await store().sessions.start(session(id));
            const results = await Promise.all(
              tries.map(([who, from]) => store().sessions.commit(step(ids[who]!, from))),
            );
            const expected = ids.map(() => 0);
            tries.forEach(([who, from], index) => {
              expect(results[index]).toBe(from === expected[who] ? 'committed' : 'stale');
              if (from === expected[who]) expected[who]++;
            });
            for (const [n, id] of ids.entries())
              expect((await store().sessions.get(id))?.seq).toBe(expected[n]);
          },
        ),
        { numRuns: 25 },
      );
    });
  });
}
