import { afterEach, expect, test } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import { createChartRunner, type ChartRunner } from '../../src/scxml/chart-runner.ts';
import type { StepRequest } from '../../src/scxml/step-chart.ts';
import type { Snapshot, StepOutcome } from '../../src/scxml/step.ts';
import { noModules, w3c } from '../support/chart-session.ts';

const EVENTS = 8;
const counter = {
  key: 'counter',
  registry: noModules,
  text: w3c(`<datamodel><data id="n" expr="0"/><data id="seen" expr="[]"/></datamodel><state id="s">
    <transition event="go"><script>n = Math.max(n, 0) + 1; seen.push(Math.random());</script><send event="x" delay="1s"/>
    </transition></state>`),
};
const hostile = {
  key: 'hostile',
  registry: noModules,
  text: w3c(`<state id="s"><transition event="go">
    <script>all = []; while (true) all.push(new Array(1000).fill(0));</script></transition></state>`),
};
const runners: ChartRunner[] = [];

afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.close()));
});

async function aRunner(): Promise<ChartRunner> {
  const runner = await createChartRunner({ threads: 1, clock: systemClock });
  runners.push(runner);
  return runner;
}

function request(sessionId: string, seq: number, snapshot: Snapshot | null): StepRequest {
  const inputs = { sessionId, seq, now: seq * 1000, seed: seq, params: {}, reads: {} };
  return { snapshot, event: seq === 1 ? null : { name: 'go', data: null }, inputs };
}

/** All a session says while it takes its events, as text. */
async function life(runner: ChartRunner, chart: typeof counter, sessionId: string): Promise<string[]> {
  const said: string[] = [];
  let snapshot: Snapshot | null = null;
  for (let seq = 1; seq <= EVENTS; seq++) {
    const step = request(sessionId, seq, snapshot);
    const outcome: StepOutcome = await runner.step(chart, step);
    said.push(JSON.stringify(outcome));
    if (outcome.kind === 'stepped') snapshot = outcome.snapshot;
    else {
      // As it stands in the journal: what was read is a part of the step, and of every replay.
      const reads = { watchdog: null };
      said.push(JSON.stringify(await runner.step(chart, { ...step, inputs: { ...step.inputs, reads } })));
      return said;
    }
  }
  return said;
}

test('beside a document whose threads have to be ended all others say what they say without it, to the byte', async () => {
  const names = ['one', 'two', 'three'];
  const alone = await aRunner();
  const expected = await Promise.all(names.map((name) => life(alone, counter, name)));

  const beside = await aRunner();
  const [bad, ...good] = await Promise.all([
    life(beside, hostile, 'bad'),
    ...names.map((name) => life(beside, counter, name)),
  ]);

  expect(good.map((said) => said.join('\n'))).toEqual(expected.map((said) => said.join('\n')));
  expect(bad.at(-2)).toBe('{"kind":"needs","names":["watchdog"]}');
  expect(bad.at(-1)).toContain('error.execution');
  expect(bad.at(-1)).toContain('cut off by the watchdog');
  const { inputs, ...rest } = request(
    'bad',
    2,
    (JSON.parse(bad[0] ?? '') as { snapshot: Snapshot }).snapshot,
  );
  const again = await alone.step(hostile, { ...rest, inputs: { ...inputs, reads: { watchdog: null } } });
  expect(JSON.stringify(again)).toBe(bad.at(-1));
});
