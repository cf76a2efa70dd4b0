import type { ErrorCode } from '../../core/error-catalogue.ts';
import { messageOf, RingbackError } from '../../core/errors.ts';

/** An error as it travels between threads: catalogued, or (without a code) a mistake of the program. */
export interface Failure {
  code: ErrorCode | null;
  details: Record<string, unknown>;
  message: string;
  stack: string | null;
}

const BUSY = 5;
const CANTOPEN = 14;

/**
 * What to tell about SQLite's primary result codes that blame the machine or the file
 * (https://sqlite.org/rescode.html); any other code blames the statement or its values.
 */
const causes: Record<number, (path: string, said: string) => string> = {
  [BUSY]: (path, said) => `${path} is locked (${said}): end whatever else has the file open`,
  // SQLITE_NOMEM
  7: (_, said) => `there is no memory left (${said})`,
  // SQLITE_READONLY
  8: (path, said) => `${path} cannot be written (${said}): check who owns the file and its folder`,
  // SQLITE_IOERR
  10: (path, said) => `reading or writing ${path} failed (${said}): check the disk and the space left on it`,
  // SQLITE_CORRUPT
  11: damaged,
  // SQLITE_FULL
  13: (path, said) => `the disk of ${path} is full (${said}): make room; nothing needs a restart`,
  [CANTOPEN]: (path, said) =>
    `${path} cannot be opened (${said}): check that its folder exists and who owns it`,
  // SQLITE_PROTOCOL
  15: (path, said) => `${path} cannot be locked (${said}): keep it on a local disk`,
  // SQLITE_NOTADB
  26: damaged,
};

/** What to do about a damaged file. */
export function damaged(path: string, said: string): string {
  return `${path} is damaged (${said}): restore a backup, or move it away with its -wal and -shm files to begin empty`;
}

/** True when a lock is held by somebody else. */
export function isBusy(error: unknown): boolean {
  return primaryCode(error) === BUSY;
}

/** True when the machine or the file failed, so that nothing after it in the same transaction can be trusted. */
export function isDown(error: unknown): boolean {
  const code = primaryCode(error);
  return code !== null && code in causes;
}

/** Puts an error in the terms of the catalogue: failures of the machine become STORE_DOWN with what to do. */
export function inCatalogueTerms(error: unknown, path: string): unknown {
  const code = isSystemError(error) ? CANTOPEN : primaryCode(error);
  const why = code === null ? undefined : causes[code]?.(path, messageOf(error));
  return why === undefined ? error : new RingbackError('STORE_DOWN', { why }, error);
}

export function toFailure(error: unknown, path: string): Failure {
  const told = inCatalogueTerms(error, path);
  const stack = told instanceof Error ? (told.stack ?? null) : null;
  if (told instanceof RingbackError)
    return { code: told.code, details: { ...told.details }, message: told.message, stack };
  return { code: null, details: {}, message: messageOf(told), stack };
}

export function fromFailure(failure: Failure): Error {
  if (failure.code) return new RingbackError(failure.code, failure.details);
  const error = new Error(failure.message);
  if (failure.stack !== null) error.stack = failure.stack;
  return error;
}

/** SQLite's primary result code: the low byte of the extended one. Null for any other kind of error. */
function primaryCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}

/** What `node:fs` throws when the folder cannot be made. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
