import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { ATeam } from '../support/a-team.ts';
import { crashWalk } from '../support/crash-walk.ts';
import { hasRedis, openSite, OwnRedis } from '../support/own-redis.ts';

let team: ATeam;
beforeEach(async () => {
  team = await ATeam.open();
});
afterEach(() => team.close());

describe('sessions that work together, when the process dies after any commit', () => {
  it('lose nothing and do nothing twice', async () => {
    expect(await crashWalk(team.course)).toEqual([]);
  }, 60_000);

  describe.runIf(hasRedis)('with their store in Redis', () => {
    let redis: OwnRedis;
    beforeAll(async () => {
      redis = await OwnRedis.start();
    });
    afterAll(() => redis.stop());

    it('lose nothing and do nothing twice', async () => {
      expect(await crashWalk(team.course, () => openSite(redis))).toEqual([]);
    }, 120_000);
  });
});
