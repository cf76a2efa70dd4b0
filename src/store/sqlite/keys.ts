import type { AccessKey } from '../../callback/access-key.ts';
import type { Connection } from './connection.ts';

/** Keeps a key in place of its version `expectedVersion`; 0: of none. */
export function putKey(connection: Connection, expectedVersion: number, key: AccessKey): 'put' | 'stale' {
  if ((getKey(connection, key.id)?.version ?? 0) !== expectedVersion) return 'stale';
  connection.run(
    'INSERT INTO access_keys (id, key) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET key = excluded.key',
    key.id,
    JSON.stringify(key),
  );
  return 'put';
}

/** Adds a key; one of that name is left as it is. */
export function insertKey(connection: Connection, key: AccessKey): void {
  if (!getKey(connection, key.id)) putKey(connection, 0, key);
}

export function getKey(connection: Connection, id: string): AccessKey | null {
  const stored = connection.get<{ key: string }>('SELECT key FROM access_keys WHERE id = ?', id);
  return stored ? keyOf(stored) : null;
}

/** In the order they were made. */
export function allKeys(connection: Connection): AccessKey[] {
  return connection.all<{ key: string }>('SELECT key FROM access_keys ORDER BY no').map(keyOf);
}

/** A row of `access_keys` as the port has it. */
export function keyOf({ key }: { key: string }): AccessKey {
  return JSON.parse(key) as AccessKey;
}
