import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { compatibilityPage } from '../../src/cli/compat.ts';
import { compatibility } from '../../src/http/compatibility.ts';
import { cellsOf } from './reference-table.ts';

it('docs/reference/compatibility.md is what `ringback compat --markdown` prints, below its introduction', () => {
  const page = readFileSync(new URL('../../docs/reference/compatibility.md', import.meta.url), 'utf8');
  expect(page.slice(page.indexOf('## Requests')).trim()).toBe(compatibilityPage().trim());
});

it('what options.md calls without effect is ignored here, and nothing else of its table', () => {
  const said = cellsOf('options.md')
    .filter(([, , , meaning]) => meaning?.startsWith('Accepted, without effect'))
    .map(([name]) => name);
  const own = cellsOf('options.md').map(([name]) => name);
  const ignored = compatibility()
    .filter(({ kind, standing, name }) => kind === 'option' && standing === 'ignored' && own.includes(name))
    .map(({ name }) => name)
    .filter((name) => said.includes(name));
  expect(ignored.sort()).toEqual(said.sort());
});

it('says why of whatever is ignored or refused', () => {
  for (const { standing, remark, name } of compatibility())
    if (standing !== 'done') expect(remark, name).not.toBe('');
});
