import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

import type { Store } from '../store.ts';
import { newBell } from './bell.ts';
import { Connection } from './connection.ts';
import { Executor } from './executor.ts';
import { inCatalogueTerms } from './failure.ts';
import { checkFile } from './file-health.ts';
import { localLane } from './local-lane.ts';
import { migrate } from './migrate.ts';
import { portOver } from './port.ts';
import { lockStore, type ProcessLock } from './process-lock.ts';
import { restartedLane } from './restarted-lane.ts';
import { runLookUps, runReads, runWrites } from './transaction.ts';
import { workerLane } from './worker-lane.ts';

const MEMORY = ':memory:';

/**
 * Opens the embedded store, which is made when it is not there, and takes it for this process alone.
 *
 * `path` is the database file, or `:memory:`. `threads: true` gives one thread to changes, which commits what has
 * gathered in one transaction, one to reads and one to folding the log into the file; look-ups are done in the calling
 * thread (decision 0011). `threads: false` does everything in the calling thread, at once.
 *
 * @throws STORE_LOCKED when another process has it, STORE_FORMAT when a newer program wrote it, STORE_DOWN when the
 *   file or its folder is unusable
 */
export async function openSqliteStore(options: { path: string; threads: boolean }): Promise<Store> {
  const { path, threads } = options;
  if (path === MEMORY) {
    if (threads) throw new Error('a store in memory belongs to one thread');
    return portOver(openHere(path), null, () => undefined);
  }
  let lock: ProcessLock | null = null;
  try {
    mkdirSync(dirname(path), { recursive: true });
    lock = lockStore(path);
    const executor = threads ? await openThreads(path) : openHere(path);
    return portOver(executor, path, lock.release);
  } catch (error) {
    lock?.release();
    throw inCatalogueTerms(error, path);
  }
}

function openHere(path: string): Executor {
  const connection = openMigrated(path);
  return new Executor(localLane(connection, runWrites), localLane(connection, runReads));
}

async function openThreads(path: string): Promise<Executor> {
  openMigrated(path).close();
  const grown = newBell();
  const opening = [
    restartedLane(() => workerLane({ path, kind: 'writer', bell: newBell(), grown })),
    restartedLane(() => workerLane({ path, kind: 'reader', bell: newBell(), grown: null })),
    restartedLane(() => workerLane({ path, kind: 'checkpointer', bell: grown, grown: null })),
  ] as const;
  try {
    const [writer, reader, checkpointer] = await Promise.all(opening);
    const near = localLane(new Connection(path), runLookUps);
    return new Executor(writer, reader, { checkpointer, near });
  } catch (error) {
    for (const opened of await Promise.allSettled(opening))
      if (opened.status === 'fulfilled') await opened.value.close();
    throw error;
  }
}

function openMigrated(path: string): Connection {
  const connection = new Connection(path);
  try {
    checkFile(connection);
    migrate(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
  return connection;
}
