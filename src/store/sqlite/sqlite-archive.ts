import type { ArchiveReader } from '../archive.ts';
import { countArchive, readArchive } from './archive.ts';
import { Connection } from './connection.ts';
import { inCatalogueTerms } from './failure.ts';
import { isMigrated } from './migrate.ts';
import { openSqliteStore } from './sqlite-store.ts';

/** A store to be read only. */
export interface SqliteArchive extends ArchiveReader {
  close(): Promise<void>;
}

/**
 * Everything the store at `path` holds at this moment, also while another process has it: that one goes on, and
 * what it changes is not seen here. Its log grows until `close`.
 *
 * @throws STORE_DOWN when there is no such file or it is unusable, STORE_FORMAT when a newer program wrote it,
 *   STORE_LOCKED when an older program has it open
 */
export async function openSqliteArchive(path: string): Promise<SqliteArchive> {
  try {
    const connection = await openMigrated(path);
    return {
      read: (cursor, limit) => answer(path, () => readArchive(connection, cursor, limit)),
      counts: () => answer(path, () => countArchive(connection)),
      close: () => answer(path, () => connection.close()),
    };
  } catch (error) {
    throw inCatalogueTerms(error, path);
  }
}

async function openMigrated(path: string): Promise<Connection> {
  const connection = openSnapshot(path);
  if (connection) return connection;
  await (await openSqliteStore({ path, threads: false })).close();
  return openMigrated(path);
}

/** Null when the file has an older format. */
function openSnapshot(path: string): Connection | null {
  const connection = new Connection(path, { readOnly: true });
  try {
    connection.run('BEGIN');
    // The first read decides which moment is seen.
    if (isMigrated(connection)) return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
  connection.close();
  return null;
}

async function answer<Result>(path: string, read: () => Result): Promise<Result> {
  try {
    return await Promise.resolve(read());
  } catch (error) {
    throw inCatalogueTerms(error, path);
  }
}
