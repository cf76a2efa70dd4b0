import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { fact, T0 } from './make.ts';

export function describeFacts(open: () => Promise<Store>): void {
  describe('facts', () => {
    const store = eachTest(open);

    it('are kept once, under their callback in the order they came', async () => {
      await store().facts.add([fact('b', { callbackId: 'c1' }), fact('a', { callbackId: 'c1' })]);
      await store().facts.add([fact('b', { callbackId: 'c1', data: { result: 'changed' } }), fact('c')]);
      expect(await store().facts.ofCallback('c1')).toEqual([
        fact('b', { callbackId: 'c1' }),
        fact('a', { callbackId: 'c1' }),
      ]);
    });

    it('are listed by kind, newest first', async () => {
      await store().facts.add([
        fact('a', { at: T0 + 1 }),
        fact('b', { at: T0 + 3 }),
        fact('c', { at: T0 + 2 }),
      ]);
      await store().facts.add([fact('d', { kind: 'wait', at: T0 + 9 })]);
      expect((await store().facts.recent('attempt', 2)).map(({ id }) => id)).toEqual(['b', 'c']);
      expect(await store().facts.recent('nothing', 2)).toEqual([]);
    });
  });
}
