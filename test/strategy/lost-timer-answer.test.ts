import { expect, it } from 'vitest';

import { RingbackError } from '../../src/core/errors.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { book } from '../support/behaviours.ts';
import { World } from '../support/world.ts';

/** A store whose answer to the first timers that fire is lost. */
async function forgetful(): Promise<Store> {
  const store = await openSqliteStore({ path: ':memory:', threads: false });
  let lost = false;
  const sessions: Store['sessions'] = {
    ...store.sessions,
    async fireTimers(until, limit) {
      const fired = await store.sessions.fireTimers(until, limit);
      if (fired.length === 0 || lost) return fired;
      lost = true;
      throw new RingbackError('STORE_DOWN', { why: 'the answer was lost' });
    },
  };
  return { ...store, sessions };
}

it('timers that fired while the store could not say so are acted upon when it is back', async () => {
  const world = await World.create({ store: await forgetful() });
  await book(world, '+14155550102');
  const { attempts, completedAt, createdAt } = await world.completed();
  expect(attempts).toHaveLength(3);
  expect((completedAt ?? Infinity) - createdAt).toBeLessThan(3_600_000);
  await world.close();
});
