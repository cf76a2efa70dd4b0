import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { isRingbackError } from '../../../src/core/errors.ts';

/** Opens the store, says how that went, and holds it until it is killed. */
try {
  await openSqliteStore({ path: process.argv[2]!, threads: true });
  process.stdout.write('open\n');
} catch (error) {
  process.stdout.write(`${isRingbackError(error) ? error.code : String(error)}\n`);
}
