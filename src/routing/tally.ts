import type { Draft } from './draft.ts';
import type { QueueTally } from './state.ts';

const NONE: QueueTally = { entered: 0, distributed: 0, answered: 0, abandoned: 0 };

/** Counts what happened in a queue; what the counts mean is said where they are declared. */
export function tally(draft: Draft, queue: string, what: keyof QueueTally): void {
  const known = draft.stats.get(queue) ?? { queue, handleMs: null, handled: 0 };
  const counts = known.tally ?? NONE;
  draft.stats.set(queue, { ...known, tally: { ...counts, [what]: counts[what] + 1 } });
}
