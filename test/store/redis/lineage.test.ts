import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemRandom } from '../../../src/core/random.ts';
import { openRedisStore } from '../../../src/store/redis/redis-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { hasRedis, OwnRedis } from '../../support/own-redis.ts';
import { SeveringProxy } from '../../support/severing-proxy.ts';
import { callback, create } from '../conformance/make.ts';

describe.runIf(hasRedis)('a store whose Redis goes on with another history', () => {
  let redis: OwnRedis;
  let proxy: SeveringProxy;
  let store: Store;
  let told: string[];
  beforeEach(async () => {
    redis = await OwnRedis.start({ 'repl-diskless-sync-delay': '0' });
    proxy = await SeveringProxy.to(redis.port);
    const url = `redis://127.0.0.1:${proxy.port}`;
    store = await openRedisStore({ url, site: 's', durability: { kind: 'always' }, random: systemRandom });
    told = [];
    store.onLineageChange((why) => told.push(why));
  });
  afterEach(async () => {
    await store.close();
    proxy.close();
    await redis.stop();
  });

  const isBack = (): Promise<unknown> => expect.poll(async () => (await store.health()).ok).toBe(true);

  it('says so before it answers anything, when a replica was promoted in the place of its primary', async () => {
    const replica = await OwnRedis.start({ replicaof: `127.0.0.1 ${redis.port}` });
    // The primary streams changes to a replica that has acknowledged the copy, which it does once a second.
    await expect
      .poll(async () => String(await redis.command('INFO', 'replication')), { timeout: 10_000 })
      .toContain('state=online');
    await store.callbacks.create(create(callback('c1')));
    await expect.poll(() => replica.command('EXISTS', '{s}:callback:c1')).toBe(1);
    await replica.command('REPLICAOF', 'NO', 'ONE');
    proxy.leadTo(replica.port);
    const answered = expect.poll(async () => {
      await store.callbacks.get('c1').catch(() => null);
      return told.length;
    });
    await answered.toBe(1);
    expect(await store.callbacks.get('c1')).toEqual(callback('c1'));
    await replica.stop();
  }, 20_000);

  it('says so after a restart too, since Redis does not keep the id of its history', async () => {
    await redis.kill();
    await redis.up();
    await isBack();
    expect(told).toHaveLength(1);
  });

  it('says nothing when only the connection was lost', async () => {
    proxy.loseNextAnswer();
    expect(await store.callbacks.create(create(callback('c1')))).toBe('created');
    await isBack();
    expect(told).toEqual([]);
  });
});
