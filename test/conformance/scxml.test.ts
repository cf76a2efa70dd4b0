import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { ChartSession } from '../support/chart-session.ts';
import { skippedDocuments, skippedScenarios } from './scxml-skips.ts';

const LONGEST_MS = 60_000;
const folder = process.env['RINGBACK_CONFORMANCE'];
const framework = join(
  dirname(createRequire(import.meta.url).resolve('@scion-scxml/test-framework/package.json')),
  'test',
);

interface W3cDocument {
  id: string;
  file: string;
  assertion: string;
}

function textsBeside(file: string): Record<string, string> {
  const beside = readdirSync(dirname(file)).filter((name) => /\.(txt|js|json)$/.test(name));
  return Object.fromEntries(
    beside.flatMap((name) => {
      const text = readFileSync(join(dirname(file), name), 'utf8');
      return [name, `file:${name}`, `./${name}`].map((address) => [address, text]);
    }),
  );
}

async function leavesAfter(file: string): Promise<string[]> {
  const session = await ChartSession.started(readFileSync(file, 'utf8'), { files: textsBeside(file) });
  return session.advance(LONGEST_MS).leaves;
}

/** The documents of the W3C implementation report plan that are there. */
function w3cDocuments(): W3cDocument[] {
  if (folder === undefined) return [];
  const { tests } = JSON.parse(readFileSync(join(folder, 'scxml-irp/index.json'), 'utf8')) as {
    tests: { id: string; file: string; assertionText: string }[];
  };
  return tests.map(({ id, file, assertionText }) => ({
    id,
    file: join(folder, 'scxml-irp', file),
    assertion: assertionText,
  }));
}

function selfChecking(): W3cDocument[] {
  if (folder === undefined) return [];
  const place = join(folder, 'scxml-irp/manual-as-auto');
  return readdirSync(place).map((name) => ({
    id: basename(name, '.scxml'),
    file: join(place, name),
    assertion: name,
  }));
}

function frameworkDocuments(): W3cDocument[] {
  const place = join(framework, 'w3c-ecma');
  // Documents without a scenario beside them are judged by a person, or need a web server.
  return readdirSync(place).flatMap((name) => {
    const id = /^test(.+)\.txml\.json$/.exec(name)?.[1];
    return id === undefined
      ? []
      : [{ id, file: join(place, `test${id}.txml.scxml`), assertion: 'ends in pass' }];
  });
}

if (folder === undefined)
  console.warn(
    'RINGBACK_CONFORMANCE is not set: of the W3C documents only those of @scion-scxml/test-framework are run',
  );

const suites: [string, W3cDocument[]][] = [
  ['implementation report plan', w3cDocuments()],
  ['judged by a person, made self-checking', selfChecking()],
  ['@scion-scxml/test-framework', frameworkDocuments()],
];

describe.each(suites.filter(([, documents]) => documents.length > 0))('W3C SCXML 1.0: %s', (_, documents) => {
  const run = documents.filter(({ id }) => !(id in skippedDocuments));
  for (const [reason, skipped] of Map.groupBy(documents, ({ id }) => skippedDocuments[id] ?? ''))
    if (reason !== '') console.warn(`${skipped.length} documents are not run, ${reason}`);

  test.each(run)('$id: $assertion', async ({ file }) => {
    expect(await leavesAfter(file)).toEqual(['pass']);
  });
});

test('a skipped document does not pass unnoticed', async () => {
  const passing: string[] = [];
  for (const { id, file } of frameworkDocuments().filter((one) => one.id in skippedDocuments)) {
    const leaves = await leavesAfter(file).catch((): string[] => []);
    if (leaves.includes('pass')) passing.push(id);
  }
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
