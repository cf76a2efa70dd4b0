import type { Secret } from '../secrets.ts';
import type { Connection } from './connection.ts';

/** Keeps a secret unless there is one of its name; gives the one that is kept. */
export function keepSecret(connection: Connection, secret: Secret): string {
  insertSecret(connection, secret);
  const kept = connection.get<{ value: string }>('SELECT value FROM secrets WHERE name = ?', secret.name);
  return kept?.value ?? secret.value;
}

/** Adds a secret; one of that name is left as it is. */
export function insertSecret(connection: Connection, { name, value }: Secret): void {
  connection.run('INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING', name, value);
}
