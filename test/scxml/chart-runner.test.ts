import { afterEach, describe, expect, test } from 'vitest';

import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { createChartRunner, type ChartRunner } from '../../src/scxml/chart-runner.ts';
import type { StepRequest } from '../../src/scxml/step-chart.ts';
import type { StepOutcome } from '../../src/scxml/step.ts';
import { noModules, w3c } from '../support/chart-session.ts';

const text = w3c(`<state id="s">
  <transition event="hang"><script>all = []; while (true) all.push(new Array(1000).fill(0));</script></transition>
  <transition event="dig"><script>eval('('.repeat(100000));</script></transition>
  <transition event="go" target="t"/></state><state id="t"/>`);
const chart = { key: 'chart', text, registry: noModules };
const runners: ChartRunner[] = [];

async function aRunner(threads: number, clock = new VirtualClock()): Promise<ChartRunner> {
  const runner = await createChartRunner({ threads, clock });
  runners.push(runner);
  return runner;
}

function request(name: string | null, parts: Partial<StepRequest> = {}): StepRequest {
  const inputs = { sessionId: 's1', seq: 1, now: 0, seed: 1, params: {}, reads: {} };
  return { snapshot: null, event: name === null ? null : { name, data: null }, inputs, ...parts };
}

afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.close()));
});

describe.each([0, 1])('with %i threads', (threads) => {
  test('a chart is stepped, and only sent when it is not there', async () => {
    const runner = await aRunner(threads);
    expect(await runner.step(chart, request('go'))).toMatchObject({ snapshot: { configuration: ['t'] } });
    const known = { ...chart, text: 'never looked at again' };
    expect(await runner.step(known, request('go'))).toMatchObject({ snapshot: { configuration: ['t'] } });
  });

  test('a chart that is no chart is an error', async () => {
    const runner = await aRunner(threads);
    await expect(runner.step({ ...chart, text: '<' }, request(null))).rejects.toThrow();
    expect(await runner.step(chart, request(null))).toMatchObject({ snapshot: { configuration: ['s'] } });
  });

  test('stepped with a cut-off among its reads a session ends, and says why', async () => {
    const runner = await aRunner(threads);
    const { inputs } = request(null);
    const outcome = await runner.step(
      chart,
      request('hang', { inputs: { ...inputs, reads: { watchdog: null } } }),
    );
    expect(outcome).toMatchObject({
      done: true,
      trace: [{ kind: 'event' }, { text: 'the session was ended: it was cut off by the watchdog' }],
    });
  });
});

test('a step that hangs where nothing is counted is ended with its thread; the next has a fresh one', async () => {
  const clock = new VirtualClock();
  const runner = await aRunner(1, clock);
  let outcome: StepOutcome | null = null;
  const hanging = runner.step(chart, request('hang')).then((result) => (outcome = result));
  while (!outcome) await clock.advance(1000);
  expect(await hanging).toEqual({ kind: 'needs', names: ['watchdog'] });
  expect(await runner.step(chart, request('go'))).toMatchObject({ snapshot: { configuration: ['t'] } });
});

test('a script that is nested deeper than a thread can bear is an error of the script', async () => {
  const runner = await aRunner(1);
  const outcome = await runner.step(chart, request('dig'));
  expect(outcome).toMatchObject({ done: false, snapshot: { configuration: ['s'] } });
  expect(JSON.stringify(outcome)).toContain('stack overflow');
});
