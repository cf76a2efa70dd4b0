import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

import { messageOf, RingbackError } from '../core/errors.ts';
import { archiveKinds, type ArchiveCounts, type ArchiveRow } from '../store/archive.ts';
import { BACKUP_FORMAT, type BackupEnd, type BackupHead } from './backup-format.ts';

/**
 * Reads a backup from its first byte to its last, without keeping it: it is whole and unchanged when this resolves.
 *
 * @throws BACKUP_INVALID with what is wrong
 */
export async function checkBackup(file: string): Promise<BackupHead> {
  const refuse = (why: string): never => {
    throw new RingbackError('BACKUP_INVALID', { file, why });
  };
  const sum = createHash('sha256');
  const counts = completed({});
  let head: BackupHead | null = null;
  let end: Partial<BackupEnd> | null = null;
  for await (const { text, last } of linesOf(file)) {
    const line = parsed(text) ?? refuse('a line of it is no JSON: it was cut off or changed');
    if (last) end = line;
    else sum.update(`${text}\n`);
    if (!head) head = isHead(line) ? line : refuse(`it is no backup of Ringback (${BACKUP_FORMAT})`);
    else if (!last) counts[kindOf(line) ?? refuse('it has a row of an unknown kind')]++;
  }
  if (!head) return refuse('it is empty');
  if (typeof end?.sha256 !== 'string') return refuse('its last line is missing: it was cut off');
  if (end.sha256 !== sum.digest('hex')) refuse('its checksum differs: it was changed');
  // A program that does not know a kind does not count it.
  const told = completed(head.counts);
  const toldAtEnd = completed(end.counts);
  for (const kind of archiveKinds)
    if (counts[kind] !== told[kind] || counts[kind] !== toldAtEnd[kind])
      refuse(`it has ${counts[kind]} rows of kind ${kind} instead of ${told[kind]}`);
  return { ...head, counts: told };
}

/** With 0 for kinds that are not named. */
function completed(counts: Partial<ArchiveCounts> = {}): ArchiveCounts {
  const none = Object.fromEntries(archiveKinds.map((kind) => [kind, 0])) as ArchiveCounts;
  return { ...none, ...counts };
}

/** The rows of a backup that `checkBackup` has found to be whole. */
export async function* rowsOfBackup(file: string): AsyncGenerator<ArchiveRow> {
  let first = true;
  for await (const { text, last } of linesOf(file)) {
    if (!first && !last) yield JSON.parse(text) as ArchiveRow;
    first = false;
  }
}

/** Lines, and which is the last. Not `node:readline`: to that U+2028 ends a line, too. */
async function* linesOf(file: string): AsyncGenerator<{ text: string; last: boolean }> {
  let before: string | null = null;
  let parts: string[] = [];
  try {
    for await (const chunk of createReadStream(file, { encoding: 'utf8' }) as AsyncIterable<string>) {
      const [rest = '', ...begun] = chunk.split('\n');
      parts.push(rest);
      for (const part of begun) {
        if (before !== null) yield { text: before, last: false };
        before = parts.join('');
        parts = [part];
      }
    }
  } catch (error) {
    throw new RingbackError('BACKUP_INVALID', { file, why: messageOf(error) }, error);
  }
  const rest = parts.join('');
  if (before !== null) yield { text: before, last: rest === '' };
  if (rest !== '') yield { text: rest, last: true };
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isHead(line: object): line is BackupHead {
  const { format, site, at, counts } = line as Partial<Record<keyof BackupHead, unknown>>;
  if (format !== BACKUP_FORMAT || typeof counts !== 'object' || counts === null) return false;
  return typeof site === 'string' && Number.isSafeInteger(at);
}

function kindOf(line: Record<string, unknown>): (typeof archiveKinds)[number] | null {
  return archiveKinds.find((kind) => kind === line['kind']) ?? null;
}
