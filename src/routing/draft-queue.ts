import type { Draft } from './draft.ts';
import { asks, byPlace, type Place } from './order.ts';
import { countCall, type CallCount, type QueueReading } from './queue-reading.ts';
import type { EntryRow } from './state.ts';
import { serves } from './suits.ts';

/** The count of a queue as a step has left it so far: the board's, and what the step has touched. */
export function readDraftQueue(draft: Draft, queue: string): QueueReading {
  const count = draft.board.countOf(queue);
  const isAhead = (entry: EntryRow | undefined, place: Place): boolean =>
    entry?.queue === queue && asks(entry) && byPlace(entry, place) < 0;
  return {
    ahead(place) {
      const ahead = { all: count.all.countBefore(place), live: count.live.countBefore(place) };
      for (const { before, now } of draft.entries.touched()) {
        if (before && isAhead(before, place)) add(ahead, before.kind, -1);
        if (now && isAhead(now, place)) add(ahead, now.kind, 1);
      }
      return ahead;
    },
    staff() {
      const staff = count.staff.copy();
      for (const { before, now } of draft.agents.touched()) {
        if (before && serves(draft.config, queue, before)) staff.count(before, -1);
        if (now && serves(draft.config, queue, now)) staff.count(now, 1);
      }
      return staff.read();
    },
    stats: draft.stats.get(queue),
  };
}

/** Calls to customers of a queue, as a step has left them so far. */
export function readDraftCalls(draft: Draft, queue: string): CallCount {
  const count = { ...draft.board.countOf(queue).calls };
  for (const { before, now } of draft.entries.touched()) {
    if (before?.queue === queue && asks(before)) countCall(count, before, -1);
    if (now?.queue === queue && asks(now)) countCall(count, now, 1);
  }
  return count;
}

function add(ahead: { all: number; live: number }, kind: 'live' | 'callback', by: 1 | -1): void {
  ahead.all += by;
  if (kind === 'live') ahead.live += by;
}
