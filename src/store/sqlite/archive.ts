import { RingbackError } from '../../core/errors.ts';
import {
  archiveKinds,
  type ArchiveCounts,
  type ArchiveKind,
  type ArchivePage,
  type ArchiveRow,
} from '../archive.ts';
import { archiveTables } from './archive-tables.ts';
import type { Connection } from './connection.ts';

/**
 * The rows after the cursor, kind after kind, each in the order it was added.
 *
 * @throws BAD_REQUEST for a cursor this store did not hand out
 */
export function readArchive(connection: Connection, cursor: string | null, limit: number): ArchivePage {
  let after = parseCursor(cursor);
  const rows: ArchiveRow[] = [];
  for (const kind of archiveKinds.slice(archiveKinds.indexOf(after.kind))) {
    if (kind !== after.kind) after = { kind, no: 0 };
    for (const { no, value } of archiveTables[kind].read(connection, after.no, limit - rows.length)) {
      rows.push({ kind, value } as ArchiveRow);
      after = { kind, no };
    }
    if (rows.length === limit) return { rows, cursor: `${after.kind}.${after.no}` };
  }
  return { rows, cursor: null };
}

function parseCursor(cursor: string | null): { kind: ArchiveKind; no: number } {
  if (cursor === null) return { kind: archiveKinds[0], no: 0 };
  const [, name, no] = /^([a-z-]+)\.(\d{1,15})$/.exec(cursor) ?? [];
  const kind = archiveKinds.find((one) => one === name);
  if (!kind)
    throw new RingbackError('BAD_REQUEST', { what: `the cursor "${cursor}" is not one that was handed out` });
  return { kind, no: Number(no) };
}

/** Takes rows in; those that are there already are left as they are. */
export function writeArchive(connection: Connection, rows: ArchiveRow[]): void {
  // The kind tells which value it is; TypeScript cannot follow that through the lookup.
  for (const { kind, value } of rows) archiveTables[kind].write(connection, value as never);
}

export function countArchive(connection: Connection): ArchiveCounts {
  const counts = archiveKinds.map((kind) => [kind, archiveTables[kind].count(connection)] as const);
  return Object.fromEntries(counts) as ArchiveCounts;
}

export function isArchiveEmpty(connection: Connection): boolean {
  return archiveKinds.every((kind) => archiveTables[kind].read(connection, 0, 1).length === 0);
}
