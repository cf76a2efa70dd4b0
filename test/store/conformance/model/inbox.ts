import type { Delivery, SessionStart } from '../../../../src/store/sessions.ts';
import type { State } from './state.ts';

/** Puts events into inboxes, but for those posted or taken before and those for a session that has ended. */
export function deliver(state: State, deliveries: Delivery[]): void {
  for (const { sessionId, event } of deliveries) {
    const inbox = state.inboxes.get(sessionId) ?? [];
    const posted = inbox.some(({ id }) => id === event.id);
    const ended = ['finished', 'failed'].includes(state.sessions.get(sessionId)?.status ?? '');
    if (!posted && !ended && !hasTaken(state, sessionId, event.id))
      state.inboxes.set(sessionId, [...inbox, event]);
  }
}

export function hasTaken(state: State, sessionId: string, eventId: string): boolean {
  return (state.journals.get(sessionId) ?? []).some(({ event }) => event?.id === eventId);
}

export function dropFromInbox(state: State, sessionId: string, eventId: string): void {
  const inbox = state.inboxes.get(sessionId) ?? [];
  state.inboxes.set(
    sessionId,
    inbox.filter(({ id }) => id !== eventId),
  );
}

/** Starts a session with its first events; one that exists is left as it is. */
export function startSession(state: State, { row, events }: SessionStart): boolean {
  if (state.sessions.has(row.id)) return false;
  state.sessions.set(row.id, row);
  deliver(
    state,
    events.map((event) => ({ sessionId: row.id, event })),
  );
  return true;
}
