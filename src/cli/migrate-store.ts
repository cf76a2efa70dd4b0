import { archivePages } from './archive-pages.ts';
import { totalOf } from './backup-format.ts';
import { readConfiguration } from './command-settings.ts';
import { copying, openExisting, openStore, shownName } from './open-store.ts';
import { takeIn } from './take-in.ts';

/**
 * `ringback migrate FROM TO`: copies everything from one store to another, which must be empty unless `merge`. No
 * server may use either.
 *
 * @throws STORE_UNKNOWN, STORE_NOT_EMPTY, COPY_DIFFERS, and as `openStore`
 */
export async function migrateStore(
  from: string,
  to: string,
  { merge = false }: { merge?: boolean },
): Promise<void> {
  const place = readConfiguration();
  const source = await openExisting(from, place, copying);
  try {
    const target = await openStore(to, place, copying);
    try {
      const counts = await source.archive.counts();
      const rows = { pages: archivePages(source.archive), counts };
      await takeIn(target, rows, { name: shownName(to), label: 'migrate', merge });
      console.log(`${totalOf(counts)} rows, ${counts.callback} callbacks, are in ${shownName(to)}`);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
