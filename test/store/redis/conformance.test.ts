import { afterAll, beforeAll, describe } from 'vitest';

import { hasRedis, openSite, OwnRedis } from '../../support/own-redis.ts';
import { describeStore } from '../conformance/conformance.ts';

describe.runIf(hasRedis)('Redis', () => {
  let redis: OwnRedis;
  beforeAll(async () => {
    redis = await OwnRedis.start();
  });
  afterAll(() => redis.stop());

  describeStore(() => openSite(redis));
});
