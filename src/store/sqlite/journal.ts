import type { JournalEntry } from '../sessions.ts';
import type { Connection } from './connection.ts';

/** Adds a step; false when the session has taken that event before. */
export function appendToJournal(connection: Connection, entry: JournalEntry): boolean {
  const inserted = connection.run(
    `INSERT INTO journal (session_id, event_id, entry) VALUES (?, ?, ?)
     ON CONFLICT (session_id, event_id) DO NOTHING`,
    entry.sessionId,
    entry.event?.id ?? null,
    JSON.stringify(entry),
  );
  return inserted === 1;
}

/** Every step of a session, first to last. */
export function journalOf(connection: Connection, sessionId: string): JournalEntry[] {
  return connection
    .all<{ entry: string }>('SELECT entry FROM journal WHERE session_id = ? ORDER BY no', sessionId)
    .map((row) => JSON.parse(row.entry) as JournalEntry);
}
