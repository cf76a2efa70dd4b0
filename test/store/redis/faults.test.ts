import { afterAll, beforeAll, describe } from 'vitest';

import { hasRedis, openSite, OwnRedis } from '../../support/own-redis.ts';
import { describeFaults } from '../faults/faults.ts';

describe.runIf(hasRedis)('Redis', () => {
  let redis: OwnRedis;
  beforeAll(async () => {
    redis = await OwnRedis.start();
  });
  afterAll(() => redis.stop());

  describeFaults(() => openSite(redis), { runs: 20 });
});
