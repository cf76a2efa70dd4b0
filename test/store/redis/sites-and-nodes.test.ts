import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasRedis, openSite, OwnRedis } from '../../support/own-redis.ts';
import { callback, create } from '../conformance/make.ts';

describe.runIf(hasRedis)('several stores on one Redis', () => {
  let redis: OwnRedis;
  beforeAll(async () => {
    redis = await OwnRedis.start();
  });
  afterAll(() => redis.stop());

  it('of one site are one store, and hear of each other’s changes', async () => {
    const [first, second] = [await openSite(redis, 'one'), await openSite(redis, 'one')];
    const heard = new Promise((resolve) => second.onChange(resolve));
    await first.callbacks.create(create(callback('c1')));
    expect(await heard).toBe('callbacks');
    expect(await second.callbacks.get('c1')).toEqual(callback('c1'));
    await first.close();
    await second.close();
  });

  it('of two sites know nothing of each other', async () => {
    const [first, second] = [await openSite(redis, 'left'), await openSite(redis, 'right')];
    await first.callbacks.create(create(callback('c1')));
    expect(await second.callbacks.get('c1')).toBeNull();
    expect(await second.archive.isEmpty()).toBe(true);
    await first.close();
    await second.close();
  });

  it('keep every key of a site under its tag, so that a Cluster keeps them together', async () => {
    const store = await openSite(redis, 'tagged');
    await store.callbacks.create(create(callback('c1', { userData: { '{evil}': '{tag}' } })));
    await store.close();
    const keys = (await redis.command('KEYS', '*')) as string[];
    expect(keys.filter((key) => !/^\{[\w-]+\}:/.test(key))).toEqual([]);
  });
});
