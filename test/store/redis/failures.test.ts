import { afterAll, beforeAll, expect, it } from 'vitest';

import { systemRandom } from '../../../src/core/random.ts';
import { openRedisStore } from '../../../src/store/redis/redis-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { callback, create } from '../conformance/make.ts';
import { ScriptedRedis } from './scripted-redis.ts';

let redis: ScriptedRedis;
let store: Store;
beforeAll(async () => {
  redis = await ScriptedRedis.start();
  store = await openRedisStore({
    ...{ url: redis.url, site: 's', durability: { kind: 'always' as const }, random: systemRandom },
  });
});
afterAll(async () => {
  await store.close();
  redis.stop();
});

it.each([
  ['LOADING Redis is loading the dataset in memory', 'wait'],
  ["READONLY You can't write against a read only replica.", 'point `store` at the primary'],
  ['MASTERDOWN Link with MASTER is down', 'a replica that has lost its primary'],
  ["OOM command not allowed when used memory > 'maxmemory'.", 'raise maxmemory'],
  ['MISCONF Errors writing to the AOF file: No space left on device', 'cannot write to its disk'],
  ['MOVED 3999 127.0.0.1:6381', 'does not serve the site now'],
  ["CROSSSLOT Keys in request don't hash to the same slot", 'does not serve the site now'],
  ['ASK 3999 127.0.0.1:6381', 'does not serve the site now'],
  ['TRYAGAIN Multiple keys request during rehashing of slot', 'does not serve the site now'],
  ['CLUSTERDOWN The cluster is down', 'does not serve the site now'],
  ['NOREPLICAS Not enough good replicas to write.', 'fewer replicas than its min-replicas-to-write'],
  ['BUSY Redis is busy running a script.', 'busy with something else'],
  ['NOAUTH Authentication required.', 'refuses the user or password'],
  ['NOPERM this user has no permissions', 'refuses the user or password'],
])('the answer %s is STORE_DOWN, in words, and the store is used again after it', async (said, told) => {
  redis.error = said;
  const refused = store.callbacks.create(create(callback('c1')));
  await expect(refused).rejects.toMatchObject({ code: 'STORE_DOWN' });
  await expect(refused).rejects.toThrow(told);
  redis.error = null;
  const again = async (): Promise<unknown> =>
    store.callbacks.create(create(callback('c1'))).catch(() => null);
  await expect.poll(again).toBe('created');
});

it('an answer that Redis does not explain is passed on as it is', async () => {
  redis.error = 'ERR something else';
  await expect(store.callbacks.get('c1')).rejects.toThrow('ERR something else');
});
