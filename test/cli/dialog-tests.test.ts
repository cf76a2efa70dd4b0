import { readdirSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { runFiles, type TestReport } from '../../src/cli/dialog-tests/run-files.ts';
import { isStrategyTest } from '../../src/cli/strategy-tests/read-tests.ts';
import { compileSet, type Files } from '../../src/dialog/compile-set.ts';
import { shippedFiles } from '../dialog/page-world.ts';
import { testConfiguration } from '../support/configuration.ts';

const FILE = 'dialogs/tests/it.yaml';

const small: Files = {
  'dialogs/it.yaml': `
dialog: it
start: ask
defaults: { giveUp: over, noMatch: pardon, sorry: sorry }
steps:
  ask: { menu: ask, keys: { 1: yes, 2: over } }
  yes: { say: thanks, end: hangup, result: { said: "'yes'" } }
  over: { end: queue }
`,
  'prompts/en-US.yaml': 'ask: Press 1.\nthanks: Thank you.\npardon: Pardon?\nsorry: Sorry.\n',
  'prompts/de-DE.yaml': 'ask: Drücken Sie die 1.\nthanks: Danke.\npardon: Wie bitte?\nsorry: Verzeihung.\n',
};

function walk(text: string, files = small): Promise<TestReport> {
  const set = compileSet('set', files);
  return runFiles({ configuration: testConfiguration(), set, files: { [FILE]: text } });
}

test('the dialogs that are shipped pass their tests, with every step, prompt and language reached', async () => {
  const names = readdirSync('dialogs/tests').filter((name) => name.endsWith('.yaml'));
  const files = names
    .map((name): [string, string] => [`dialogs/tests/${name}`, readFileSync(`dialogs/tests/${name}`, 'utf8')])
    .filter(([, text]) => !isStrategyTest(text));
  const shipped = await shippedFiles();
  const set = compileSet('set', shipped);
  const report = await runFiles({
    configuration: testConfiguration(),
    set,
    files: Object.fromEntries(files),
  });
  expect(report.failures).toEqual([]);
  expect(report.coverage.map(({ dialog }) => dialog).sort()).toEqual([...set.dialogs.keys()].sort());
  for (const { dialog, parts } of report.coverage)
    for (const { part, missing } of parts) expect(missing, `${part} of ${dialog}`).toEqual([]);
}, 120_000);

test('a test is walked in every language, and says what it did not reach', async () => {
  const report = await walk(`
dialog: it
tests:
  - name: one
    turns:
      - { hears: Press 1., prompts: [ask], presses: 5 }
      - { hears: Pardon?, prompts: [pardon, ask], presses: 1 }
      - { hears: Thank you., prompts: [thanks] }
    expect: { result: { end: hangup, said: "yes" } }
`);
  expect(report).toMatchObject({ runs: 2, failures: [] });
  expect(report.coverage[0]?.parts.map(({ missing }) => missing)).toEqual([
    ['over'],
    ['en-US sorry', 'de-DE sorry'],
    ['en-US', 'de-DE'],
  ]);
});

test.each([
  ['turns: [{ hears: Press 2. }]', '5:13: test one (en-US): it says "Press 1.", not "Press 2."'],
  ['turns: [{ prompts: [thanks] }]', '5:13: test one (en-US): the prompts are ask, not thanks'],
  ['turns: [{ presses: 1 }, { presses: 1 }]', '5:40: test one (en-US): the dialog is over and takes no key'],
  ['turns: []', '5:12: test one (en-US): the dialog goes on: it says "Press 1."'],
])('%s: what is wrong has its exact position', async (turns, expected) => {
  const { failures } = await walk(`dialog: it\ntests:\n  - name: one\n    expect: {}\n    ${turns}\n`);
  expect(failures[0]).toBe(`${FILE}:${expected}`);
});

test.each([
  ['{ result: { said: "no" } }', '5:31: test one (en-US): said is "yes", not "no"'],
  ['{ booked: { number: "+12025550143" } }', '5:23: test one (en-US): 0 callbacks were booked'],
  ['{ callback: QUEUED }', '5:25: test one (en-US): the callback is none, not QUEUED'],
])('expect %s: what is wrong has its exact position', async (wanted, expected) => {
  const turns = 'turns: [{ presses: 1 }, { prompts: [thanks] }]';
  const { failures } = await walk(`dialog: it\ntests:\n  - name: one\n    ${turns}\n    expect: ${wanted}\n`);
  expect(failures[0]).toBe(`${FILE}:${expected}`);
});

test.each([
  ['dialog: other\ntests: [{ name: one, turns: [], expect: {} }]', '1:9: test there is no dialog "other"'],
  ['dialog: it\ntests: [{ name: one, turn: [], expect: {} }]', '2:9: schema tests.0 needs "turns"'],
  ['dialog: it\ntests: [', '2:9: yaml '],
])('a file with a mistake is refused with its place: %s', async (text, expected) => {
  const { runs, failures } = await walk(text);
  expect(runs).toBe(0);
  expect(failures[0]).toContain(`${FILE}:${expected}`);
});

test('whoever presses nothing waits in virtual time', async () => {
  const { failures } = await walk(`
dialog: it
tests:
  - name: one
    turns: [{ presses: nothing }, { prompts: [ask], presses: nothing }]
    expect: { result: { end: queue } }
  - name: two
    turns: [{ presses: 1, unreachable: true }, { hears: Sorry. }]
    expect: {}
`);
  expect(failures).toEqual([]);
});
