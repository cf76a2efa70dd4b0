import { expect, it } from 'vitest';

import { optionRules, readOption } from '../../src/callback/options.ts';
import { cellsOf } from './reference-table.ts';

it('docs/reference/options.md lists every option with its default and the values it takes', () => {
  const inTable = Object.entries(optionRules).map(([name, { fallback }]) => {
    const refusal = readOption(name, { an: 'object' });
    const takes = 'why' in refusal ? refusal.why.replace(/^it takes /, '') : '';
    return [name, fallback === '' ? 'nothing' : `\`${fallback}\``, takes];
  });
  const documented = cellsOf('options.md');
  expect(documented.map((cells) => cells.slice(0, 3)).sort()).toEqual(inTable.sort());
  for (const [name, , , meaning] of documented) expect(meaning, name).toBeTruthy();
});
