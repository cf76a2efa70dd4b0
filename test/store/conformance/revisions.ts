import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { revision } from './make.ts';

export function describeRevisions(open: () => Promise<Store>): void {
  describe('revisions of the configuration', () => {
    const store = eachTest(open);

    it('are numbered from 1 without gaps', async () => {
      expect(await store().revisions.head()).toBe(0);
      expect(await store().revisions.add(revision(2))).toBe('stale');
      expect(await store().revisions.add(revision(1))).toBe('added');
      expect(await store().revisions.add(revision(1, { author: 'ben' }))).toBe('stale');
      expect(await store().revisions.add(revision(2))).toBe('added');
      expect(await store().revisions.head()).toBe(2);
      expect(await store().revisions.get(1)).toEqual(revision(1));
      expect(await store().revisions.get(3)).toBeNull();
    });

    it('are listed newest first, in pages', async () => {
      for (const no of [1, 2, 3, 4, 5]) await store().revisions.add(revision(no));
      const numbers = async (before: number, limit: number): Promise<number[]> =>
        (await store().revisions.list(before, limit)).map(({ no }) => no);
      expect(await numbers(1_000_000, 2)).toEqual([5, 4]);
      expect(await numbers(4, 2)).toEqual([3, 2]);
      expect(await numbers(2, 10)).toEqual([1]);
      expect(await numbers(1, 10)).toEqual([]);
    });

    it('of several who edit at the same time go to one of them', async () => {
      const authors = ['ada', 'ben', 'cem', 'dot'];
      const results = await Promise.all(
        authors.map((author) => store().revisions.add(revision(1, { author }))),
      );
      expect(results.filter((result) => result === 'added')).toHaveLength(1);
      const winner = authors[results.indexOf('added')];
      expect((await store().revisions.get(1))?.author).toBe(winner);
    });

    it('keep any text as it is', async () => {
      const odd = revision(1, {
        reason: `it's "{}" \u2028 ☎ \n\\`,
        patch: { hours: { 'ü ~/': null, list: [], none: {}, number: 1.5 } },
      });
      await store().revisions.add(odd);
      expect(await store().revisions.get(1)).toEqual(odd);
    });
  });
}
