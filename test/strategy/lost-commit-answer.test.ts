import { expect, it } from 'vitest';

import { RingbackError } from '../../src/core/errors.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { CUSTOMER } from '../support/behaviours.ts';
import { World } from '../support/world.ts';

/** A store that makes every step, and whose answers to those that `isLost` names never arrive. */
async function forgetful(isLost: (step: number) => boolean): Promise<Store> {
  const store = await openSqliteStore({ path: ':memory:', threads: false });
  let steps = 0;
  const sessions: Store['sessions'] = {
    ...store.sessions,
    async commit(commit) {
      const result = await store.sessions.commit(commit);
      if (result === 'committed' && isLost(++steps))
        throw new RingbackError('STORE_DOWN', { why: 'the answer was lost' });
      return result;
    },
  };
  return { ...store, sessions };
}

it.each([
  ['every step', () => true],
  ['every other step', (step: number) => step % 2 === 0],
  ['every third step', (step: number) => step % 3 === 0],
])('a caller is called back and connected when the answer to %s is lost', async (_, isLost) => {
  const world = await World.create({ store: await forgetful(isLost) });
  world.ring(CUSTOMER, ['1', '1', '1']);
  const { reason, attempts } = await world.completed();
  expect(reason).toBe('AGENT_CONNECTED');
  expect(attempts).toHaveLength(1);
  expect(world.ringsOf(CUSTOMER)).toBe(1);
  await world.close();
});
