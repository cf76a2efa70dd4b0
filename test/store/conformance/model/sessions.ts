import type { SessionRow, SessionStore, StoredTimer } from '../../../../src/store/sessions.ts';
import { deliver, startSession } from './inbox.ts';
import type { Immediate } from './immediate.ts';
import { addOnce, type State } from './state.ts';
import { commitStep } from './step-commit.ts';

export function sessionsModel(state: State): Immediate<SessionStore> {
  const all = () => [...state.sessions.values()];
  const running = () => all().filter(({ status }) => status === 'running');
  const inbox = (sessionId: string) => state.inboxes.get(sessionId) ?? [];
  const due = (until: number, limit: number): StoredTimer[] =>
    state.timers
      .filter(({ dueAt }) => dueAt <= until)
      .sort((a, b) => a.dueAt - b.dueAt)
      .slice(0, limit);
  const planned = (until: number, limit: number): SessionRow[] =>
    all()
      .filter(({ status, startedAt }) => status === 'planned' && startedAt <= until)
      .sort((a, b) => a.startedAt - b.startedAt)
      .slice(0, limit);
  return {
    start: (start, interactions = []) => {
      if (!startSession(state, start)) return 'exists';
      for (const record of interactions) addOnce(state.interactions, record);
      return 'started';
    },
    get: (id) => state.sessions.get(id) ?? null,
    moveStart: (id, startedAt) => {
      const row = state.sessions.get(id);
      if (row?.status !== 'planned') return row ? 'begun' : 'unknown';
      state.sessions.set(id, { ...row, startedAt });
      return 'moved';
    },
    commit: (commit) => commitStep(state, commit),
    post: (deliveries) => deliver(state, deliveries),
    inbox,
    waiting: () =>
      running()
        .filter(({ id, seq }) => seq === 0 || inbox(id).length > 0)
        .map(({ id }) => id),
    running,
    journal: (sessionId) => state.journals.get(sessionId) ?? [],
    ofCallback: (callbackId) => all().filter((row) => row.callbackId === callbackId),
    timersDue: due,
    fireTimers: (until, limit) => {
      const fired = due(until, limit);
      state.timers = state.timers.filter((timer) => !fired.includes(timer));
      deliver(state, fired);
      const begun = planned(until, limit);
      for (const row of begun) state.sessions.set(row.id, { ...row, status: 'running' });
      // Also those whose event was passed over: it does no harm to look at a session once too often.
      return [...new Set([...fired.map(({ sessionId }) => sessionId), ...begun.map(({ id }) => id)])];
    },
    nextTimer: () => {
      const first = Math.min(
        due(Infinity, 1)[0]?.dueAt ?? Infinity,
        planned(Infinity, 1)[0]?.startedAt ?? Infinity,
      );
      return first === Infinity ? null : first;
    },
  };
}
