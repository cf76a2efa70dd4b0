import { isFree } from './media.ts';
import type { RoutingConfig } from './messages.ts';
import { asks, byPlace, type Place } from './order.ts';
import { Sorted } from './sorted.ts';
import type { AgentRow, EntryRow, QueueStats, RoutingState } from './state.ts';
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

/** Agents of a queue by what they do. */
class StaffCount {
  #loggedIn = 0;
  #working = 0;
  #ready = 0;

  /** `by` 1 for an agent who comes, -1 for one who goes. */
  count(agent: AgentRow, by: 1 | -1): void {
    const { state } = agent;
    if (state === 'logged-out') return;
    this.#loggedIn += by;
    if (state !== 'not-ready') this.#working += by;
    if (isFree(agent)) this.#ready += by;
  }

  copy(): StaffCount {
    const copy = new StaffCount();
    [copy.#loggedIn, copy.#working, copy.#ready] = [this.#loggedIn, this.#working, this.#ready];
    return copy;
  }

  /** As `QueueReading.staff`. */
  read(): { agents: number; ready: number } {
    return { agents: this.#working > 0 ? this.#working : this.#loggedIn, ready: this.#ready };
  }
}

/** Who asks for agents of a queue, and who its agents are, kept as rows come and go. */
export class QueueCount {
  readonly all = new Sorted<Place>(byPlace);
  readonly live = new Sorted<Place>(byPlace);
  readonly staff = new StaffCount();

  add(entry: EntryRow): void {
    this.all.add(entry);
    if (entry.kind === 'live') this.live.add(entry);
  }

  remove(entry: EntryRow): void {
    this.all.remove(entry);
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
