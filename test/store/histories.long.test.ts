import { describe } from 'vitest';

import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { describeHistories } from './conformance/model/histories.ts';

describe('SQLite in memory, in the calling thread', () => {
  describeHistories(() => openSqliteStore({ path: ':memory:', threads: false }), 1_000);
});
