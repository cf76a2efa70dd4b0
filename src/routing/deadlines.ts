import { asks } from './order.ts';
import { Sorted } from './sorted.ts';
import type { AgentRow, EntryRow } from './state.ts';
import { nextWidening } from './suits.ts';

interface Deadline {
  at: number;
  id: string;
  agent: AgentRow | null;
  entry: EntryRow | null;
}

/** When what ends by itself: reservations, after-call work, waiting; and when somebody asks for others. */
export class Deadlines {
  readonly #all = new Sorted<Deadline>(byInstant);
  readonly #agents = new Map<string, Deadline>();
  readonly #entries = new Map<string, Deadline>();

  setAgent(id: string, agent: AgentRow | undefined): void {
    const known = this.#agents.get(id);
    if (known) this.#all.remove(known);
    this.#agents.delete(id);
    if (!agent || agent.until === null) return;
    const deadline = { at: agent.until, id, agent, entry: null };
    this.#agents.set(id, deadline);
    this.#all.add(deadline);
  }

  setEntry(id: string, entry: EntryRow | undefined, now = 0): void {
    const known = this.#entries.get(id);
    if (known) this.#all.remove(known);
    this.#entries.delete(id);
    const at = entry ? instantOf(entry, now) : null;
    if (!entry || at === null) return;
    const deadline = { at, id, agent: null, entry };
    this.#entries.set(id, deadline);
    this.#all.add(deadline);
  }

  /** Ids of agents and entries for whom something may be over by then. */
  due(now: number): { agents: string[]; entries: string[] } {
    const due: { agents: string[]; entries: string[] } = { agents: [], entries: [] };
    for (const deadline of this.#all) {
      if (deadline.at > now) break;
      due[deadline.agent ? 'agents' : 'entries'].push(deadline.id);
    }
    return due;
  }

  /** The earliest instant at which there is something to do; null when there is none. */
  next(now: number): number | null {
    for (;;) {
      const first = this.#all.first;
      if (!first) return null;
      // Who asks for others from then on has been seen to: what comes after that?
      if (first.at > now || !first.entry || first.entry.timeoutAt === first.at) return first.at;
      this.setEntry(first.id, first.entry, now);
    }
  }
}

function instantOf(entry: EntryRow, now: number): number | null {
  const widening = asks(entry) ? nextWidening(entry, now) : null;
  if (entry.timeoutAt === null || widening === null) return entry.timeoutAt ?? widening;
  return Math.min(entry.timeoutAt, widening);
}

function byInstant(a: Deadline, b: Deadline): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
