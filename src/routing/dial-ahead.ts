import type { Demand } from './demand.ts';
import { readDraftCalls, readDraftQueue } from './draft-queue.ts';
import type { Draft } from './draft.ts';
import { abandonment, callHistory } from './learn-calls.ts';
import { foremost, notify } from './match.ts';
import { byPlace, rankOf } from './order.ts';
import type { CallHistory, EntryRow } from './state.ts';
import { callableLines } from './waiting-line.ts';

/** Assumed before a customer has been reached: ringing, and the press of 1, ms. */
const ASSUMED_CALL_MS = 20_000;
/** Nobody is called five times over because few answer. */
const LEAST_REACHED = 0.2;

/**
 * Gives word to call to callbacks for whom nobody is free yet, but somebody will be by the time that the customer is
 * on the line: those who become free in that time, less the callers who go before, plus the calls ahead that nobody
 * will answer. Never are more being called and waiting on the line than there are agents at work.
 */
export function dialAhead(draft: Draft): void {
  const lines = new Set(callableLines(draft));
  for (;;) {
    const line = foremost(lines);
    if (!line) return;
    const entry = line.first;
    if (entry && mayCall(draft, line.demand, entry)) {
      notify(draft, entry, 'an agent will be free for it by the time that the customer is on the line');
      line.next();
    } else lines.delete(line);
  }
}

function mayCall(draft: Draft, demand: Demand, entry: EntryRow): boolean {
  // Who asks for others later, or under a condition, is called when somebody is free.
  if (!demand.plain) return false;
  const { working, ready } = staffOf(draft, demand);
  // Queues that have an agent in common are one when it comes to who there will be.
  const rivals = draft.board.rivalsOf(entry.queue);
  const calls = rivals.map((queue) => readDraftCalls(draft, queue));
  const called = sum(calls.map((one) => one.called));
  if (called + sum(calls.map((one) => one.onTheLine)) >= working) return false;
  const history = callHistory(draft, entry.queue);
  const callMs = history.callMs ?? ASSUMED_CALL_MS;
  const courage = pace(draft, history, entry.queue);
  const ahead = sum(rivals.map((queue) => readDraftQueue(draft, queue).ahead(entry).all));
  const unanswered = Math.min(called, ahead) * (1 - Math.max(LEAST_REACHED, history.reached));
  const inbound = comingAhead(draft, history, entry) * callMs;
  const freed = (working - ready) * (callMs / handleMs(draft, entry.queue));
  return ahead + inbound + 1 <= ready + (freed + unanswered) * courage;
}

/** Agents who may take those who ask for it: who are at work, and who are ready. */
function staffOf(draft: Draft, demand: Demand): { working: number; ready: number } {
  const staff = demand.staff.copy();
  for (const { before, now } of draft.agents.touched()) {
    if (before && demand.mayTake(before)) staff.count(before, -1);
    if (now && demand.mayTake(now)) staff.count(now, 1);
  }
  return staff;
}

/** Callers on the line a millisecond who will go before it, for they come with a higher priority. */
function comingAhead(draft: Draft, { arrivals }: CallHistory, entry: EntryRow): number {
  const [first] = arrivals;
  if (!first || first.at === draft.now) return 0;
  const goesBefore = ({ priority }: { priority: number }): boolean => {
    const place = { priority, placeAt: draft.now, order: Number.POSITIVE_INFINITY };
    return byPlace({ ...place, rank: rankOf(place, draft.config.ageingMs) }, entry) < 0;
  };
  return arrivals.filter(goesBefore).length / (draft.now - first.at);
}

/** From 1 down to 0: the nearer the share of abandoned customers comes to the cap, the fewer are called ahead. */
function pace(draft: Draft, history: CallHistory, queue: string): number {
  const cap = (draft.config.queues.find(({ name }) => name === queue)?.abandonedCapPercent ?? 3) / 100;
  const { answered, abandoned } = abandonment(history, draft.now);
  if (cap === 0) return 0;
  return answered === 0 ? 1 : Math.max(0, 1 - abandoned / answered / cap);
}

function handleMs(draft: Draft, queue: string): number {
  const setting = draft.config.queues.find(({ name }) => name === queue);
  const known = setting?.handleTimeMs ?? draft.stats.get(queue)?.handleMs ?? setting?.initialHandleTimeMs;
  return Math.max(1, known ?? 1);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
