import type { ArchiveCounts } from '../store/archive.ts';

/**
 * A backup is lines of JSON: a head, a row of the archive each, and an end with the SHA-256 of all the bytes before
 * it.
 */
export const BACKUP_FORMAT = 'ringback-backup-1';

export interface BackupHead {
  format: typeof BACKUP_FORMAT;
  site: string;
  /** When it was taken, epoch ms. */
  at: number;
  counts: ArchiveCounts;
}

export interface BackupEnd {
  counts: ArchiveCounts;
  /** Hexadecimal. */
  sha256: string;
}

/** Rows of all kinds. */
export function totalOf(counts: ArchiveCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
