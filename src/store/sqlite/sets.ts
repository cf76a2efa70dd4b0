import type { DocumentSet } from '../sets.ts';
import type { Connection } from './connection.ts';

/** Stores a set (once: its hash is its content) and makes it the active one. */
export function publishSet(connection: Connection, set: DocumentSet): void {
  connection.run(
    'INSERT INTO sets (hash, published_at, files) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING',
    set.hash,
    set.publishedAt,
    JSON.stringify(set.files),
  );
  connection.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('active-set', ?)", set.hash);
}

export function getSet(connection: Connection, hash: string): DocumentSet | null {
  const stored = connection.get<{ published_at: number; files: string }>(
    'SELECT published_at, files FROM sets WHERE hash = ?',
    hash,
  );
  if (!stored) return null;
  return { hash, publishedAt: stored.published_at, files: JSON.parse(stored.files) as DocumentSet['files'] };
}

/** Hash of the active set; null before the first was published. */
export function activeSet(connection: Connection): string | null {
  return connection.get<{ value: string }>("SELECT value FROM meta WHERE key = 'active-set'")?.value ?? null;
}
