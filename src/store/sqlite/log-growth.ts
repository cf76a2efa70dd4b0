import type { Connection } from './connection.ts';

/** 16 MB of log in pages of 4 kB: few checkpoints under load, and still a quick start after a crash. */
const FRAMES_WORTH_IT = 4_000;

/**
 * Folds the log into the file when it has grown long. To be called when nobody waits for a commit. What a reader of an
 * older state still needs stays in the log, and is tried again when as much has been added once more.
 */
export class Checkpoints {
  readonly #connection: Connection;
  #leftOver = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  whenDue(): void {
    if (this.#unfolded('NOOP') >= FRAMES_WORTH_IT + this.#leftOver)
      this.#leftOver = this.#unfolded('PASSIVE');
  }

  /** Frames of the log that are not in the file, after a checkpoint of that kind. */
  #unfolded(kind: 'NOOP' | 'PASSIVE'): number {
    const sql = `PRAGMA wal_checkpoint(${kind})`;
    const { log = 0, checkpointed = 0 } =
      this.#connection.get<{ log: number; checkpointed: number }>(sql) ?? {};
    return log - checkpointed;
  }
}
