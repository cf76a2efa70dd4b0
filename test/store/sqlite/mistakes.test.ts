import { describe, expect, it } from 'vitest';

import { isRingbackError } from '../../../src/core/errors.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { action, callback, create, session, step } from '../conformance/make.ts';
import { temporaryFolder } from './temporary-folder.ts';

const pathOf = temporaryFolder();

describe.each([true, false])('a mistake of the caller (threads %s)', (threads) => {
  const withStore = async (name: string, body: (store: Store) => Promise<void>): Promise<void> => {
    const store = await openSqliteStore({ path: pathOf(`${name}-${threads}.db`), threads });
    await body(store);
    await store.close();
  };

  it('fails alone, whole, and not as STORE_DOWN', () =>
    withStore('alone', async (store) => {
      await store.sessions.start(session('s1'));
      const twice = step('s1', 0, null, { actions: [action('a', 's1'), action('a', 's1')] });
      const [wrong, right] = await Promise.allSettled([
        store.sessions.commit(twice),
        store.callbacks.create(create(callback('c1'))),
      ]);
      expect(
        wrong.status === 'rejected' && wrong.reason instanceof Error && !isRingbackError(wrong.reason),
      ).toBe(true);
      expect(right).toEqual({ status: 'fulfilled', value: 'created' });
      expect(await store.sessions.get('s1')).toMatchObject({ seq: 0 });
      expect(await store.callbacks.get('c1')).not.toBeNull();
      expect(await store.health()).toMatchObject({ ok: true });
    }));

  it('that is no JSON is refused', () =>
    withStore('no-json', async (store) => {
      const params = { bad: Symbol('bad') as unknown as string };
      const row = { ...session('s1').row, snapshot: params.bad };
      await expect(store.sessions.start({ row, events: [] })).rejects.toThrow();
      expect(await store.sessions.get('s1')).toBeNull();
    }));
});
