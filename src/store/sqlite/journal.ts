import type { JournalEntry } from '../sessions.ts';
import type { Connection } from './connection.ts';

export function hasTaken(connection: Connection, sessionId: string, eventId: string): boolean {
  const found = connection.get(
    'SELECT 1 FROM journal WHERE session_id = ? AND event_id = ?',
    sessionId,
    eventId,
  );
  return found !== undefined;
}

export function appendToJournal(connection: Connection, entry: JournalEntry): void {
  connection.run(
    'INSERT INTO journal (session_id, event_id, entry) VALUES (?, ?, ?)',
    entry.sessionId,
    entry.event?.id ?? null,
    JSON.stringify(entry),
  );
}

/** Every step of a session, first to last. */
export function journalOf(connection: Connection, sessionId: string): JournalEntry[] {
  return connection
    .all<{ entry: string }>('SELECT entry FROM journal WHERE session_id = ? ORDER BY no', sessionId)
    .map((row) => JSON.parse(row.entry) as JournalEntry);
}
