import fc from 'fast-check';
import { expect } from 'vitest';

import type { App } from '../../src/app/ports.ts';
import { seededRandom } from '../../src/core/random.ts';
import { recordingOf } from '../../src/app/recording.ts';
import { createChartRunner } from '../../src/scxml/chart-runner.ts';
import type { SessionEvent, SessionRow } from '../../src/store/sessions.ts';
import { replay } from '../../src/strategy/replay.ts';
import { stepSession, type Stepper } from '../../src/strategy/step-session.ts';
import { createStepper } from '../../src/strategy/strategies.ts';
import { testApp, type TestApp } from './app.ts';
import { randomChart, randomEvents } from './random-chart.ts';

/** How often each step is made before it is committed: more than once where a crash cut it. */
const crashes = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 13 });

/** Random charts and events on a store, steps cut by crashes among them: every journal replays to the byte. */
export async function replayed(numRuns: number, seed: number): Promise<void> {
  console.log(`replayed runs: ${numRuns}, seed ${seed}`);
  const world = await testApp();
  const live = await createChartRunner({ threads: 0, clock: world.clock });
  const again = await createChartRunner({ threads: 0, clock: world.clock });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(randomChart, randomEvents, crashes, async (text, events, tries) => {
      const id = `run-${++run}`;
      // As it may depend on time and chance.
      const document = text.replace(
        '<datamodel>',
        '<datamodel><data id="drawn" expr="[Math.random(), Date.now()]"/>',
      );
      const row = await begun(world, id, document);
      await walk(world.app, createStepper(world.app.store, live), { row, events, tries });
      const recording = await recordingOf(world.app.store, id);
      const found: (string | null)[] = [];
      for await (const { difference } of replay(recording, again)) found.push(difference);
      expect(found).toEqual(recording.journal.map(() => null));
    }),
    { numRuns, seed },
  );
  await world.app.store.close();
}

async function begun({ app, clock }: TestApp, id: string, document: string): Promise<SessionRow> {
  await app.store.sets.publish({
    hash: id,
    publishedAt: clock.now(),
    files: { 'dialogs/random.scxml': document },
  });
  const row: SessionRow = {
    ...{ id, seq: 0, status: 'running', strategy: 'random', setHash: id, chartHash: '', snapshot: null },
    ...{
      callbackId: null,
      interactionId: null,
      params: { run: id },
      startedAt: clock.now(),
      finishedAt: null,
    },
  };
  await app.store.sessions.start({ row, events: [] });
  return row;
}

/** Steps and commits; a try that a crash cut leaves nothing, and the next one has other chance and another time. */
async function walk(
  app: App,
  stepper: Stepper,
  { row, events, tries }: { row: SessionRow; events: [string, number][]; tries: number[] },
): Promise<void> {
  const inputs: (SessionEvent | null)[] = [
    null,
    ...events.map(([name, data], index) => ({ id: `${row.id}:${index}`, name, data })),
  ];
  const random = seededRandom(row.id.length + events.length);
  for (const [index, event] of inputs.entries()) {
    if (row.status !== 'running') return;
    let stepped = await stepSession({ ...app, random }, stepper, row, event);
    for (let left = (tries[index] ?? 1) - 1; left > 0; left--)
      stepped = await stepSession({ ...app, random }, stepper, row, event);
    expect(await app.store.sessions.commit(stepped.commit)).toBe('committed');
    row = stepped.row;
  }
}
