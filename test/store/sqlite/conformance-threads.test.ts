import { describe } from 'vitest';

import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { describeStore } from '../conformance/conformance.ts';
import { temporaryFolder } from './temporary-folder.ts';

const pathOf = temporaryFolder();
let files = 0;

describe('SQLite in a file, with threads', () => {
  describeStore(() => openSqliteStore({ path: pathOf(`store-${files++}.db`), threads: true }), {
    histories: 1,
  });
});
