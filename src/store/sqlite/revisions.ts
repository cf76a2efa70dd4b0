import type { Revision } from '../revisions.ts';
import type { Connection } from './connection.ts';

/** Adds a revision, if it is the next one. */
export function addRevision(connection: Connection, revision: Revision): 'added' | 'stale' {
  if (revisionHead(connection) + 1 !== revision.no) return 'stale';
  insertRevision(connection, revision);
  return 'added';
}

/** Adds a revision; one of that number is left as it is. */
export function insertRevision(connection: Connection, revision: Revision): void {
  const text = JSON.stringify(revision);
  connection.run(
    'INSERT INTO revisions (no, revision) VALUES (?, ?) ON CONFLICT DO NOTHING',
    revision.no,
    text,
  );
}

/** Number of the newest one, 0 before the first. */
export function revisionHead(connection: Connection): number {
  return connection.get<{ no: number | null }>('SELECT max(no) AS no FROM revisions')?.no ?? 0;
}

export function getRevision(connection: Connection, no: number): Revision | null {
  const stored = connection.get<{ revision: string }>('SELECT revision FROM revisions WHERE no = ?', no);
  return stored ? revisionOf(stored) : null;
}

/** Those below `before`, newest first. */
export function listRevisions(connection: Connection, before: number, limit: number): Revision[] {
  const query = 'SELECT revision FROM revisions WHERE no < ? ORDER BY no DESC LIMIT ?';
  return connection.all<{ revision: string }>(query, before, limit).map(revisionOf);
}

/** A row of `revisions` as the port has it. */
export function revisionOf({ revision }: { revision: string }): Revision {
  return JSON.parse(revision) as Revision;
}
