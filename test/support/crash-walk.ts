import { expect } from 'vitest';

import { messageOf } from '../../src/core/errors.ts';
import type { Store } from '../../src/store/store.ts';
import { CUSTOMER, expectNothingLeft } from './behaviours.ts';
import { Severing } from './severed.ts';
import { World } from './world.ts';

/** Walks the happy path once for every commit it makes, dying after that one; what went wrong, in words. */
export async function crashWalk(openStore?: () => Promise<Store>): Promise<string[]> {
  const total = await walk(Number.MAX_SAFE_INTEGER, openStore);
  expect(total).toBeGreaterThan(20);
  const failures: string[] = [];
  for (let after = 1; after <= total; after++)
    await walk(after, openStore).catch((error: unknown) => {
      failures.push(`after commit ${after} of ${total}: ${messageOf(error).slice(0, 300)}`);
    });
  return failures;
}

/** The whole happy path, the process dying after its `after`th commit and another taking over. */
async function walk(after: number, openStore?: () => Promise<Store>): Promise<number> {
  const world = await World.create({ composed: false, openStore });
  try {
    const severing = new Severing(after);
    const parts = { store: severing.store(world.store), switch: severing.switch(world.switch) };
    await Promise.race([world.compose(parts), severing.death]);
    const call = world.ring(CUSTOMER, ['1', '1', '1']);
    await world.until(
      async () => severing.dead || (await world.callback())?.state === 'COMPLETED',
      'an end or a crash',
    );
    if (!severing.dead) {
      await world.clock.advance(60_000);
      if (!severing.dead) return severing.commits;
    }
    await world.switch.stop();
    await world.compose({});
    await world.clock.advance(3_600_000);
    const records = await world.callbacks();
    expect(records.length, 'callbacks').toBeLessThanOrEqual(1);
    const [record] = records;
    // Without a callback the caller stays in the queue, and is served there.
    if (record) expect(record, `after commit ${after}: ${record.why}`).toMatchObject({ state: 'COMPLETED' });
    else expect((await world.interaction(call.id)).outcome?.kind).toBe('completed');
    for (const attempt of record?.attempts ?? []) {
      const rings = world.switch.rings().filter((ring) => ring.attempt === attempt.id);
      expect(rings.length, `rings of attempt ${attempt.number}`).toBeLessThanOrEqual(1);
    }
    expect(world.ringsOf(CUSTOMER)).toBeLessThanOrEqual(record?.attempts.length ?? 0);
    await expectNothingLeft(world);
    return severing.commits;
  } finally {
    await world.close();
  }
}
