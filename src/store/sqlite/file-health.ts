import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

import { RingbackError } from '../../core/errors.ts';
import type { Connection } from './connection.ts';
import { damaged } from './failure.ts';

/** Up to this size a file is looked through at every start, which takes a fraction of a second. */
const LARGEST_CHECKED = 64 * 2 ** 20;

/** Pages of the file: how many, how many of them are free, and their bytes. */
export interface Pages {
  count: number;
  free: number;
  size: number;
}

/**
 * Looks through the file, if it is small enough for a start.
 *
 * @throws STORE_DOWN when it is damaged, with what to do
 */
export function checkFile(connection: Connection): void {
  const { count, size } = pagesOf(connection);
  if (count * size > LARGEST_CHECKED) return;
  const found = connection.get<{ quick_check: string }>('PRAGMA quick_check(1)')?.quick_check ?? 'ok';
  if (found === 'ok') return;
  throw new RingbackError('STORE_DOWN', { why: damaged(connection.path, found.replaceAll('\n', ' ')) });
}

export function pagesOf(connection: Connection): Pages {
  const pragma = (name: string): number =>
    connection.get<Record<string, number>>(`PRAGMA ${name}`)?.[name] ?? 0;
  return { count: pragma('page_count'), free: pragma('freelist_count'), size: pragma('page_size') };
}

/** What the file, its log and its disk hold, in words. */
export async function describeFile(path: string, pages: Pages): Promise<string> {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const disk = await statfs(dirname(path));
  const free = pages.free === 0 ? '' : `, ${megabytes(pages.free * pages.size)} of it free`;
  return `${path}: ${megabytes(pages.count * pages.size)}${free}, log ${megabytes(log)}, disk with ${megabytes(disk.bavail * disk.bsize)} left`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
