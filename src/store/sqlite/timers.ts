import type { StoredTimer } from '../sessions.ts';
import type { Connection } from './connection.ts';
import { deliver } from './inbox.ts';
import { beginPlanned, nextPlanned } from './session-rows.ts';

interface Stored {
  session_id: string;
  key: string;
  due_at: number;
  event: string;
}

/** Clears first: a key that is cleared and set by the same step stays set. */
export function changeTimers(
  connection: Connection,
  sessionId: string,
  timers: { set: StoredTimer[]; clear: string[] },
): void {
  for (const key of timers.clear)
    connection.run('DELETE FROM timers WHERE session_id = ? AND key = ?', sessionId, key);
  // REPLACE rather than an upsert: among timers due at the same instant the newest comes last.
  for (const { key, dueAt, event } of timers.set)
    connection.run(
      'INSERT OR REPLACE INTO timers (session_id, key, due_at, event) VALUES (?, ?, ?, ?)',
      sessionId,
      key,
      dueAt,
      JSON.stringify(event),
    );
}

export function clearTimers(connection: Connection, sessionId: string): void {
  connection.run('DELETE FROM timers WHERE session_id = ?', sessionId);
}

/** Timers due up to `until`, earliest first, those of the same instant in the order they were set. */
export function timersDue(connection: Connection, until: number, limit: number): StoredTimer[] {
  return connection
    .all<Stored>('SELECT * FROM timers WHERE due_at <= ? ORDER BY due_at, no LIMIT ?', until, limit)
    .map(timerOf);
}

/** Moves due timers into the inboxes of their sessions, and lets planned sessions begin. */
export function fireTimers(connection: Connection, until: number, limit: number): string[] {
  const due = timersDue(connection, until, limit);
  deliver(connection, due);
  for (const { sessionId, key } of due)
    connection.run('DELETE FROM timers WHERE session_id = ? AND key = ?', sessionId, key);
  const begun = beginPlanned(connection, until, limit);
  return [...new Set([...due.map(({ sessionId }) => sessionId), ...begun])];
}

/** The earliest due instant of any timer or planned session. */
export function nextTimer(connection: Connection): number | null {
  const timer = connection.get<{ due: number | null }>('SELECT min(due_at) AS due FROM timers')?.due ?? null;
  const planned = nextPlanned(connection);
  if (timer === null || planned === null) return timer ?? planned;
  return Math.min(timer, planned);
}

/** A row of `timers` as the port has it. */
export function timerOf(stored: Stored): StoredTimer {
  return {
    sessionId: stored.session_id,
    key: stored.key,
    dueAt: stored.due_at,
    event: JSON.parse(stored.event) as StoredTimer['event'],
  };
}
