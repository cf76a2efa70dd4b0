import type { AgentRow, EntryRow } from './state.ts';

/** What decides who is first. */
export type Place = Pick<EntryRow, 'priority' | 'placeAt' | 'order'>;

/** The one order of live and virtual callers: priority, then arrival, then who was queued first. */
export function byPlace(a: Place, b: Place): number {
  return b.priority - a.priority || a.placeAt - b.placeAt || a.order - b.order;
}

/** Longest idle first. */
export function byIdle(a: Pick<AgentRow, 'since' | 'id'>, b: Pick<AgentRow, 'since' | 'id'>): number {
  return a.since - b.since || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** True for an entry that waits for an agent, or for word of one. */
export function asks(entry: EntryRow): boolean {
  return entry.mode === 'waiting' || entry.mode === 'notify' || entry.mode === 'notified';
}
