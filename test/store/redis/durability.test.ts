import { afterEach, describe, expect, it } from 'vitest';

import { systemRandom } from '../../../src/core/random.ts';
import type { Durability } from '../../../src/store/redis/durability.ts';
import { openRedisStore } from '../../../src/store/redis/redis-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { hasRedis, OwnRedis } from '../../support/own-redis.ts';

describe.runIf(hasRedis)('what Redis keeps, against what the configuration promises', () => {
  let redis: OwnRedis;
  afterEach(() => redis.stop());

  const open = async (settings: Record<string, string>, durability: Durability): Promise<Store> => {
    redis = await OwnRedis.start(settings);
    return openRedisStore({ url: redis.url, site: 's', durability, random: systemRandom });
  };

  it.each<[string, Record<string, string>, Durability, string]>([
    ['no log of changes', { appendonly: 'no' }, { kind: 'always' }, 'it keeps no log of changes'],
    ['a log synced every second', { appendfsync: 'everysec' }, { kind: 'always' }, 'every second'],
    ['a log never synced', { appendfsync: 'no' }, { kind: 'everysec' }, 'never syncs'],
    ['eviction of keys', { 'maxmemory-policy': 'allkeys-lru' }, { kind: 'always' }, 'it evicts keys'],
    ['no replica', {}, { kind: 'replicas', count: 1 }, '0 of 1 replicas'],
  ])('%s is refused, with what to set', async (_, settings, durability, why) => {
    const refused = open(settings, durability);
    await expect(refused).rejects.toMatchObject({ code: 'STORE_NOT_DURABLE' });
    await expect(refused).rejects.toThrow(why);
  });

  it('a log synced every second is taken when no more is promised, and that is said', async () => {
    const store = await open({ appendfsync: 'everysec' }, { kind: 'everysec' });
    expect(await store.health()).toMatchObject({
      ok: true,
      detail: expect.stringContaining('last second') as string,
    });
    await store.close();
  });
});
