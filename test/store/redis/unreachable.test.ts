import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemRandom } from '../../../src/core/random.ts';
import { openRedisStore } from '../../../src/store/redis/redis-store.ts';
import { hasRedis, openSite, OwnRedis } from '../../support/own-redis.ts';
import { callback, create } from '../conformance/make.ts';

describe.runIf(hasRedis)('a Redis that cannot serve', () => {
  let redis: OwnRedis;
  beforeEach(async () => {
    redis = await OwnRedis.start();
  });
  afterEach(() => redis.stop());

  it('is told at once while it is down, and used again by itself when it is back', async () => {
    const store = await openSite(redis);
    await store.callbacks.create(create(callback('c1')));
    await redis.kill();
    await expect(store.callbacks.create(create(callback('c2')))).rejects.toMatchObject({
      code: 'STORE_DOWN',
    });
    expect(await store.health()).toMatchObject({ kind: 'redis', ok: false });
    await redis.up();
    await expect.poll(async () => (await store.health()).ok).toBe(true);
    expect(await store.callbacks.create(create(callback('c3')))).toBe('created');
    expect(await store.callbacks.get('c1')).not.toBeNull();
    await store.close();
  });

  it('is refused at start when nobody answers there', async () => {
    await redis.kill();
    const options = { site: 's', durability: { kind: 'always' as const }, random: systemRandom };
    await expect(openRedisStore({ ...options, url: redis.url })).rejects.toMatchObject({
      code: 'STORE_DOWN',
    });
  });

  it('because it is a replica says where to point instead', async () => {
    const replica = await OwnRedis.start({ replicaof: `127.0.0.1 ${redis.port}` });
    await expect(openSite(replica)).rejects.toThrow('point `store` at the primary');
    await replica.stop();
  });

  it('because its memory is full says so, and takes nothing half', async () => {
    await redis.stop();
    redis = await OwnRedis.start({ maxmemory: '4mb' });
    const store = await openSite(redis);
    const heavy = { note: 'x'.repeat(100_000) };
    const fill = async (): Promise<void> => {
      for (let n = 0; n < 100; n++)
        await store.callbacks.create(create(callback(`c${n}`, { userData: heavy })));
    };
    await expect(fill()).rejects.toThrow('Redis has no memory left');
    const { records } = await store.callbacks.find({ limit: 100 });
    const [{ count } = { count: 0 }] = await store.callbacks.counts();
    expect(records).toHaveLength(count);
    await store.close();
  });

  it('that has lost the functions gets them again', async () => {
    const store = await openSite(redis);
    await redis.command('FUNCTION', 'FLUSH');
    expect(await store.callbacks.create(create(callback('c1')))).toBe('created');
    await store.close();
  });
});
