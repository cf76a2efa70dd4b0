import { RingbackError } from '../core/errors.ts';
import type { ArchiveCounts, ArchiveRow } from '../store/archive.ts';
import type { Store } from '../store/store.ts';
import { totalOf } from './backup-format.ts';
import { compareCounts } from './compare-counts.ts';
import { Progress } from './progress.ts';

interface Rows {
  pages: AsyncIterable<ArchiveRow[]>;
  counts: ArchiveCounts;
}

/**
 * Puts rows into a store, and counts them there. A store that is not empty takes them with `merge` only.
 *
 * @throws STORE_NOT_EMPTY, COPY_DIFFERS
 */
export async function takeIn(
  store: Store,
  { pages, counts }: Rows,
  options: { name: string; label: string; merge: boolean },
): Promise<void> {
  const empty = await store.archive.isEmpty();
  if (!empty && !options.merge) throw new RingbackError('STORE_NOT_EMPTY', { store: options.name });
  const progress = new Progress(options.label, totalOf(counts));
  for await (const rows of pages) {
    await store.archive.write(rows);
    progress.add(rows.length);
  }
  progress.end();
  compareCounts(counts, await store.archive.counts(), empty ? 'exactly' : 'at least');
}
