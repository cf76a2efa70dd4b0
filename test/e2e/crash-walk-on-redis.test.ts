import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { aCallback, crashWalk } from '../support/crash-walk.ts';
import { hasRedis, openSite, OwnRedis } from '../support/own-redis.ts';

describe.runIf(hasRedis)('a process that dies after any commit of a call, with its store in Redis', () => {
  let redis: OwnRedis;
  beforeAll(async () => {
    redis = await OwnRedis.start();
  });
  afterAll(() => redis.stop());

  it('leaves a callback that is carried out or ended by rule, and nobody is rung twice for one attempt', async () => {
    expect(await crashWalk(aCallback(), () => openSite(redis))).toEqual([]);
  }, 180_000);
});
