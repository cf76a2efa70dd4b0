import type { RoutingConfig } from './messages.ts';
import { asks, byPlace, type Place } from './order.ts';
import { Sorted } from './sorted.ts';
import { StaffCount } from './staff-count.ts';
import type { EntryRow, QueueStats, RoutingState } from './state.ts';
import { serves } from './suits.ts';

/** The rows an estimate is made from. */
export type RoutingTables = Omit<RoutingState, 'seq'>;

/** What is counted in a queue. */
export interface QueueReading {
  /** Who asks for an agent before the place: all, and those of them on the line. */
  ahead: (place: Place) => { all: number; live: number };
  /** Agents of the queue who take calls; if none does, those who are logged in and may again. And who is ready. */
  staff: () => { agents: number; ready: number };
  stats: QueueStats | undefined;
}

/** Customers of callbacks who are being called, and those who have answered and wait for an agent. */
export interface CallCount {
  called: number;
  onTheLine: number;
}

/** `by` 1 for an entry that comes, -1 for one that goes. */
export function countCall(count: CallCount, { mode, answeredAt }: EntryRow, by: 1 | -1): void {
  if (mode === 'notified') count.called += by;
  if (mode === 'waiting' && answeredAt !== undefined) count.onTheLine += by;
}

/** Who asks for agents of a queue, and who its agents are, kept as rows come and go. */
export class QueueCount {
  readonly queue: string;
  readonly all = new Sorted<Place>(byPlace);
  readonly live = new Sorted<Place>(byPlace);
  readonly staff = new StaffCount();
  readonly calls: CallCount = { called: 0, onTheLine: 0 };

  constructor(queue: string) {
    this.queue = queue;
  }

  add(entry: EntryRow): void {
    this.all.add(entry);
    countCall(this.calls, entry, 1);
    if (entry.kind === 'live') this.live.add(entry);
  }

  remove(entry: EntryRow): void {
    this.all.remove(entry);
    countCall(this.calls, entry, -1);
    if (entry.kind === 'live') this.live.remove(entry);
  }
}

/** The count of a queue, from rows in no order. Cost: in proportion to all of them. */
export function readQueue(tables: RoutingTables, config: RoutingConfig, queue: string): QueueReading {
  const staff = new StaffCount();
  for (const agent of tables.agents) if (serves(config, queue, agent)) staff.count(agent, 1);
  const asking = tables.entries.filter((entry) => entry.queue === queue && asks(entry));
  return {
    ahead(place) {
      const ahead = asking.filter((entry) => byPlace(entry, place) < 0);
      return { all: ahead.length, live: ahead.filter((entry) => entry.kind === 'live').length };
    },
    staff: () => staff.read(),
    stats: tables.stats.find((one) => one.queue === queue),
  };
}
