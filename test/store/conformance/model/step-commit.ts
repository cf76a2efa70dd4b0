import type { ActionRow, StepCommit, StepResult } from '../../../../src/store/sessions.ts';
import { deliver, dropFromInbox, hasTaken } from './inbox.ts';
import { addOnce, isCurrent, type State } from './state.ts';

export function commitStep(state: State, commit: StepCommit): StepResult {
  const { sessionId, journal } = commit;
  if (journal.event && hasTaken(state, sessionId, journal.event.id)) {
    dropFromInbox(state, sessionId, journal.event.id);
    return 'duplicate';
  }
  const row = state.sessions.get(sessionId);
  const may = row?.status === 'running' || (row?.status === 'planned' && commit.status !== 'running');
  if (!row || !may || row.seq !== commit.expectedSeq) return 'stale';
  if (commit.callback && !isCurrent(state.callbacks, commit.callback)) return 'record-stale';
  if (!commit.interactions.every((change) => isCurrent(state.interactions, change))) return 'record-stale';

  const { status, snapshot, finishedAt } = commit;
  state.sessions.set(sessionId, { ...row, seq: row.seq + 1, status, snapshot, finishedAt });
  state.journals.set(sessionId, [...(state.journals.get(sessionId) ?? []), journal]);
  if (journal.event) dropFromInbox(state, sessionId, journal.event.id);
  closeActions(state, sessionId, ({ id }) => commit.completes.includes(id));
  changeTimers(state, commit);
  if (status !== 'running') {
    state.timers = state.timers.filter((timer) => timer.sessionId !== sessionId);
    closeActions(state, sessionId, (action) => action.status === 'pending');
    state.inboxes.delete(sessionId);
  }
  for (const action of commit.actions) state.actions.set(action.id, action);
  if (commit.callback) state.callbacks.set(commit.callback.record.id, commit.callback.record);
  for (const { record } of commit.interactions) state.interactions.set(record.id, record);
  deliver(state, commit.deliveries);
  for (const fact of commit.facts) addOnce(state.facts, fact);
  return 'committed';
}

function changeTimers(state: State, { sessionId, timers }: StepCommit): void {
  const gone = new Set([...timers.clear, ...timers.set.map(({ key }) => key)]);
  const kept = state.timers.filter((timer) => timer.sessionId !== sessionId || !gone.has(timer.key));
  state.timers = [...kept, ...timers.set];
}

function closeActions(state: State, sessionId: string, which: (action: ActionRow) => boolean): void {
  for (const action of state.actions.values())
    if (action.sessionId === sessionId && which(action))
      state.actions.set(action.id, { ...action, status: 'done' });
}
