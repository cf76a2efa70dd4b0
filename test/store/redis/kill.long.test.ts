import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { seededRandom } from '../../../src/core/random.ts';
import { hasRedis, openSite, OwnRedis } from '../../support/own-redis.ts';
import { callback, create, event, next, session, step } from '../conformance/make.ts';

const SEEDS = 200;

describe.runIf(hasRedis)('a Redis killed by SIGKILL at a random moment', () => {
  let redis: OwnRedis;
  beforeAll(async () => {
    redis = await OwnRedis.start();
  });
  afterAll(() => redis.stop());

  it(`has everything it acknowledged, ${SEEDS} times`, async () => {
    for (let seed = 1; seed <= SEEDS; seed++) await killOnce(redis, seed);
  }, 1_200_000);
});

/** Writers that note what was acknowledged, a kill in the middle, and a look at what is there after. */
async function killOnce(redis: OwnRedis, seed: number): Promise<void> {
  const random = seededRandom(seed);
  const site = `kill-${seed}`;
  const store = await openSite(redis, site);
  const acknowledged = { created: new Set<string>(), changed: new Set<string>(), steps: 0 };
  const killAfter = 5 + Math.floor(random.next() * 60);
  let answers = 0;
  const dead = Promise.withResolvers<undefined>();
  const answered = (): void => {
    if (++answers === killAfter) void redis.kill().then(() => dead.resolve(undefined));
  };
  const writer = async (name: number): Promise<void> => {
    for (let at = 0; ; at++) {
      const record = callback(`c${name}-${at}`);
      await store.callbacks.create(create(record));
      acknowledged.created.add(record.id);
      answered();
      const change = { deliveries: [], session: null, slot: 'keep' as const, facts: [] };
      await store.callbacks.change({ expectedVersion: 1, record: next(record), ...change });
      acknowledged.changed.add(record.id);
      answered();
    }
  };
  const stepper = async (): Promise<void> => {
    await store.sessions.start(session('s1'));
    for (let at = 0; ; at++) {
      await store.sessions.commit(step('s1', at, event(`e${at}`)));
      acknowledged.steps = at + 1;
      answered();
    }
  };
  const writers = [stepper(), ...Array.from({ length: 8 }, (_, name) => writer(name))];
  for (const one of writers) one.catch(() => undefined);
  await dead.promise;
  await store.close();
  await Promise.allSettled(writers);
  await redis.up();
  const again = await openSite(redis, site);
  const why = `seed ${seed}`;
  for (const id of acknowledged.created) expect(await again.callbacks.get(id), why).not.toBeNull();
  for (const id of acknowledged.changed)
    expect(await again.callbacks.get(id), why).toMatchObject({ version: 2 });
  expect((await again.sessions.get('s1'))?.seq ?? 0, why).toBeGreaterThanOrEqual(acknowledged.steps);
  expect(await again.sessions.journal('s1'), why).toHaveLength((await again.sessions.get('s1'))?.seq ?? 0);
  await again.close();
}
