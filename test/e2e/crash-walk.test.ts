import { describe, expect, it } from 'vitest';

import { CUSTOMER, expectNothingLeft } from '../support/behaviours.ts';
import { Severing } from '../support/severed.ts';
import { World } from '../support/world.ts';

/** The whole happy path, the process dying after its `after`th commit and another taking over. */
async function walk(after: number): Promise<number> {
  const world = await World.create({ composed: false });
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

describe('a process that dies after any commit of a call', () => {
  it('leaves a callback that is carried out or ended by rule, and nobody is rung twice for one attempt', async () => {
    const total = await walk(Number.MAX_SAFE_INTEGER);
    expect(total).toBeGreaterThan(20);
    const failures: string[] = [];
    for (let after = 1; after <= total; after++) {
      try {
        await walk(after);
      } catch (error) {
        failures.push(
          `after commit ${after} of ${total}: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`,
        );
      }
    }
    expect(failures).toEqual([]);
  }, 180_000);
});
