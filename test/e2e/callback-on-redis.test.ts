import { afterAll, beforeAll, describe, it } from 'vitest';

import { behaviours } from '../support/behaviours.ts';
import { hasRedis, openSite, OwnRedis } from '../support/own-redis.ts';
import { World } from '../support/world.ts';

describe.runIf(hasRedis)('a callback, with its store in Redis', () => {
  let redis: OwnRedis;
  beforeAll(async () => {
    redis = await OwnRedis.start();
  });
  afterAll(() => redis.stop());

  for (const { name, options, run } of behaviours)
    it(name, async () => {
      const world = await World.create({ ...options, openStore: () => openSite(redis) });
      try {
        await run(world);
      } finally {
        await world.close();
      }
    });
});
