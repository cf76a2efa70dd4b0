import type { Draft } from './draft.ts';
import type { CallHistory, EntryRow } from './state.ts';

const DAY_MS = 86_400_000;
// 47 CFR §64.1200(a)(7): the share is measured over 30 days.
const MOST_DAYS = 30;
const MOST_ARRIVALS = 32;
/** Weight of the newest call in what is smoothed. */
const WEIGHT = 0.1;
/** Before the first. */
export const NO_CALLS: CallHistory = { callMs: null, reached: 1, days: [], arrivals: [] };

export function callHistory(draft: Draft, queue: string): CallHistory {
  return draft.stats.get(queue)?.calls ?? NO_CALLS;
}

/** A caller on the line has come: how many more come while a customer is being called? */
export function noteArrival(draft: Draft, { kind, queue, priority }: EntryRow): void {
  if (kind !== 'live') return;
  const history = callHistory(draft, queue);
  keep(draft, queue, { arrivals: [...history.arrivals, { at: draft.now, priority }].slice(-MOST_ARRIVALS) });
}

/** The customer of a callback is on the line, and waits for the agent. `before`: the entry as it was. */
export function noteAnswered(draft: Draft, queue: string, before: EntryRow | undefined): void {
  countDay(draft, queue, 'answered');
  if (before?.mode !== 'notified') return;
  const { callMs, reached } = callHistory(draft, queue);
  const took = draft.now - (before.toldAt ?? before.submittedAt);
  keep(draft, queue, {
    callMs: callMs === null ? took : Math.round(callMs + (took - callMs) * WEIGHT),
    reached: smoothed(reached, 1),
  });
}

/** A callback is not being called any more, and its customer was not reached. */
export function noteUnreached(draft: Draft, { mode, queue }: EntryRow): void {
  if (mode === 'notified') keep(draft, queue, { reached: smoothed(callHistory(draft, queue).reached, 0) });
}

/**
 * The wait of a customer who answered is over; `talks` says how. Abandoned by the law is who is not with an agent
 * within two seconds of having answered (`abandoned-after` of the queue), even if the two talk later.
 */
export function noteWaitOver(draft: Draft, { queue, answeredAt }: EntryRow, talks: boolean): void {
  if (answeredAt === undefined) return;
  const after = draft.config.queues.find(({ name }) => name === queue)?.abandonedAfterMs ?? 2_000;
  if (!talks || draft.now - answeredAt > after) countDay(draft, queue, 'abandoned');
}

/** Customers who answered in 30 days, and those of them who were abandoned. */
export function abandonment({ days }: CallHistory, now: number): { answered: number; abandoned: number } {
  const first = Math.floor(now / DAY_MS) - MOST_DAYS;
  const recent = days.filter(({ day }) => day > first);
  return {
    answered: recent.reduce((sum, one) => sum + one.answered, 0),
    abandoned: recent.reduce((sum, one) => sum + one.abandoned, 0),
  };
}

function countDay(draft: Draft, queue: string, what: 'answered' | 'abandoned'): void {
  const day = Math.floor(draft.now / DAY_MS);
  const { days } = callHistory(draft, queue);
  const today = days.find((one) => one.day === day) ?? { day, answered: 0, abandoned: 0 };
  const others = days.filter((one) => one.day !== day && one.day > day - MOST_DAYS);
  keep(draft, queue, { days: [...others, { ...today, [what]: today[what] + 1 }] });
}

function smoothed(known: number, newest: number): number {
  return Math.round((known + (newest - known) * WEIGHT) * 1000) / 1000;
}

function keep(draft: Draft, queue: string, change: Partial<CallHistory>): void {
  const known = draft.stats.get(queue) ?? { queue, handleMs: null, handled: 0 };
  draft.stats.set(queue, { ...known, calls: { ...callHistory(draft, queue), ...change } });
}
