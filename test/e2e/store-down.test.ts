import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { hasRedis, openSite, OwnRedis } from '../support/own-redis.ts';
import { World } from '../support/world.ts';

const PATH = '/genesys/1/service/callback/classic';

describe.runIf(hasRedis)('a store that is down for a while', () => {
  let redis: OwnRedis;
  let world: World;
  beforeEach(async () => {
    redis = await OwnRedis.start();
    world = await World.create({ openStore: () => openSite(redis) });
  });
  afterEach(async () => {
    await world.close();
    await redis.stop();
  });

  const ask = (number: string): request.Test =>
    request(world.ringback.http).post(PATH).set('Host', 'localhost').send({ _customer_number: number });

  const back = async (): Promise<void> => {
    await redis.up();
    await expect.poll(async () => (await world.store.health()).ok).toBe(true);
  };

  it('has requests answered 503 with Retry-After, and is used again by itself', async () => {
    expect((await ask('+14155550100')).status).toBe(200);
    await redis.kill();
    const refused = await ask('+14155550101');
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBe('1');
    await back();
    expect((await ask('+14155550101')).status).toBe(200);
    expect(await world.callbacks()).toHaveLength(2);
  });

  it('does not keep a callback from being carried out when it is back', async () => {
    await ask('+14155550102');
    await world.until(() => world.ringsOf('+14155550102') === 1, 'the first attempt');
    await redis.kill();
    await world.clock.advance(60_000);
    await back();
    const { reason, attempts } = await world.completed();
    expect(reason).toBe('FAIL_CALL_TO_CUSTOMER');
    expect(world.ringsOf('+14155550102')).toBe(attempts.length);
  });
});
