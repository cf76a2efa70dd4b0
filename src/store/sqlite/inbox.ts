import type { Delivery, SessionEvent } from '../sessions.ts';
import type { Connection } from './connection.ts';

/**
 * Puts events into inboxes. Passed over: one that is in the inbox, one that its session has taken, and any for a
 * session that has ended. One for a session that has not begun or does not exist yet waits for it.
 */
export function deliver(connection: Connection, deliveries: Delivery[]): void {
  for (const { sessionId, event } of deliveries)
    connection.run(
      `INSERT INTO inbox (session_id, event_id, event)
       SELECT ?1, ?2, ?3
       WHERE NOT EXISTS (SELECT 1 FROM journal WHERE session_id = ?1 AND event_id = ?2)
         AND NOT EXISTS (SELECT 1 FROM sessions WHERE id = ?1 AND status IN ('finished', 'failed'))
       ON CONFLICT (session_id, event_id) DO NOTHING`,
      sessionId,
      event.id,
      JSON.stringify(event),
    );
}

/** Events of a session not yet taken, oldest first. */
export function inboxOf(connection: Connection, sessionId: string): SessionEvent[] {
  return connection
    .all<{ event: string }>('SELECT event FROM inbox WHERE session_id = ? ORDER BY no', sessionId)
    .map((row) => JSON.parse(row.event) as SessionEvent);
}

export function removeFromInbox(connection: Connection, sessionId: string, eventId: string): void {
  connection.run('DELETE FROM inbox WHERE session_id = ? AND event_id = ?', sessionId, eventId);
}

export function emptyInbox(connection: Connection, sessionId: string): void {
  connection.run('DELETE FROM inbox WHERE session_id = ?', sessionId);
}
