import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runScxmlCase, scxmlCases, type ConformanceCase } from '../../src/cli/conformance/scxml-suite.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createChartRunner, type ChartRunner } from '../../src/scxml/chart-runner.ts';
import { compileChart } from '../../src/scxml/compile.ts';
import { ChartSession, noModules } from '../support/chart-session.ts';
import { skippedDocuments, skippedScenarios } from './scxml-skips.ts';

const folder = process.env['RINGBACK_CONFORMANCE'];
const framework = join(
  dirname(createRequire(import.meta.url).resolve('@scion-scxml/test-framework/package.json')),
  'test',
);

function textsBeside(file: string): Record<string, string> {
  const beside = readdirSync(dirname(file)).filter((name) => /\.(txt|js|json)$/.test(name));
  return Object.fromEntries(
    beside.flatMap((name) => {
      const text = readFileSync(join(dirname(file), name), 'utf8');
      return [[name, text]];
    }),
  );
}

function frameworkDocuments(): ConformanceCase[] {
  const place = join(framework, 'w3c-ecma');
  // Documents without a scenario beside them are run by others.
  return readdirSync(place).flatMap((name) => {
    const id = /^test(.+)\.txml\.json$/.exec(name)?.[1];
    if (id === undefined || /-\d$/.test(id)) return [];
    const file = join(place, `test${id}.txml.scxml`);
    return [{ id, file, about: 'ends in pass', skip: skippedDocuments[id] ?? null }];
  });
}

if (folder === undefined)
  console.warn(
    'RINGBACK_CONFORMANCE is not set: of the W3C documents only those of @scion-scxml/test-framework are run',
  );

const w3c = folder === undefined ? [] : scxmlCases(join(folder, 'scxml-irp'));
const suites: [string, ConformanceCase[]][] = [
  ['implementation report plan', w3c],
  ['@scion-scxml/test-framework', frameworkDocuments()],
];

let runner: ChartRunner;
beforeAll(async () => {
  runner = await createChartRunner({ threads: 1, clock: systemClock });
});
afterAll(() => runner.close());

describe.each(suites.filter(([, documents]) => documents.length > 0))('W3C SCXML 1.0: %s', (_, documents) => {
  test.each(documents.filter(({ skip }) => skip === null))('$id: $about', async (one) => {
    expect(await runScxmlCase(runner, one)).toEqual({ passed: true });
  });
});

// 201 wants an event that goes over the network before one, sent after it, that stays in the session. SCXML §6.2 and D.2
// order nothing between processors, and a session that waited for every answer could be held up by anybody: only the
// loopback of the server, where both lie in one queue, promises it.
const overHttp = w3c.filter(({ id, file }) => id !== '201' && /basichttp/i.test(readFileSync(file, 'utf8')));

describe.runIf(overHttp.length > 0)('Basic HTTP event processor, over the network', () => {
  test.each(overHttp)('$id: $about', async (one) => {
    expect(await runScxmlCase(runner, one, { loopback: false })).toEqual({ passed: true });
  });
});

describe('documents that are judged by what they log', () => {
  const documentOf = (id: string): string =>
    readFileSync(join(framework, 'w3c-ecma', `test${id}.txml.scxml`), 'utf8');

  test('178: both values of a name that is given twice are in the message', async () => {
    const session = await ChartSession.started(documentOf('178'));
    expect(session.logs).toEqual(['Var1=2&Var1=3']);
    expect(session.leaves).toEqual(['final']);
  });

  test('230: an event that is forwarded has the same fields as the original', async () => {
    const session = await ChartSession.started(documentOf('230'));
    const [first, second] = Object.values(
      Object.groupBy(
        session.trace.filter((item) => item.kind === 'log'),
        ({ invoke = '' }) => invoke,
      ),
    ).map((items = []) => items.map((item) => item.kind === 'log' && [item.label, item.text]));
    expect(first).toContainEqual(['name is ', 'childToParent']);
    expect(second).toEqual(first);
  });

  test('250: a child that is cancelled leaves its states', async () => {
    const session = await ChartSession.started(documentOf('250'));
    expect(session.logs).toEqual(['Exiting sub01', 'Exiting sub0']);
  });

  test('301: a script that cannot be read is refused with its document', () => {
    const { chart, problems } = compileChart({ text: documentOf('301'), file: '301', registry: noModules });
    expect(chart).toBeNull();
    expect(problems).toMatchObject([{ code: 'source-missing', line: 3 }]);
  });
});

test('a skipped document does not pass unnoticed', async () => {
  const skipped = frameworkDocuments().filter(({ skip }) => skip !== null);
  expect(skipped.map(({ id }) => id).toSorted()).toEqual(Object.keys(skippedDocuments).toSorted());
  const passing: string[] = [];
  for (const one of skipped) if ((await runScxmlCase(runner, one)).passed) passing.push(one.id);
  expect(passing).toEqual([]);
});

interface Scenario {
  initialConfiguration: string[];
  events: { event: { name: string; data?: string }; after?: number; nextConfiguration: string[] }[];
}

describe('scenarios of @scion-scxml/test-framework', () => {
  const folders = readdirSync(framework).filter((name) => name !== 'w3c-ecma');
  const files = folders
    .flatMap((name) => readdirSync(join(framework, name)).map((file) => `${name}/${file}`))
    .filter((name) => name.endsWith('.scxml') && !(name in skippedScenarios));

  test.each(files)('%s', async (name) => {
    const file = join(framework, name);
    const scenario = JSON.parse(readFileSync(file.replace(/scxml$/, 'json'), 'utf8')) as Scenario;
    const session = await ChartSession.started(readFileSync(file, 'utf8'), { files: textsBeside(file) });
    expect(session.leaves.toSorted()).toEqual(scenario.initialConfiguration.toSorted());
    for (const { event, after = 0, nextConfiguration } of scenario.events) {
      session.advance(after).send(event.name, event.data ?? null);
      expect(session.leaves.toSorted()).toEqual(nextConfiguration.toSorted());
    }
  });
});
