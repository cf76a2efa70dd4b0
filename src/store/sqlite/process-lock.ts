import { DatabaseSync } from 'node:sqlite';

import { RingbackError } from '../../core/errors.ts';
import { isBusy } from './failure.ts';

/** Holds a store for one process until released, or until the process ends in whatever way. */
export interface ProcessLock {
  release: () => void;
}

/**
 * Takes the store at `path` for this process. The lock is an exclusive transaction on an empty database beside
 * it, hence a lock of the operating system, which goes away with the process even after SIGKILL.
 *
 * @throws STORE_LOCKED when another process (or another store of this one) has it
 */
export function lockStore(path: string): ProcessLock {
  const database = new DatabaseSync(`${path}.lock`, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) throw new RingbackError('STORE_LOCKED', { path }, error);
    throw error;
  }
  return {
    release: () => {
      if (database.isOpen) database.close();
    },
  };
}
