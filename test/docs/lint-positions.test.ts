import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { loadConfiguration } from '../../src/config/load-configuration.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { formatProblem, type Problem } from '../../src/core/problem.ts';
import { lintFolder } from '../../src/dialog/publish-folder.ts';
import { createStrategyLinter } from '../../src/strategy/lint.ts';
import { compileChart } from '../../src/scxml/compile.ts';
import { noModules } from '../support/chart-session.ts';
import { cellsOf, projectRoot } from './reference-table.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringback-'));
afterAll(() => rmSync(folder, { recursive: true }));

const minimal = `switches: { demo: { kind: simulated } }
services: { classic: { queue: main, caller-id: { number: "+12025550100" } } }
queues: { main: {} }
`;

/** Places and codes of what is said about a configuration. */
function configured(text: string): string[] {
  const file = join(folder, 'it.yaml');
  writeFileSync(file, minimal + text);
  const loaded = loadConfiguration({ file, environment: {} });
  return places('problems' in loaded ? loaded.problems : loaded.warnings);
}

/** And about a strategy beside files. */
function compiled(inside: string, files: Record<string, string> = {}): string[] {
  const namespaces = 'xmlns="http://www.w3.org/2005/07/scxml" xmlns:xi="http://www.w3.org/2001/XInclude"';
  const text = `<scxml version="1.0" profile="ecmascript" ${namespaces}>\n${inside}\n</scxml>`;
  const resolve = (path: string): string | null => files[path] ?? (path === 'p/it.scxml' ? text : null);
  return places(
    compileChart({ text, file: 'it.scxml', path: 'p/it.scxml', registry: noModules, resolve }).problems,
  );
}

function places(problems: Problem[]): string[] {
  return problems.map((problem) => formatProblem(problem).replace(/^.*?([^/]*:\d+:\d+: \S+) .*$/s, '$1'));
}

test('hours, numbers and countries of the configuration', () => {
  expect(configured('hours:\n  office: { time-zone: EST5, weekly: [Mon-Fri 08:00-18:00] }\n')).toEqual([
    'it.yaml:5:24: hours',
  ]);
  expect(configured('numbers:\n  it: { countries: [DE, XX] }\n')).toEqual(['it.yaml:5:25: numbers']);
  expect(configured('numbers:\n  it: { blocked: [] }\n')).toEqual(['it.yaml:5:3: countries']);
  expect(configured('access:\n  keys: { ops: "sha256:9f86d0" }\n')).toEqual(['it.yaml:5:16: hashed-key']);
  expect(configured('do-not-call-lookup: { url: "https://x/", timeout: 11s, cache: 25h }\n')).toEqual([
    'it.yaml:4:28: do-not-call-lookup',
    'it.yaml:4:51: do-not-call-lookup',
    'it.yaml:4:63: do-not-call-lookup',
  ]);
});

test('a file, or a folder, that cannot be read', async () => {
  const loaded = loadConfiguration({ file: join(folder, 'none.yaml'), environment: {} });
  expect('problems' in loaded && places(loaded.problems)).toEqual(['none.yaml:1:1: file']);
  const { problems } = await lintFolder({ folder, questions: {}, lintStrategy: () => [] });
  expect(places(problems)).toEqual(['dialogs:1:1: file', 'prompts:1:1: file']);
});

test('states of a strategy', () => {
  expect(compiled('<state>\n <initial/>\n <state/></state>')).toEqual(['it.scxml:3:2: initial-missing']);
  const many = Array.from({ length: 10_001 }, (_, at) => `<state id="s${at}"/>`).join('');
  expect(compiled(many)).toEqual(['it.scxml:1:1: states-many']);
  expect(compiled('<datamodel>\n  <data id="a" expr="10n"/></datamodel><state/>')).toEqual([
    'it.scxml:3:22: data-lost',
  ]);
});

test('inclusions of a strategy', () => {
  const other = '<scxml xmlns="http://www.w3.org/2005/07/scxml"><state id="y"/></scxml>';
  const included = '<state>\n  <xi:include href="b.scxml" xpointer="x"/></state>';
  expect(compiled(included, { 'p/b.scxml': other })).toEqual(['it.scxml:3:3: include-pointer']);
  expect(compiled('<state id="s">\n  <xi:include href="it.scxml" xpointer="s"/></state>')).toContain(
    'it.scxml:3:3: include-circle',
  );
  const files: Record<string, string> = {};
  for (let level = 0; level < 12; level++)
    files[`p/${level}.scxml`] = other.replace(
      '<state id="y"/>',
      `<state id="s" xmlns:xi="http://www.w3.org/2001/XInclude">${`<xi:include href="${level + 1}.scxml" xpointer="s"/>`.repeat(8)}</state>`,
    );
  files['p/12.scxml'] = other.replace('"y"', '"s"');
  const found = compiled('<state>\n  <xi:include href="0.scxml" xpointer="s"/></state>', files);
  expect(found.filter((one) => one.endsWith('include-many'))).toEqual(['11.scxml:1:315: include-many']);
});

test('a document whose check takes too long', async () => {
  const clock = new VirtualClock();
  const linter = createStrategyLinter(clock);
  await linter.lint('ready.scxml', '<scxml/>');
  const slow = linter.lint('slow.scxml', `<scxml>${'<state/>'.repeat(60_000)}</scxml>`);
  await clock.advance(10_000);
  expect(places(await slow)).toEqual(['slow.scxml:1:1: check-failed']);
  await linter.close();
});

test('every code has a test with its exact position', () => {
  const tests = join(projectRoot, 'test');
  const texts = readdirSync(tests, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(tests, name), 'utf8'));
  const untested = cellsOf('lint.md')
    .map(([code = '']) => code)
    .filter((code) => !texts.some((text) => new RegExp(`:?\\b\\d+:\\d+: ${code}\\b`).test(text)));
  expect(untested).toEqual([]);
});
