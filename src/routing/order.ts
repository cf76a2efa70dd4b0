import type { AgentRow, EntryRow } from './state.ts';

/** What decides who is first. */
export type Place = Pick<EntryRow, 'priority' | 'placeAt' | 'order' | 'rank'>;

/**
 * The one order of live and virtual callers: priority, then arrival, then who was queued first. Where waiting counts
 * as priority, rank takes the place of the first two.
 */
export function byPlace(a: Place, b: Place): number {
  if (typeof a.rank === 'number' && typeof b.rank === 'number') return a.rank - b.rank || a.order - b.order;
  return b.priority - a.priority || a.placeAt - b.placeAt || a.order - b.order;
}

/**
 * With ageing, a point of priority is as good as having arrived that much earlier: so whoever waits is never behind
 * newcomers for ever, and the order of two does not change while they wait. Null without ageing.
 */
export function rankOf(
  { priority, placeAt }: Pick<EntryRow, 'priority' | 'placeAt'>,
  ageingMs: number | null | undefined,
): number | null {
  return typeof ageingMs === 'number' ? placeAt - priority * ageingMs : null;
}

/** Longest idle first. */
export function byIdle(a: Pick<AgentRow, 'since' | 'id'>, b: Pick<AgentRow, 'since' | 'id'>): number {
  return a.since - b.since || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** True for an entry that waits for an agent, or for word of one. */
export function asks(entry: EntryRow): boolean {
  return entry.mode === 'waiting' || entry.mode === 'notify' || entry.mode === 'notified';
}

/** True for a callback that waits for word of an agent, and may have it before one is free. */
export function isCallable(entry: EntryRow): boolean {
  return entry.mode === 'notify' && entry.ahead === true;
}
