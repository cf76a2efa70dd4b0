import { readdirSync, readFileSync } from 'node:fs';

import { expect, it } from 'vitest';
import { parse } from 'yaml';

import { modules } from '../../src/strategy/registry.ts';
import { strategyProblems } from '../../src/strategy/lint.ts';
import { runDocument, type Row } from './run-document.ts';

const rows = parse(readFileSync(new URL('./expectations.yaml', import.meta.url), 'utf8')) as Row[];
const folder = new URL('./documents/', import.meta.url);
const named = readdirSync(folder)
  .filter((file) => file.endsWith('.scxml'))
  .map((file) => file.replace('.scxml', ''));

const actions = new Set<string>();
const errors = new Set<string>();

it.each(rows)(
  '$document',
  async (row) => {
    const told = await runDocument(row);
    expect(told.logs).toEqual(row.logs);
    for (const action of told.actions) actions.add(action);
    for (const error of told.errors) errors.add(error.replace(/ protocol\.\d+$/, ' protocol.STATUS'));
  },
  60_000,
);

it('every document stands in the table', () => {
  expect(rows.map(({ document }) => document).sort()).toEqual(named.sort());
});

// After the documents: what they asked for and were told is known then.
it('every element of the modules of ORS is used by a document, and every one of its error codes comes', () => {
  const ofOrs = modules.filter(({ namespaces }) => namespaces.some((name) => name.includes('genesyslab')));
  const missing = ofOrs.flatMap((module) =>
    Object.entries(module.elements).flatMap(([name, { about, errorEvent }]) => [
      ...(actions.has(`${module.name}.${name}`) ? [] : [`${module.name}:${name}`]),
      ...about.errors.map((code) => `${errorEvent ?? ''} ${code}`).filter((error) => !errors.has(error)),
    ]),
  );
  expect(missing).toEqual([]);
});

it('no code comes that the registry does not name', () => {
  const known = modules.flatMap(({ elements }) =>
    Object.values(elements).flatMap(({ about, errorEvent }) =>
      about.errors.map((code) => `${errorEvent ?? ''} ${code}`),
    ),
  );
  expect([...errors].filter((error) => !known.includes(error))).toEqual([]);
});

it('the check finds nothing in the documents but what always comes back as an error', () => {
  const files = Object.fromEntries(
    readdirSync(new URL('include/', folder)).map((file) => [
      `dialogs/include/${file}`,
      readFileSync(new URL(`include/${file}`, folder), 'utf8'),
    ]),
  );
  const problems = named.flatMap((name) => {
    const text = readFileSync(new URL(`${name}.scxml`, folder), 'utf8');
    return strategyProblems(`dialogs/${name}.scxml`, text, { ...files, [`dialogs/${name}.scxml`]: text });
  });
  expect(problems.filter(({ message }) => !message.includes('only gives an error'))).toEqual([]);
});
