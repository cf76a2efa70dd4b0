import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runScxmlCase, scxmlCases, type ConformanceCase } from '../../src/cli/conformance/scxml-suite.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createChartRunner, type ChartRunner } from '../../src/scxml/chart-runner.ts';
import { ChartSession } from '../support/chart-session.ts';
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

// 201 wants an event that goes over the network before one that does not: only the loopback can promise that.
const overHttp = w3c.filter(({ id, file }) => id !== '201' && /basichttp/i.test(readFileSync(file, 'utf8')));

describe.runIf(overHttp.length > 0)('Basic HTTP event processor, over the network', () => {
  test.each(overHttp)('$id: $about', async (one) => {
    expect(await runScxmlCase(runner, one, { loopback: false })).toEqual({ passed: true });
  });
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
