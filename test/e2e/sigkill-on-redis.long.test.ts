import { afterEach, beforeEach, describe, it } from 'vitest';

import { hasRedis, OwnRedis } from '../support/own-redis.ts';
import { sigkillWalk } from '../support/sigkill-walk.ts';

/** While the callback is booked (7), around the dial (18), while the agent is reserved (32), while the two talk (42). */
const points = [7, 18, 32, 42];

describe.runIf(hasRedis)('a server on Redis killed by SIGKILL in the middle of a call', () => {
  let redis: OwnRedis;
  beforeEach(async () => {
    redis = await OwnRedis.start();
  });
  afterEach(() => redis.stop());

  for (const point of points)
    it(`after commit ${point}: the callback is carried out or ended by rule, nobody is rung twice for an attempt`, async () => {
      await sigkillWalk(point, redis.url);
    }, 90_000);
});
