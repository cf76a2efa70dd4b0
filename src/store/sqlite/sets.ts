import type { DocumentSet } from '../sets.ts';
import type { Connection } from './connection.ts';

interface Stored {
  hash: string;
  published_at: number;
  files: string;
}

/** Stores a set (once: its hash is its content) and makes it the active one. */
export function publishSet(connection: Connection, set: DocumentSet): void {
  insertSet(connection, set);
  connection.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('active-set', ?)", set.hash);
}

/** Adds a set; one that is there already is left as it is. */
export function insertSet(connection: Connection, set: DocumentSet): void {
  connection.run(
    'INSERT INTO sets (hash, published_at, files) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING',
    set.hash,
    set.publishedAt,
    JSON.stringify(set.files),
  );
}

export function getSet(connection: Connection, hash: string): DocumentSet | null {
  const stored = connection.get<Stored>('SELECT * FROM sets WHERE hash = ?', hash);
  return stored ? setOf(stored) : null;
}

/** A row of `sets` as the port has it. */
export function setOf(stored: Stored): DocumentSet {
  const files = JSON.parse(stored.files) as DocumentSet['files'];
  return { hash: stored.hash, publishedAt: stored.published_at, files };
}

/** Hash of the active set; null before the first was published. */
export function activeSet(connection: Connection): string | null {
  return connection.get<{ value: string }>("SELECT value FROM meta WHERE key = 'active-set'")?.value ?? null;
}
