import { inPages } from './archive-pages.ts';
import { checkBackup, rowsOfBackup } from './backup-file.ts';
import { totalOf } from './backup-format.ts';
import { readConfiguration } from './command-settings.ts';
import { configuredStore, copying, openStore, shownName } from './open-store.ts';
import { instant } from './table.ts';
import { takeIn } from './take-in.ts';

/**
 * `ringback restore FILE`: into the configured store, which must be empty unless `merge`. Nothing is written before
 * the whole file has been checked.
 *
 * @throws BACKUP_INVALID, STORE_NOT_EMPTY, COPY_DIFFERS, and as `openStore`
 */
export async function restore(file: string, { merge = false }: { merge?: boolean }): Promise<void> {
  const { site, at, counts } = await checkBackup(file);
  const configuration = readConfiguration();
  const name = configuredStore(configuration);
  const store = await openStore(name, configuration, copying);
  try {
    const rows = { pages: inPages(rowsOfBackup(file)), counts };
    await takeIn(store, rows, { name: shownName(name), label: 'restore', merge });
  } finally {
    await store.close();
  }
  const what = `${totalOf(counts)} rows of site ${site} as of ${instant(at)}`;
  console.log(`${what}, ${counts.callback} callbacks, are in the store of site ${configuration.site}`);
}
