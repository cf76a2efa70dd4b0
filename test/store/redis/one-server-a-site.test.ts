import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { systemClock } from '../../../src/core/clock.ts';
import { systemRandom } from '../../../src/core/random.ts';
import { VirtualClock } from '../../../src/core/virtual-clock.ts';
import type { Clock } from '../../../src/core/clock.ts';
import { openRedisStore } from '../../../src/store/redis/redis-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { hasRedis, openSite, OwnRedis } from '../../support/own-redis.ts';

describe.runIf(hasRedis)('a site in Redis that one server has', () => {
  let redis: OwnRedis;
  beforeAll(async () => {
    redis = await OwnRedis.start();
  });
  afterAll(() => redis.stop());

  const open = (site: string, clock: Clock, onLost = (): void => undefined): Promise<Store> =>
    openRedisStore({
      ...{ url: redis.url, site, durability: { kind: 'always' as const }, random: systemRandom },
      exclusive: { clock, onLost },
    });

  it('is refused to a second one, and free at once when the first has closed it', async () => {
    const first = await open('one', systemClock);
    const clock = new VirtualClock();
    const second = open('one', clock);
    const refused = expect(second).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    let settled = false;
    second.catch(() => undefined).finally(() => (settled = true));
    await expect.poll(async () => (await clock.advance(1_000), settled)).toBe(true);
    await refused;
    await first.close();
    await (await open('one', new VirtualClock())).close();
  });

  it('goes to the next a few seconds after the first was last heard of, and the first is told', async () => {
    const stopped = new VirtualClock();
    let told = 0;
    const first = await open('two', stopped, () => told++);
    expect(await redis.command('PEXPIRE', '{two}:owner', '1')).toBe(1);
    await expect.poll(() => redis.command('EXISTS', '{two}:owner')).toBe(0);
    const second = await open('two', systemClock);
    await stopped.advance(2_000);
    await expect.poll(() => told).toBe(1);
    await first.close();
    expect(await redis.command('EXISTS', '{two}:owner')).toBe(1);
    await second.close();
  });

  it('can be read beside it, for a backup', async () => {
    const server = await open('three', systemClock);
    const backup = await openSite(redis, 'three');
    expect(await backup.archive.isEmpty()).toBe(true);
    await backup.close();
    await server.close();
  });
});
