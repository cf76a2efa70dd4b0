import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { isRingbackError } from '../../../src/core/errors.ts';
import { callback, create, interaction } from '../conformance/make.ts';

/** Fills the disk, and says what was acknowledged, the error it met, its health, and whether reads still work. */
const store = await openSqliteStore({ path: process.argv[2]!, threads: true });
const say = (what: object): unknown => process.stdout.write(`${JSON.stringify(what)}\n`);
const acknowledged: string[] = [];
try {
  for (let n = 0; ; n++) {
    const record = callback(`c${n}`, { why: 'x'.repeat(20_000) });
    await store.callbacks.create(create(record));
    acknowledged.push(record.id);
  }
} catch (error) {
  say({ acknowledged, code: isRingbackError(error) ? error.code : null, message: String(error) });
}
const health = await store.health();
const pages = await Promise.all(acknowledged.map((id) => store.callbacks.get(id)));
say({ health, readable: pages.filter((record) => record !== null).length });
await store.interactions
  .add(interaction('i1', { to: 'x'.repeat(100_000) }))
  .catch((error: unknown) => say({ code: isRingbackError(error) ? error.code : null }));
process.exit();
