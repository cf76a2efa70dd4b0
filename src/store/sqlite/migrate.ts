import { RingbackError } from '../../core/errors.ts';
import type { Connection } from './connection.ts';
import { migrations } from './schema.ts';

/**
 * Brings the file to the newest format, whole or not at all.
 *
 * @throws STORE_FORMAT when a newer program wrote it, STORE_DOWN when it is another program's database
 */
export function migrate(connection: Connection): void {
  const found = knownFormatOf(connection);
  const known = migrations.length;
  if (found === known) return;
  connection.script('BEGIN IMMEDIATE');
  try {
    connection.script(
      'CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID',
    );
    for (const migration of migrations.slice(found)) connection.script(migration);
    connection.run("INSERT OR REPLACE INTO meta VALUES ('format', ?)", known);
    connection.script('COMMIT');
  } catch (error) {
    if (connection.inTransaction) connection.script('ROLLBACK');
    throw error;
  }
}

/**
 * True when the file has the newest format.
 *
 * @throws as `migrate`
 */
export function isMigrated(connection: Connection): boolean {
  return knownFormatOf(connection) === migrations.length;
}

function knownFormatOf(connection: Connection): number {
  const found = formatOf(connection);
  const known = migrations.length;
  if (found > known) throw new RingbackError('STORE_FORMAT', { path: connection.path, found, known });
  return found;
}

/** 0 for an empty file. */
function formatOf(connection: Connection): number {
  const tables = connection.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'");
  if (tables.length === 0) return 0;
  const row = tables.some((table) => table.name === 'meta')
    ? connection.get<{ value: unknown }>("SELECT value FROM meta WHERE key = 'format'")
    : undefined;
  if (typeof row?.value === 'number') return row.value;
  const why = `${connection.path} is another program's database: give Ringback a data folder of its own with RINGBACK_DATA`;
  throw new RingbackError('STORE_DOWN', { why });
}
