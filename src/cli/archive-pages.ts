import type { ArchiveReader, ArchiveRow } from '../store/archive.ts';

/** Rows that travel at once. */
const PAGE = 200;

/** Everything in a store, page by page. */
export async function* archivePages(archive: ArchiveReader): AsyncGenerator<ArchiveRow[]> {
  let cursor: string | null = null;
  do {
    const page = await archive.read(cursor, PAGE);
    if (page.rows.length > 0) yield page.rows;
    cursor = page.cursor;
  } while (cursor !== null);
}

/** The same pages from rows that come one by one. */
export async function* inPages(rows: AsyncIterable<ArchiveRow>): AsyncGenerator<ArchiveRow[]> {
  let page: ArchiveRow[] = [];
  for await (const row of rows) {
    page.push(row);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
