import { catalogue, type ErrorCode } from './error-catalogue.ts';

/** An error that has a code in the catalogue: what went wrong, where, and what to do about it. */
export class RingbackError extends Error {
  readonly code: ErrorCode;
  /** HTTP status with which a request that hits it is answered. */
  readonly status: number;
  readonly remedy: string;
  /** What it is about, such as the field, the file or the id. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, details: Record<string, unknown> = {}, cause?: unknown) {
    const entry = catalogue[code];
    super(fill(entry.message, details), cause === undefined ? undefined : { cause });
    this.name = 'RingbackError';
    this.code = code;
    this.status = entry.status;
    this.remedy = fill(entry.remedy, details);
    this.details = details;
  }
}

/** True for a catalogued error, of the given code if one is named. */
export function isRingbackError(error: unknown, code?: ErrorCode): error is RingbackError {
  return error instanceof RingbackError && (code === undefined || error.code === code);
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function fill(template: string, details: Record<string, unknown>): string {
  return template.replace(/\{(\w+)\}/g, (_, key: string) => wordsOf(details[key] ?? `{${key}}`));
}

function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
