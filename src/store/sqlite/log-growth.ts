import type { Connection } from './connection.ts';

/** 16 MB of log in pages of 4 kB: few checkpoints under load, and still a quick start after a crash. */
const FRAMES_WORTH_IT = 4_000;

/** Watches how much of the log is not yet in the file. */
export class LogGrowth {
  readonly #connection: Connection;
  /** The least there has been since it was last worth folding: what a reader of an older state still needs stays. */
  #least = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Whether so much has come that it is worth folding; true once for each such growth. */
  isWorthFolding(): boolean {
    const frames = checkpoint(this.#connection, 'NOOP');
    this.#least = Math.min(this.#least, frames);
    if (frames - this.#least < FRAMES_WORTH_IT) return false;
    this.#least = frames;
    return true;
  }
}

/** Folds what nobody still needs of the log into the file. What the disk refuses stays: commits tell of a bad disk. */
export function foldLog(connection: Connection): void {
  try {
    checkpoint(connection, 'PASSIVE');
  } catch {
    // All of it is still in the log, and is tried again when that has grown once more.
  }
}

/** Frames of the log that are not in the file afterwards. */
function checkpoint(connection: Connection, kind: 'NOOP' | 'PASSIVE'): number {
  const sql = `PRAGMA wal_checkpoint(${kind})`;
  const { log = 0, checkpointed = 0 } = connection.get<{ log: number; checkpointed: number }>(sql) ?? {};
  return log - checkpointed;
}
