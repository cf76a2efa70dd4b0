import { createHash, type Hash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

import { systemClock } from '../core/clock.ts';
import { messageOf, RingbackError } from '../core/errors.ts';
import { archiveKinds, type ArchiveCounts, type ArchiveReader } from '../store/archive.ts';
import { archivePages } from './archive-pages.ts';
import { BACKUP_FORMAT, totalOf, type BackupEnd, type BackupHead } from './backup-format.ts';
import { readConfiguration } from './command-settings.ts';
import { compareCounts } from './compare-counts.ts';
import { configuredStore, openForBackup } from './open-store.ts';
import { Progress } from './progress.ts';

/**
 * `ringback backup FILE`: all that the configured store holds, also while a server runs. The file appears when it is
 * complete; one of that name is replaced.
 *
 * @throws BACKUP_FAILED; COPY_DIFFERS when the store changed under a reader without a view of its own; and as
 *   `openForBackup`
 */
export async function backup(file: string): Promise<void> {
  const configuration = readConfiguration();
  const source = await openForBackup(configuredStore(configuration), configuration);
  try {
    const counts = await source.archive.counts();
    const head: BackupHead = {
      format: BACKUP_FORMAT,
      site: configuration.site,
      at: systemClock.now(),
      counts,
    };
    await write(`${file}.part`, head, source.archive);
    renameSync(`${file}.part`, file);
    console.log(`${totalOf(counts)} rows of site ${head.site}, ${counts.callback} callbacks, are in ${file}`);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new RingbackError('BACKUP_FAILED', { file, why: messageOf(error) }, error);
  } finally {
    await source.close();
  }
}

async function write(file: string, head: BackupHead, archive: ArchiveReader): Promise<void> {
  // For its owner alone: it holds telephone numbers and whatever callers said.
  const out = openSync(file, 'w', 0o600);
  try {
    await writeLines(out, head, archive);
    fsyncSync(out);
    closeSync(out);
  } catch (error) {
    closeSync(out);
    rmSync(file);
    throw error;
  }
}

async function writeLines(out: number, head: BackupHead, archive: ArchiveReader): Promise<void> {
  const progress = new Progress('backup', totalOf(head.counts));
  const sum = createHash('sha256');
  const written = Object.fromEntries(archiveKinds.map((kind) => [kind, 0])) as ArchiveCounts;
  append(out, sum, [head]);
  for await (const rows of archivePages(archive)) {
    append(out, sum, rows);
    for (const { kind } of rows) written[kind]++;
    progress.add(rows.length);
  }
  progress.end();
  compareCounts(head.counts, written, 'exactly');
  append(out, null, [{ counts: written, sha256: sum.digest('hex') } satisfies BackupEnd]);
}

function append(out: number, sum: Hash | null, lines: object[]): void {
  const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  sum?.update(bytes);
  for (let at = 0; at < bytes.length;) at += writeSync(out, bytes, at);
}
