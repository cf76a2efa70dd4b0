import type { WaitMethod } from '../callback/wait-method.ts';
import type { Draft } from './draft.ts';
import { readDraftQueue } from './draft-queue.ts';
import { expectedWaits } from './estimate.ts';
import type { EntryRow, WaitHistory } from './state.ts';
import { waitRatio } from './wait-quantiles.ts';

// GMS, EWT mode 1: the speed of the queue is that of its last 32 interactions.
const MOST_SERVED = 32;
const MOST_RATIOS = 64;
/** What an observed wait on the line still counts after each later one. */
const FADING = 0.99;

/** What each method expects for someone who asks now. */
export function expectWait(draft: Draft, entry: EntryRow): Partial<Record<WaitMethod, number>> {
  const { queue, priority, placeAt, order } = entry;
  const place = { priority, placeAt, order, at: draft.now };
  return expectedWaits(readDraftQueue(draft, queue), draft.config, queue, place);
}

/** A wait is over, for there is an agent: how right were the estimates, how fast is the queue? */
export function learnWait(draft: Draft, entry: EntryRow): void {
  if (entry.kind === 'live') learnPatience(draft, entry, false);
  const history = historyOf(draft, entry.queue);
  const agents = readDraftQueue(draft, entry.queue).staff().agents;
  const ratios = { ...history.ratios };
  const waitedS = (draft.now - entry.submittedAt) / 1000;
  for (const [name, expectedS] of Object.entries(entry.expected ?? {})) {
    const method = name as WaitMethod;
    if (expectedS > 0)
      ratios[method] = newest(ratios[method] ?? [], waitRatio(expectedS, waitedS), MOST_RATIOS);
  }
  const served = newest(history.served, { at: draft.now, agents }, MOST_SERVED);
  keep(draft, entry.queue, { ...history, served, ratios });
}

/** A caller on the line has waited, and gave up or not: what mean patience is estimated from. */
export function learnPatience(draft: Draft, entry: EntryRow, gaveUp: boolean): void {
  if (entry.kind !== 'live') return;
  const history = historyOf(draft, entry.queue);
  const { waitedMs, left } = history.patience;
  const patience = {
    waitedMs: Math.round(waitedMs * FADING + draft.now - entry.submittedAt),
    left: Math.round((left * FADING + (gaveUp ? 1 : 0)) * 1000) / 1000,
  };
  keep(draft, entry.queue, { ...history, patience });
}

function historyOf(draft: Draft, queue: string): WaitHistory {
  const none = { served: [], ratios: {}, patience: { waitedMs: 0, left: 0 } };
  return draft.stats.get(queue)?.waits ?? none;
}

function keep(draft: Draft, queue: string, waits: WaitHistory): void {
  const known = draft.stats.get(queue) ?? { queue, handleMs: null, handled: 0 };
  draft.stats.set(queue, { ...known, waits });
}

function newest<Item>(items: readonly Item[], item: Item, most: number): Item[] {
  return [...items, item].slice(-most);
}
