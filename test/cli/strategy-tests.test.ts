import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import type { Configuration } from '../../src/callback/configuration.ts';
import { runStrategyFiles, type StrategyReport } from '../../src/cli/strategy-tests/run-files.ts';
import { loadConfiguration } from '../../src/config/load-configuration.ts';
import { shippedDocuments } from '../support/world.ts';

function shipped(): Configuration {
  const loaded = loadConfiguration({ file: 'config/ringback.yaml', environment: {} });
  if ('problems' in loaded) throw new Error('the shipped configuration has mistakes');
  return loaded.configuration;
}

function run(...tests: string[]): Promise<StrategyReport> {
  return runWith(shipped(), tests);
}

async function runWith(configuration: Configuration, tests: string[]): Promise<StrategyReport> {
  const files = Object.fromEntries(tests.map((text, index) => [`dialogs/tests/${index}.yaml`, text]));
  return runStrategyFiles({
    configuration,
    documents: await shippedDocuments(),
    files,
  });
}

test.each(['callback', 'classic-calls', 'access-calls', 'user-originated', 'desk'])(
  'the strategy of %s passes its tests, with every state and transition reached',
  async (name) => {
    const report = await run(readFileSync(`dialogs/tests/${name}.yaml`, 'utf8'));
    expect(report.failures).toEqual([]);
    for (const { parts } of report.coverage)
      for (const { part, missing } of parts) expect(missing, part).toEqual([]);
  },
  180_000,
);

test('a number of a test is met as the test says, though the project has it for something else', async () => {
  const configuration = shipped();
  const taken = { number: '8200', strategy: 'classic', service: 'classic', language: null };
  configuration.routingPoints = [...configuration.routingPoints, taken];
  const report = await runWith(configuration, [readFileSync('dialogs/tests/desk.yaml', 'utf8')]);
  expect(report.failures).toEqual([]);
});

const head = 'strategy: callback\ntests:\n';
const booked = '[{ book: { number: "+14155550102" } }]';

test('what comes out otherwise is said with its place, and what there was instead', async () => {
  const given = '{ agents: ["1001"], options: { _max_dial_attempts: 1 } }';
  const one = (then: string): string =>
    `${head}  - name: one\n    given: ${given}\n    when: ${booked}\n    then:\n      ${then}\n`;
  const failures = async (then: string): Promise<string> => (await run(one(then))).failures.join('\n');
  expect(await failures('states: [NotReached, Ended]')).toBe('');
  expect(await failures('states: [Ended, NotReached]')).toMatch(
    /:7:23: test one: no NotReached after Ended; there were Pending/,
  );
  expect(await failures('never: [NotReached]')).toContain('NotReached was entered');
  expect(await failures('actions: [ixn.redirect]')).toMatch(
    /no ixn\.redirect; there were queue\.submit, ixn\.createcall/,
  );
  expect(await failures('reason: AGENT_CONNECTED')).toContain(
    'expected "AGENT_CONNECTED", found "FAIL_CALL_TO_CUSTOMER"',
  );
  expect(await failures('attempts: [BUSY, BUSY]')).toContain('expected ["BUSY","BUSY"], found ["BUSY"]');
  expect(await failures('kvps: { _CB_NOTHING: 1 }')).toContain('expected 1, found null');
});

test('mistakes in a test are told with their place', async () => {
  const when = (event: string): string => `${head}  - { name: one, when: [${event}], then: {} }\n`;
  const failed = async (text: string): Promise<string> => (await run(text)).failures.join('\n');
  expect(await failed('strategy: callback\ntests: []\n')).toMatch(/0\.yaml:2:\d+: /);
  expect(await failed('strategy: nothing\ntests: [{ name: a, when: [], then: {} }]\n')).toContain(
    'there is no strategy "nothing"',
  );
  expect(await failed(when(''))).toContain('no session of callback began');
  expect(await failed(when('{ untill: Ended }'))).toMatch(/:3:\d+: .*untill/);
  expect(await failed(when('{ cancel: true }'))).toContain('there is no callback');
  expect(await failed(when('{ until: Dialing }'))).toContain('there is no state Dialing (did you mean');
  expect(await failed(when('{ hangup: "+14155550100" }'))).toContain('nobody with keys is at +14155550100');
  expect(await failed(when('{ agent: "77" }'))).toContain('there is no agent "77"');
  expect(await failed(when('{ book: { number: "+14155550100" } }, { until: Talking }'))).toContain(
    'Talking was not entered within a day',
  );
  const given = `${head}  - { name: one, given: { options: { _ttl: x } }, when: [], then: {} }\n`;
  expect(await failed(given)).toContain('option _ttl');
});

test('what was not reached is named by its line', async () => {
  const { coverage } = await run(`${head}  - { name: one, when: ${booked}, then: {} }\n`);
  const [states, transitions] = coverage[0]?.parts ?? [];
  expect(states?.missing).toContain('Talking');
  expect(transitions?.missing).toContainEqual(
    expect.stringMatching(/^line \d+: Talking on interaction\.deleted$/),
  );
  expect(transitions?.reached).toBeLessThan(transitions?.all ?? 0);
});
