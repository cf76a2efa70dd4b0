import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { callback, create } from './make.ts';

export function describeClosing(open: () => Promise<Store>): void {
  describe('closing the store', () => {
    it('finishes the changes asked for before, and refuses later ones', async () => {
      const store = await open();
      const changes = Array.from({ length: 20 }, (_, n) => store.callbacks.create(create(callback(`c${n}`))));
      const closed = store.close();
      const late = store.callbacks.create(create(callback('late')));
      await expect(late).rejects.toMatchObject({ code: 'STORE_DOWN' });
      await closed;
      expect(await Promise.all(changes)).toEqual(changes.map(() => 'created'));
      await expect(store.callbacks.get('c1')).rejects.toMatchObject({ code: 'STORE_DOWN' });
      expect(await store.health()).toMatchObject({ ok: false });
    });

    it('does no harm twice', async () => {
      const store = await open();
      expect(await store.health()).toMatchObject({ ok: true });
      await Promise.all([store.close(), store.close()]);
      await store.close();
    });
  });
}
