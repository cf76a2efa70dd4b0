import { expect, it } from 'vitest';

import { optionRules } from '../../src/callback/options.ts';
import { otherOptions } from '../../src/callback/other-options.ts';
import { cellsOf } from './reference-table.ts';

it('docs/reference/options-of-gms.md says of every other option whether it is ignored or refused, and why', () => {
  const inTable = Object.entries(otherOptions).map(([name, { kept, why }]) => {
    const off =
      kept === 'ignored' ? [] : kept.refused.map((value) => (value === '' ? 'nothing' : `\`${value}\``));
    return [name, kept === 'ignored' ? 'ignored' : `refused, but for ${off.join(', ')}`, why];
  });
  expect(cellsOf('options-of-gms.md').sort()).toEqual(inTable.sort());
});

it('no option stands in both tables', () => {
  expect(Object.keys(otherOptions).filter((name) => Object.hasOwn(optionRules, name))).toEqual([]);
});
