import { expect } from 'vitest';

import { messageOf } from '../../src/core/errors.ts';
import type { Store } from '../../src/store/store.ts';
import { CUSTOMER, expectNothingLeft } from './behaviours.ts';
import { Severing } from './severed.ts';
import { World, type WorldOptions } from './world.ts';

/** What a world goes through, once for every commit it makes. */
export interface Course {
  options?: WorldOptions;
  /** Commits it makes at least. */
  least: number;
  /** Starts it, on a world where something runs; `death` resolves if it dies on the way. */
  begin(world: World, death: Promise<void>): void | Promise<void>;
  /** Right before another process takes over. */
  restarting?(): void;
  /** What those outside do once another process has taken over. */
  again?(world: World): Promise<void>;
  over(world: World): Promise<boolean>;
  /** What must hold in the end, whenever the process died. */
  check(world: World): Promise<void>;
}

/** Goes through the course once for every commit it makes, dying after that one; what went wrong, in words. */
export async function crashWalk(course: Course, openStore?: () => Promise<Store>): Promise<string[]> {
  const total = await walk(course, Number.MAX_SAFE_INTEGER, openStore);
  expect(total).toBeGreaterThan(course.least);
  const failures: string[] = [];
  for (let after = 1; after <= total; after++)
    await walk(course, after, openStore).catch((error: unknown) => {
      failures.push(`after commit ${after} of ${total}: ${messageOf(error).slice(0, 300)}`);
    });
  return failures;
}

/** The whole course, the process dying after its `after`th commit and another taking over. */
async function walk(course: Course, after: number, openStore?: () => Promise<Store>): Promise<number> {
  const world = await World.create({ ...course.options, composed: false, openStore });
  try {
    const severing = new Severing(after);
    const parts = { store: severing.store(world.store), switch: severing.switch(world.switch) };
    await Promise.race([world.compose(parts), severing.death]);
    await course.begin(world, severing.death);
    await world.until(async () => severing.dead || (await course.over(world)), 'an end or a crash');
    if (!severing.dead) {
      await world.clock.advance(60_000);
      if (!severing.dead) {
        // Time goes on while it is looked at: what is committed then is no part of the course.
        const { commits } = severing;
        await course.check(world);
        return commits;
      }
    }
    await world.switch.stop();
    course.restarting?.();
    await world.compose({});
    await course.again?.(world);
    await world.clock.advance(3_600_000);
    await course.check(world);
    return severing.commits;
  } finally {
    await world.close();
  }
}

/** A caller who accepts, is rung back and talks to an agent. */
export function aCallback(): Course {
  let call = '';
  return {
    least: 20,
    begin: (world) => void ({ id: call } = world.ring(CUSTOMER, ['1', '1', '1'])),
    over: async (world) => (await world.callback())?.state === 'COMPLETED',
    async check(world) {
      const records = await world.callbacks();
      expect(records.length, 'callbacks').toBeLessThanOrEqual(1);
      const [record] = records;
      // Without a callback the caller stays in the queue, and is served there.
      if (record) expect(record, record.why).toMatchObject({ state: 'COMPLETED' });
      else expect((await world.interaction(call)).outcome?.kind).toBe('completed');
      for (const attempt of record?.attempts ?? []) {
        const rings = world.switch.rings().filter((ring) => ring.attempt === attempt.id);
        expect(rings.length, `rings of attempt ${attempt.number}`).toBeLessThanOrEqual(1);
      }
      expect(world.ringsOf(CUSTOMER)).toBeLessThanOrEqual(record?.attempts.length ?? 0);
      await expectNothingLeft(world);
    },
  };
}
