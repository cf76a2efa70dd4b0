import { expect, it } from 'vitest';

import { routeAccess } from '../../src/http/route-access.ts';
import { cellsOf } from './reference-table.ts';

it('docs/reference/access.md says of every request what it takes, in the order of the code', () => {
  expect(cellsOf('access.md').map((row) => row.slice(0, 3))).toEqual(routeAccess.map((row) => [...row]));
});
