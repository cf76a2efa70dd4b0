import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { systemRandom } from '../../../src/core/random.ts';
import { openRedisStore } from '../../../src/store/redis/redis-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { hasRedis, OwnRedis } from '../../support/own-redis.ts';
import { SeveringProxy } from '../../support/severing-proxy.ts';
import { action, callback, create, session, step, T0 } from '../conformance/make.ts';

describe.runIf(hasRedis)('a change whose answer is lost with the connection', () => {
  let redis: OwnRedis;
  let proxy: SeveringProxy;
  let store: Store;
  beforeAll(async () => {
    redis = await OwnRedis.start();
    proxy = await SeveringProxy.to(redis.port);
    const url = `redis://127.0.0.1:${proxy.port}`;
    store = await openRedisStore({ url, site: 's', durability: { kind: 'always' }, random: systemRandom });
  });
  afterAll(async () => {
    await store.close();
    proxy.close();
    await redis.stop();
  });

  it('is made once, and its caller gets the answer to it', async () => {
    const slot = { service: 'classic', slotAt: T0, capacity: 5 };
    proxy.loseNextAnswer();
    expect(await store.callbacks.create(create(callback('c1'), { slot }))).toBe('created');
    expect(await store.slots.taken('classic', T0, T0 + 1)).toEqual([{ slotAt: T0, taken: 1 }]);
  });

  it('that claims an action is claimed for its caller, who may send it', async () => {
    await store.sessions.start(session('s1'));
    await store.sessions.commit(step('s1', 0, null, { actions: [action('a1', 's1')] }));
    proxy.loseNextAnswer();
    const claim = { actionId: 'a1', node: 'n1', at: T0, callback: null };
    expect(await store.outbox.claim(claim)).toBe('claimed');
    expect(await store.outbox.claim(claim)).toBe('not-pending');
  });
});
