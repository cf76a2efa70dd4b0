import { describe } from 'vitest';

import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { describeFaults } from './faults.ts';

describe('SQLite in memory, in the calling thread', () => {
  describeFaults(() => openSqliteStore({ path: ':memory:', threads: false }));
});
