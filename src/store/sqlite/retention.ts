import type { CallbackRecord } from '../../callback/record.ts';
import { REFUSED_REQUEST } from '../facts.ts';
import { deleteCallback } from './callback-rows.ts';
import type { Connection } from './connection.ts';
import { changeSlot } from './slots.ts';
import { forgetOver } from './throttles.ts';

/** Forgets what was over before the instant, `limit` at most of each sort; how many it was. */
export function forgetOld(connection: Connection, before: number, limit: number): number {
  return (
    forgetCallbacks(connection, before, limit) +
    forgetSessions(connection, before, limit) +
    forgetInteractions(connection, before, limit) +
    forgetForeignRuns(connection, before, limit) +
    forgetRoutingJournal(connection, before, limit) +
    forgetUtterances(connection, before, limit) +
    forgetRefused(connection, before, limit) +
    forgetOver(connection, before, limit)
  );
}

function forgetCallbacks(connection: Connection, before: number, limit: number): number {
  const over = connection.all<{ record: string }>(
    `SELECT record FROM callbacks
     WHERE state = 'COMPLETED' AND json_extract(record, '$.completedAt') < ?
       AND NOT EXISTS (SELECT 1 FROM sessions WHERE callback_id = callbacks.id AND status IN ('planned', 'running'))
     ORDER BY json_extract(record, '$.completedAt') LIMIT ?`,
    before,
    limit,
  );
  for (const { record } of over) forgetCallback(connection, JSON.parse(record) as CallbackRecord);
  return over.length;
}

function forgetCallback(connection: Connection, record: CallbackRecord): void {
  const sessions = connection.all<{ id: string }>('SELECT id FROM sessions WHERE callback_id = ?', record.id);
  for (const { id } of sessions) forgetSession(connection, id);
  changeSlot(connection, record.id, 'free');
  deleteCallback(connection, record);
}

/** Sessions of their own; those of a callback go with it. */
function forgetSessions(connection: Connection, before: number, limit: number): number {
  const over = connection.all<{ id: string }>(
    `SELECT id FROM sessions
     WHERE status <> 'running' AND finished_at < ?
       AND NOT EXISTS (SELECT 1 FROM callbacks WHERE callbacks.id = sessions.callback_id)
     ORDER BY finished_at LIMIT ?`,
    before,
    limit,
  );
  for (const { id } of over) forgetSession(connection, id);
  return over.length;
}

function forgetSession(connection: Connection, id: string): void {
  connection.run('DELETE FROM journal WHERE session_id = ?', id);
  connection.run('DELETE FROM inbox WHERE session_id = ?', id);
  connection.run('DELETE FROM timers WHERE session_id = ?', id);
  // Two statements for two indexes: the open ones are few and looked for often.
  connection.run("DELETE FROM actions WHERE session_id = ? AND status = 'done'", id);
  connection.run("DELETE FROM actions WHERE session_id = ? AND status <> 'done'", id);
  connection.run("DELETE FROM dialog_runs WHERE json_extract(run, '$.sessionId') = ?", id);
  connection.run('DELETE FROM sessions WHERE id = ?', id);
}

function forgetInteractions(connection: Connection, before: number, limit: number): number {
  return connection.run(
    `DELETE FROM interactions
     WHERE no IN (SELECT no FROM interactions WHERE ended_at < ? ORDER BY ended_at LIMIT ?)`,
    before,
    limit,
  );
}

/** Runs that a foreign browser began. */
function forgetForeignRuns(connection: Connection, before: number, limit: number): number {
  return connection.run(
    `DELETE FROM dialog_runs WHERE key IN (
       SELECT key FROM dialog_runs
       WHERE json_extract(run, '$.sessionId') IS NULL AND json_extract(run, '$.updatedAt') < ?
       ORDER BY json_extract(run, '$.updatedAt') LIMIT ?)`,
    before,
    limit,
  );
}

function forgetUtterances(connection: Connection, before: number, limit: number): number {
  return connection.run(
    'DELETE FROM utterances WHERE no IN (SELECT no FROM utterances WHERE at < ? ORDER BY at LIMIT ?)',
    before,
    limit,
  );
}

function forgetRefused(connection: Connection, before: number, limit: number): number {
  return connection.run(
    'DELETE FROM facts WHERE no IN (SELECT no FROM facts WHERE kind = ? AND at < ? ORDER BY at LIMIT ?)',
    REFUSED_REQUEST,
    before,
    limit,
  );
}

/** Looks at its oldest entries only: their instants rise with their sequence numbers. */
function forgetRoutingJournal(connection: Connection, before: number, limit: number): number {
  return connection.run(
    'DELETE FROM routing_journal WHERE seq < (SELECT min(seq) FROM routing_journal) + ? AND at < ?',
    limit,
    before,
  );
}
