import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordingOf } from '../../src/app/recording.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createChartRunner, type ChartRunner } from '../../src/scxml/chart-runner.ts';
import type { TraceItem } from '../../src/scxml/step.ts';
import { explain, type ExplainedStep } from '../../src/strategy/explain.ts';
import { behaviours, book } from '../support/behaviours.ts';
import { plugInBehaviours } from '../support/plug-in-behaviours.ts';
import { World } from '../support/world.ts';

let runner: ChartRunner;
beforeAll(async () => void (runner = await createChartRunner({ threads: 0, clock: systemClock })));
afterAll(() => runner.close());

/** All sessions of a world, step by step. */
async function explained(world: World): Promise<ExplainedStep[]> {
  const steps: ExplainedStep[] = [];
  for (const { sessionId } of await world.callbacks())
    for await (const step of explain(await recordingOf(world.store, sessionId ?? ''), runner))
      steps.push(step);
  return steps;
}

test('each decision is a sentence with what its condition saw', async () => {
  const world = await World.create({ service: { options: { _max_dial_attempts: 1 } } });
  await book(world, '+14155550102');
  await world.completed();
  const sentences = (await explained(world)).flatMap((step) => step.sentences);
  await world.close();
  for (const told of [
    'The session begins in Pending > Opening.',
    'From Opening to WaitingForAgentNear, because not closedFor > 0 (closedFor 0).',
    'The callback is QUEUED: waiting in its place for an agent to be near.',
    'From WaitingForAgentNear to Releasing, because queue.submit.done came (near true, vqselected classic).',
    expect.stringMatching(/^Asks for ixn\.createcall \(.*to \+14155550102, timeout 30/),
    expect.stringMatching(
      /^From Dialling to Dialled, because error\.voice\.createcall came .*dialresult BUSY/,
    ),
    'From NotReached to Ended, because attempts >= options._max_dial_attempts (attempts 1, options._max_dial_attempts 1).',
    'The callback is COMPLETED, FAIL_CALL_TO_CUSTOMER: 1 attempts, the last one: BUSY.',
  ])
    expect(sentences).toContainEqual(told);
});

test('whatever happens, each change of state has its sentence, and no step comes out otherwise', async () => {
  let changes = 0;
  for (const { options, run } of [...behaviours.slice(0, 12), ...plugInBehaviours]) {
    const world = await World.create(options);
    await run(world);
    for (const { entry, sentences, difference } of await explained(world)) {
      expect(difference).toBeNull();
      for (const item of entry.trace as unknown as TraceItem[]) {
        if (item.kind !== 'enter') continue;
        changes++;
        expect(
          sentences.some((one) => one.includes(item.state)),
          `${item.state}: ${sentences.join(' ')}`,
        ).toBe(true);
      }
    }
    await world.close();
  }
  expect(changes).toBeGreaterThan(200);
}, 120_000);
