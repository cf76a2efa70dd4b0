import type { SessionStore, StoredTimer } from '../../../../src/store/sessions.ts';
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
  return {
    start: (start, interactions = []) => {
      if (!startSession(state, start)) return 'exists';
      for (const record of interactions) addOnce(state.interactions, record);
      return 'started';
    },
    get: (id) => state.sessions.get(id) ?? null,
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
      // Also those whose event was passed over: it does no harm to look at a session once too often.
      return [...new Set(fired.map(({ sessionId }) => sessionId))];
    },
    nextTimer: () => due(Infinity, 1)[0]?.dueAt ?? null,
  };
}
