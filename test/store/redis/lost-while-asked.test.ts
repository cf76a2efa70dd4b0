import { afterEach, expect, it } from 'vitest';

import { systemRandom } from '../../../src/core/random.ts';
import { openRedisStore } from '../../../src/store/redis/redis-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { callback, create } from '../conformance/make.ts';
import { ScriptedRedis } from './scripted-redis.ts';

let redis: ScriptedRedis;
let store: Store;
afterEach(async () => {
  redis.stop();
  await store.close();
});

it('a reply of a server that is lost before its history is known is STORE_DOWN, at once and not never', async () => {
  redis = await ScriptedRedis.start();
  store = await openRedisStore({
    ...{ url: redis.url, site: 's', durability: { kind: 'always' as const }, random: systemRandom },
  });
  redis.error = null;
  let answered = false;
  redis.onCommand = (command) => {
    // The connection is lost with the request on its way: it is asked again on the next one, and answered there.
    if (command.startsWith('fcall') && !answered) {
      answered = true;
      redis.cut();
      return true;
    }
    // That one is lost, too, before it says which history it has; there is none after it.
    if (command !== 'info replication') return false;
    redis.stop();
    return true;
  };
  const asked = store.callbacks.create(create(callback('c1')));
  await expect(asked).rejects.toMatchObject({ code: 'STORE_DOWN' });
  await expect(asked).rejects.toThrow('before it was known which history it has');
});
