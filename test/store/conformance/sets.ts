import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { T0 } from './make.ts';

export function describeSets(open: () => Promise<Store>): void {
  describe('document sets', () => {
    const store = eachTest(open);
    const set = (hash: string, text: string) => ({
      hash,
      publishedAt: T0,
      files: { 'dialogs/classic.yaml': text, 'prompts/en-US.yaml': '' },
    });

    it('have no active one before the first', async () => {
      expect(await store().sets.active()).toBeNull();
      expect(await store().sets.get('h1')).toBeNull();
    });

    it('are kept under their hash, and the last published one is active', async () => {
      await store().sets.publish(set('h1', 'say: hello'));
      await store().sets.publish(set('h2', 'say: goodbye'));
      expect(await store().sets.active()).toBe('h2');
      expect(await store().sets.get('h1')).toEqual(set('h1', 'say: hello'));
    });

    it('can be made active again without being stored again', async () => {
      await store().sets.publish(set('h1', 'say: hello'));
      await store().sets.publish(set('h2', 'say: goodbye'));
      await store().sets.publish({ ...set('h1', 'say: hello'), publishedAt: T0 + 5 });
      expect(await store().sets.active()).toBe('h1');
      expect((await store().sets.get('h1'))?.publishedAt).toBe(T0);
    });
  });
}
