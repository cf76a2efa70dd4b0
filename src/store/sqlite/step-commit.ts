import type { StepCommit, StepResult } from '../sessions.ts';
import { addActions, callOffActions, completeActions } from './actions.ts';
import { updateCallback } from './callback-rows.ts';
import type { Connection } from './connection.ts';
import { addFacts } from './facts.ts';
import { deliver, emptyInbox, removeFromInbox } from './inbox.ts';
import { updateInteraction } from './interactions.ts';
import { appendToJournal } from './journal.ts';
import { refuse } from './refusal.ts';
import { changeTimers, clearTimers } from './timers.ts';

/**
 * Commits one step of a session, whole or not at all. `duplicate` also takes the event out of the inbox, so
 * that nobody meets it again. A step that ends its session calls off its timers, the actions of
 * earlier steps that nobody has begun, and the events nobody will take; what this last step asks for stays.
 */
export function commitStep(connection: Connection, commit: StepCommit): StepResult {
  const { sessionId } = commit;
  const eventId = commit.journal.event?.id ?? null;
  // First, because it also tells whether the session has taken the event before.
  const taken = !appendToJournal(connection, commit.journal);
  if (eventId !== null) removeFromInbox(connection, sessionId, eventId);
  if (taken) return 'duplicate';
  if (!advanceSession(connection, commit)) refuse('stale');
  completeActions(connection, sessionId, commit.completes);
  if (commit.status !== 'running') endSession(connection, commit);
  else changeTimers(connection, sessionId, commit.timers);
  addActions(connection, commit.actions);
  changeRecords(connection, commit);
  deliver(connection, commit.deliveries);
  addFacts(connection, commit.facts);
  return 'committed';
}

function advanceSession(connection: Connection, commit: StepCommit): boolean {
  const changed = connection.run(
    `UPDATE sessions SET seq = seq + 1, snapshot = ?1
     WHERE id = ?2 AND seq = ?3 AND (status = 'running' OR (status = 'planned' AND ?4 <> 'running'))`,
    commit.snapshot,
    commit.sessionId,
    commit.expectedSeq,
    commit.status,
  );
  return changed === 1;
}

function endSession(connection: Connection, { sessionId, status, finishedAt }: StepCommit): void {
  connection.run(
    'UPDATE sessions SET status = ?, finished_at = ? WHERE id = ?',
    status,
    finishedAt,
    sessionId,
  );
  clearTimers(connection, sessionId);
  callOffActions(connection, sessionId);
  emptyInbox(connection, sessionId);
}

function changeRecords(connection: Connection, { callback, interactions }: StepCommit): void {
  if (callback && !updateCallback(connection, callback.expectedVersion, callback.record))
    refuse('record-stale');
  for (const { expectedVersion, record } of interactions)
    if (!updateInteraction(connection, expectedVersion, record)) refuse('record-stale');
}
