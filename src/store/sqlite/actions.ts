import type { Claim, ClaimResult } from '../outbox.ts';
import type { ActionRow } from '../sessions.ts';
import { updateCallback } from './callback-rows.ts';
import type { Connection } from './connection.ts';
import { refuse } from './refusal.ts';

interface Stored {
  id: string;
  session_id: string;
  seq: number;
  position: number;
  kind: string;
  mode: ActionRow['mode'];
  status: ActionRow['status'];
  request_id: string | null;
  payload: string;
  created_at: number;
  deadline_at: number | null;
  node: string | null;
  sent_at: number | null;
}

export function addActions(connection: Connection, actions: ActionRow[]): void {
  for (const action of actions)
    connection.run(
      `INSERT INTO actions (id, session_id, seq, position, kind, mode, status, request_id, payload, created_at,
         deadline_at, node, sent_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      action.id,
      action.sessionId,
      action.seq,
      action.index,
      action.kind,
      action.mode,
      action.status,
      action.requestId,
      JSON.stringify(action.payload),
      action.createdAt,
      action.deadlineAt,
      action.node,
      action.sentAt,
    );
}

/** Marks actions of a session done: their result was taken, or they were called off. */
export function completeActions(connection: Connection, sessionId: string, ids: string[]): void {
  for (const id of ids)
    connection.run("UPDATE actions SET status = 'done' WHERE id = ? AND session_id = ?", id, sessionId);
}

/** Calls off what nobody has begun. */
export function callOffActions(connection: Connection, sessionId: string): void {
  // The condition of the index `actions_open` stands in it word for word: from `pending` alone SQLite does not infer it.
  connection.run(
    "UPDATE actions SET status = 'done' WHERE session_id = ? AND status <> 'done' AND status = 'pending'",
    sessionId,
  );
}

/** Begins an at-most-once action: among all that try, one gets `claimed`. */
export function claimAction(connection: Connection, claim: Claim): ClaimResult {
  const changed = connection.run(
    "UPDATE actions SET status = 'sending', node = ?, sent_at = ? WHERE id = ? AND status = 'pending'",
    claim.node,
    claim.at,
    claim.actionId,
  );
  if (changed === 0) return 'not-pending';
  const { callback } = claim;
  if (callback && !updateCallback(connection, callback.expectedVersion, callback.record))
    refuse('record-stale');
  return 'claimed';
}

/** Marks an action done that gives no result to its session. */
export function finishAction(connection: Connection, id: string): void {
  connection.run("UPDATE actions SET status = 'done' WHERE id = ?", id);
}

export function getAction(connection: Connection, id: string): ActionRow | null {
  const stored = connection.get<Stored>('SELECT * FROM actions WHERE id = ?', id);
  return stored ? actionOf(stored) : null;
}

/** Every action not yet done, oldest first. */
export function openActions(connection: Connection): ActionRow[] {
  // Left to itself SQLite reads all that were ever done, to save the sorting.
  const open = "SELECT * FROM actions INDEXED BY actions_open WHERE status <> 'done' ORDER BY no";
  return connection.all<Stored>(open).map(actionOf);
}

/** The actions of a session not yet done, oldest first. */
export function openActionsOf(connection: Connection, sessionId: string): ActionRow[] {
  return connection
    .all<Stored>("SELECT * FROM actions WHERE session_id = ? AND status <> 'done' ORDER BY no", sessionId)
    .map(actionOf);
}

/** A row of `actions` as the port has it. */
export function actionOf(stored: Stored): ActionRow {
  return {
    id: stored.id,
    sessionId: stored.session_id,
    seq: stored.seq,
    index: stored.position,
    kind: stored.kind,
    mode: stored.mode,
    status: stored.status,
    requestId: stored.request_id,
    payload: JSON.parse(stored.payload) as ActionRow['payload'],
    createdAt: stored.created_at,
    deadlineAt: stored.deadline_at,
    node: stored.node,
    sentAt: stored.sent_at,
  };
}
