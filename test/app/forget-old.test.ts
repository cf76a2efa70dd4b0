import { describe, expect, it } from 'vitest';

import { createDailyForgetting, forgetOld } from '../../src/app/forget-old.ts';
import { callback, create, next } from '../store/conformance/make.ts';
import { testApp, type TestApp } from '../support/app.ts';

const DAY = 86_400_000;

async function completed(world: TestApp, id: string, completedAt: number): Promise<void> {
  const { callbacks } = world.app.store;
  await callbacks.create(create(callback(id)));
  const record = next(callback(id), { state: 'COMPLETED', reason: 'CANCELLED', completedAt });
  const rest = { deliveries: [], session: null, slot: 'keep' as const, facts: [] };
  await callbacks.change({ expectedVersion: 1, record, ...rest });
}

const stored = async ({ app }: TestApp): Promise<string[]> =>
  (await app.store.callbacks.find({ limit: 500 })).records.map(({ id }) => id);

describe('what is over', () => {
  it('is forgotten when it is older than `retention`, however much it is', async () => {
    const world = await testApp();
    const limit = world.clock.now() - world.app.config().retentionMs;
    for (let n = 0; n < 250; n++) await completed(world, `old-${n}`, limit - 1);
    await completed(world, 'young', limit);
    const totals: number[] = [];
    for await (const total of forgetOld(world.app)) totals.push(total);
    expect(totals).toEqual([100, 200, 250, 250]);
    expect(await stored(world)).toEqual(['young']);
  });

  it('is forgotten every day by itself', async () => {
    const world = await testApp();
    const now = world.clock.now();
    const { retentionMs } = world.app.config();
    await completed(world, 'today', now - retentionMs);
    await completed(world, 'tomorrow', now - retentionMs + DAY);
    await completed(world, 'later', now);
    const forgetting = createDailyForgetting(world.app);
    forgetting.start();
    await world.clock.advance(60_000);
    expect((await stored(world)).sort()).toEqual(['later', 'tomorrow']);
    await world.clock.advance(DAY);
    expect(await stored(world)).toEqual(['later']);
    forgetting.stop();
    await world.clock.advance(2 * retentionMs);
    expect(await stored(world)).toEqual(['later']);
  });

  it('waits a day when the store fails', async () => {
    const world = await testApp();
    await completed(world, 'old', world.clock.now() - 400 * DAY);
    const { app } = world;
    let failures = 1;
    const store = new Proxy(app.store, {
      get: (target, name) =>
        name === 'retention' && failures-- > 0
          ? { forget: () => Promise.reject(new Error('no store')) }
          : (Reflect.get(target, name) as unknown),
    });
    const forgetting = createDailyForgetting({ ...app, store });
    forgetting.start();
    await world.clock.advance(60_000);
    expect(await stored(world)).toEqual(['old']);
    await world.clock.advance(DAY);
    expect(await stored(world)).toEqual([]);
    forgetting.stop();
  });
});
