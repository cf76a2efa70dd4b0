import { describe } from 'vitest';

import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { describeStore } from '../conformance/conformance.ts';

describe('SQLite in memory, in the calling thread', () => {
  describeStore(() => openSqliteStore({ path: ':memory:', threads: false }));
});
