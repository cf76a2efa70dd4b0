/** Longest reason and source, characters. */
export const LONGEST_REASON = 500;
/** Changes of one number that are kept, the newest. */
const MOST_KEPT = 100;

/** A number that nobody is called at, for whichever service; kept with who said so. */
export interface BarredNumber {
  /** E.164. */
  number: string;
  /** Counts its changes, from 1. */
  version: number;
  /** False: it was taken off the list, and may be called. */
  listed: boolean;
  /** Who did what and why, the oldest first. */
  history: BarredChange[];
}

export interface BarredChange {
  /** Epoch ms. */
  at: number;
  /** Name of the key. */
  by: string;
  what: 'added' | 'removed';
  reason: string;
  /** Where the wish came from, such as `letter`, `agent`, `regulator`; empty: not said. */
  source: string;
}

/** On the list from now on; null when it is on it already. `before`: as it is kept, null when it never was. */
export function barred(
  before: BarredNumber | null,
  number: string,
  done: Omit<BarredChange, 'what'>,
): BarredNumber | null {
  return before?.listed ? null : next(before, number, true, { ...done, what: 'added' });
}

/** Off the list; null when it is not on it. */
export function unbarred(
  before: BarredNumber | null,
  number: string,
  done: Omit<BarredChange, 'what'>,
): BarredNumber | null {
  return before?.listed ? next(before, number, false, { ...done, what: 'removed' }) : null;
}

function next(
  before: BarredNumber | null,
  number: string,
  listed: boolean,
  change: BarredChange,
): BarredNumber {
  const history = [...(before?.history ?? []), change].slice(-MOST_KEPT);
  return { number, version: (before?.version ?? 0) + 1, listed, history };
}
