import type { InteractionRecord } from '../../callback/record.ts';
import type { SessionRow, SessionStart } from '../sessions.ts';
import type { Connection } from './connection.ts';
import { deliver } from './inbox.ts';
import { addInteraction } from './interactions.ts';

interface Stored {
  id: string;
  seq: number;
  status: SessionRow['status'];
  strategy: string;
  set_hash: string;
  chart_hash: string;
  callback_id: string | null;
  interaction_id: string | null;
  params: string;
  snapshot: string | null;
  started_at: number;
  finished_at: number | null;
}

/** Adds a session, its first events and the legs that came with it; nothing when the session is there already. */
export function startSession(
  connection: Connection,
  start: SessionStart,
  interactions: InteractionRecord[],
): 'started' | 'exists' {
  if (!insertSession(connection, start.row)) return 'exists';
  for (const record of interactions) addInteraction(connection, record);
  deliver(
    connection,
    start.events.map((event) => ({ sessionId: start.row.id, event })),
  );
  return 'started';
}

/** Adds a session; false when it is there already. */
export function insertSession(connection: Connection, row: SessionRow): boolean {
  const inserted = connection.run(
    `INSERT INTO sessions (id, seq, status, strategy, set_hash, chart_hash, callback_id, interaction_id, params,
       snapshot, started_at, finished_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    row.id,
    row.seq,
    row.status,
    row.strategy,
    row.setHash,
    row.chartHash,
    row.callbackId,
    row.interactionId,
    JSON.stringify(row.params),
    row.snapshot,
    row.startedAt,
    row.finishedAt,
  );
  return inserted === 1;
}

/** Puts the start of a planned session to another instant. */
export function moveStart(
  connection: Connection,
  id: string,
  startedAt: number,
): 'moved' | 'begun' | 'unknown' {
  const moved = connection.run(
    "UPDATE sessions SET started_at = ? WHERE id = ? AND status = 'planned'",
    startedAt,
    id,
  );
  if (moved === 1) return 'moved';
  return getSession(connection, id) ? 'begun' : 'unknown';
}

/** Planned sessions that are due run from now on: their ids, earliest first. */
export function beginPlanned(connection: Connection, until: number, limit: number): string[] {
  const due = connection.all<{ id: string }>(
    "SELECT id FROM sessions WHERE status = 'planned' AND started_at <= ? ORDER BY started_at, no LIMIT ?",
    until,
    limit,
  );
  for (const { id } of due) connection.run("UPDATE sessions SET status = 'running' WHERE id = ?", id);
  return due.map(({ id }) => id);
}

/** When the first planned session begins. */
export function nextPlanned(connection: Connection): number | null {
  const first = connection.get<{ at: number | null }>(
    "SELECT min(started_at) AS at FROM sessions WHERE status = 'planned'",
  );
  return first?.at ?? null;
}

export function getSession(connection: Connection, id: string): SessionRow | null {
  const stored = connection.get<Stored>('SELECT * FROM sessions WHERE id = ?', id);
  return stored ? sessionOf(stored) : null;
}

/** Sessions that have not ended, oldest first. */
export function runningSessions(connection: Connection): SessionRow[] {
  return connection.all<Stored>("SELECT * FROM sessions WHERE status = 'running' ORDER BY no").map(sessionOf);
}

/** Sessions of a callback, oldest first. */
export function sessionsOfCallback(connection: Connection, callbackId: string): SessionRow[] {
  return connection
    .all<Stored>('SELECT * FROM sessions WHERE callback_id = ? ORDER BY no', callbackId)
    .map(sessionOf);
}

/** Running sessions that have not begun or have something in the inbox, oldest first. */
export function waitingSessions(connection: Connection): string[] {
  return connection
    .all<{ id: string }>(
      `SELECT id FROM sessions WHERE status = 'running'
         AND (seq = 0 OR EXISTS (SELECT 1 FROM inbox WHERE session_id = sessions.id))
       ORDER BY no`,
    )
    .map((row) => row.id);
}

/** A row of `sessions` as the port has it. */
export function sessionOf(stored: Stored): SessionRow {
  return {
    id: stored.id,
    seq: stored.seq,
    status: stored.status,
    strategy: stored.strategy,
    setHash: stored.set_hash,
    chartHash: stored.chart_hash,
    callbackId: stored.callback_id,
    interactionId: stored.interaction_id,
    params: JSON.parse(stored.params) as SessionRow['params'],
    snapshot: stored.snapshot,
    startedAt: stored.started_at,
    finishedAt: stored.finished_at,
  };
}
