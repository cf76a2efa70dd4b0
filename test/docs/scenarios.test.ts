import { expect, it } from 'vitest';

import { completeOptions } from '../../src/callback/options.ts';
import { scenarios } from '../../src/callback/scenarios.ts';
import { cellsOf } from './reference-table.ts';

it('docs/reference/scenarios.md lists every scenario with what it sets', () => {
  const inTable = Object.entries(scenarios).map(([name, { strategy, options, does }]) => {
    const set = Object.entries(options).map(([option, value]) => `\`${option}: ${value}\``);
    return [name, `\`${strategy}\``, set.join(', '), does];
  });
  const documented = cellsOf('scenarios.md').filter((cells) => cells.length === 4);
  expect(documented).toEqual(inTable);
});

it.each(Object.entries(scenarios))('the scenario %s has options that go together', (_name, { options }) => {
  expect(completeOptions(options).problems).toEqual([]);
});
