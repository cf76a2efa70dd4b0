import { expect, it } from 'vitest';

import { catalogue } from '../../src/core/error-catalogue.ts';
import { cellsOf } from './reference-table.ts';

it('docs/reference/errors.md says of every error what the catalogue says', () => {
  const inCatalogue = Object.entries(catalogue).map(([code, { status, message, remedy }]) => [
    code,
    String(status),
    message.replaceAll('\n', ' '),
    remedy,
  ]);
  expect(cellsOf('errors.md').sort()).toEqual(inCatalogue.sort());
});
