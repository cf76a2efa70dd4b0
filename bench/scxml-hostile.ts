// Hostile documents beside a good session on the same worker thread: how long the main loop was held up at worst, and
// whether the good session went on. Each hostile one is refused when it is published, or ends in error.execution.
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { systemClock } from '../src/core/clock.ts';
import { createChartRunner } from '../src/scxml/chart-runner.ts';
import type { StepOutcome } from '../src/scxml/step.ts';
import { createStrategyLinter } from '../src/strategy/lint.ts';
import { noModules, ring } from './support/ring.ts';

const MOST_LAG_MS = 50;

const scripts = {
  'an endless loop': 'while (true) {}',
  'exploding arrays': 'var all = []; while (true) all.push(new Array(1000).fill(0))',
  'one huge array': 'new Array(2 ** 27).fill(0)',
  'a catastrophic expression': '/(a|b|ab)*c/.test("ab".repeat(100000))',
  'deep recursion': '(function deep() { return deep() + 1; })()',
  'a prototype escape': 'eval("\\"use strict\\"; Object.prototype.leak = 1")',
  'a constructor escape': 'constructor.constructor("return process")()',
};
const head = '<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript">';
const documents = {
  'an entity bomb': `<!DOCTYPE l [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}">]><scxml>&b;</scxml>`,
  'ten megabytes': `${head}<state id="s"/><!--${'x'.repeat(10 * 2 ** 20)}--></scxml>`,
  '100,000 states': `${head}${Array.from({ length: 100_000 }, (_, at) => `<state id="s${at}"/>`).join('')}</scxml>`,
};

const runner = await createChartRunner({ threads: 1, clock: systemClock });
const linter = createStrategyLinter(systemClock);
const good = { key: 'good', text: ring('good', 80).text, registry: noModules };
await step(good.text, 'good', 'good');
await linter.lint('good.scxml', good.text);
const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();
let worst = 0;

// What the machine does to a loop that has nothing to do: to be read beside the rest.
await new Promise((resolve) => setTimeout(resolve, 2_000));
console.log(`  ${'nothing at all'.padEnd(26)} ${(delays.max / 1e6).toFixed(1).padStart(6)} ms`);
delays.reset();
for (const [name, script] of Object.entries(scripts)) {
  const inside = `<onentry><script><![CDATA[${script}]]></script></onentry>`;
  const [outcome, other] = await Promise.all([
    step(`${head}<state id="s">${inside}</state></scxml>`, name, 'bad'),
    step(good.text, 'good', 'good'),
  ]);
  verdict(name, endOf(outcome), JSON.stringify(other).includes('"s0"'));
}
for (const [name, text] of Object.entries(documents)) {
  const [problems, other] = await Promise.all([
    linter.lint('bad.scxml', text),
    step(good.text, 'good', 'good'),
  ]);
  const errors = problems.filter(({ severity }) => severity === 'error');
  verdict(
    name,
    errors[0] ? `refused: ${errors[0].message.slice(0, 60)}` : null,
    JSON.stringify(other).includes('"s0"'),
  );
}

delays.disable();
console.log(
  `main loop's worst lag ${worst.toFixed(1)} ms, under ${MOST_LAG_MS}: ${worst < MOST_LAG_MS ? 'kept' : 'MISSED'}`,
);
if (!(worst < MOST_LAG_MS)) process.exitCode = 1;
await Promise.all([runner.close(), linter.close()]);

function step(text: string, key: string, sessionId: string): Promise<StepOutcome> {
  const inputs = { sessionId, seq: 1, now: 0, seed: 1, params: {}, reads: {} };
  return runner.step({ key, text, registry: noModules }, { snapshot: null, event: null, inputs });
}

function endOf(outcome: StepOutcome): string | null {
  if (outcome.kind === 'needs') return 'ended by the watchdog';
  const error = outcome.trace.find((item) => item.kind === 'error');
  return error ? `${error.name}: ${error.text.slice(0, 60)}` : null;
}

/** A document that got away with it, or that took its neighbour along, makes the process end with exit code 1. */
function verdict(name: string, end: string | null, neighbour: boolean): void {
  const lag = delays.max / 1e6;
  worst = Math.max(worst, lag);
  delays.reset();
  const story = `${end ?? 'NOTHING'}${neighbour ? '' : ', and its NEIGHBOUR'}`;
  console.log(`  ${name.padEnd(26)} ${lag.toFixed(1).padStart(6)} ms  ${story}`);
  if (end === null || !neighbour) process.exitCode = 1;
}
