import { Deadlines } from './deadlines.ts';
import { Demand, sameAbilities } from './demand.ts';
import { isFree } from './media.ts';
import type { RoutingConfig } from './messages.ts';
import { asks, isCallable } from './order.ts';
import { QueueCount } from './queue-reading.ts';
import type { AgentRow, EntryRow, QueueStats, RoutingChange, RoutingState } from './state.ts';
import { serves } from './suits.ts';

/** Kinds of demand that are remembered although nobody asks for them now. */
const MOST_IDLE_DEMANDS = 2_000;

/**
 * The routing state with what a step looks up in it: who asks for the same, which agents may take them, how long the
 * lines are, what ends when. A step reads it and changes nothing; `apply` takes over what it has decided, at a cost
 * in proportion to that and not to the state.
 */
export class Board {
  readonly config: RoutingConfig;
  readonly agents = new Map<string, AgentRow>();
  readonly entries = new Map<string, EntryRow>();
  readonly stats = new Map<string, QueueStats>();
  readonly deadlines = new Deadlines();
  /** Agents who are not configured any more. */
  readonly gone = new Set<string>();
  readonly #configured: ReadonlySet<string>;
  readonly #demands = new Map<string, Demand>();
  readonly #active = new Set<Demand>();
  /** Those of them for whom somebody is ready. */
  readonly #open = new Set<Demand>();
  /** Those of whom some may be called before somebody is free. */
  readonly #callable = new Set<Demand>();
  /** Queues that have an agent in common, while abilities are the same. */
  readonly #rivals = new Map<string, readonly string[]>();
  readonly #counts = new Map<string, QueueCount>();
  /** What an agent serves, while its abilities are the same. */
  readonly #served = new Map<string, Served>();
  #seq: number;

  constructor(state: RoutingState, config: RoutingConfig) {
    this.config = config;
    this.#seq = state.seq;
    this.#configured = new Set(config.agents.map((agent) => agent.id));
    for (const { name } of config.queues) this.#counts.set(name, new QueueCount(name));
    for (const stats of state.stats) this.stats.set(stats.queue, stats);
    for (const agent of state.agents) this.#replaceAgent(agent.id, agent);
    for (const entry of state.entries) this.#replaceEntry(entry.id, entry);
  }

  get seq(): number {
    return this.#seq;
  }

  /** The rows alone. */
  state(): RoutingState {
    const { seq, agents, entries, stats } = this;
    return { seq, agents: [...agents.values()], entries: [...entries.values()], stats: [...stats.values()] };
  }

  /** The state after a committed change. */
  apply(change: RoutingChange): void {
    this.#seq++;
    const put = new Set([...change.agents, ...change.entries].map((row) => row.id));
    for (const id of change.removedAgents) if (!put.has(id)) this.#replaceAgent(id, undefined);
    for (const id of change.removedEntries) if (!put.has(id)) this.#replaceEntry(id, undefined);
    for (const agent of change.agents) this.#replaceAgent(agent.id, agent);
    for (const entry of change.entries) this.#replaceEntry(entry.id, entry);
    for (const stats of change.stats) this.stats.set(stats.queue, stats);
  }

  /** What is asked for now by somebody for whom somebody may be ready. */
  open(): Iterable<Demand> {
    return this.#open;
  }

  /** What is asked for by somebody who may be called before somebody is free. */
  callable(): Iterable<Demand> {
    return this.#callable;
  }

  /** Queues with which the queue has an agent in common, itself among them. */
  rivalsOf(queue: string): readonly string[] {
    const known = this.#rivals.get(queue);
    if (known) return known;
    const served = [...this.agents.values()].map((agent) =>
      this.#servedBy(agent).counts.map((one) => one.queue),
    );
    const rivals = [...new Set([queue, ...served.filter((queues) => queues.includes(queue)).flat()])];
    this.#rivals.set(queue, rivals);
    return rivals;
  }

  /** What the agent may take, whether somebody asks for it or not. */
  demandsFor(agent: AgentRow): readonly Demand[] {
    return this.#servedBy(agent).demands;
  }

  /** What the entry asks for; made with the first who asks for it. */
  demandOf(asking: Pick<EntryRow, 'queue' | 'target'>): Demand {
    const key = `${asking.queue}\n${asking.target}`;
    const known = this.#demands.get(key);
    if (known) return known;
    if (this.#demands.size >= this.#active.size + MOST_IDLE_DEMANDS) this.#forgetIdle();
    const demand = new Demand(this.config, asking);
    this.#demands.set(key, demand);
    for (const agent of this.agents.values()) {
      if (!demand.mayTake(agent)) continue;
      this.#served.get(agent.id)?.demands.push(demand);
      demand.staff.count(agent, 1);
      if (isFree(agent)) demand.ready.add(agent);
    }
    return demand;
  }

  countOf(queue: string): QueueCount {
    return this.#counts.get(queue) ?? new QueueCount(queue);
  }

  #replaceAgent(id: string, agent: AgentRow | undefined): void {
    const before = this.agents.get(id);
    if (!before || !agent || !sameAbilities(before, agent)) this.#rivals.clear();
    if (before) this.#listAgent(before, -1);
    if (agent) {
      this.agents.set(id, agent);
      this.#listAgent(agent, 1);
    } else {
      this.agents.delete(id);
      this.#served.delete(id);
    }
    this.deadlines.setAgent(id, agent);
    if (agent && !this.#configured.has(id)) this.gone.add(id);
    else this.gone.delete(id);
  }

  #listAgent(agent: AgentRow, by: 1 | -1): void {
    const { counts, demands } = this.#servedBy(agent);
    for (const { staff } of [...counts, ...demands]) staff.count(agent, by);
    if (!isFree(agent)) return;
    for (const demand of demands) {
      if (by === 1) demand.ready.add(agent);
      else demand.ready.remove(agent);
      this.#judge(demand);
    }
  }

  #servedBy(agent: AgentRow): Served {
    const known = this.#served.get(agent.id);
    if (known && sameAbilities(known.agent, agent)) return known;
    const counts = [...this.#counts].filter(([queue]) => serves(this.config, queue, agent));
    const demands = [...this.#demands.values()].filter((demand) => demand.mayTake(agent));
    const served = { agent, counts: counts.map(([, count]) => count), demands };
    // What a step makes of an agent is not remembered before it is applied.
    if (this.agents.get(agent.id) === agent) this.#served.set(agent.id, served);
    return served;
  }

  #judge(demand: Demand): void {
    if (demand.line.size > 0 && demand.ready.size > 0) this.#open.add(demand);
    else this.#open.delete(demand);
  }

  #replaceEntry(id: string, entry: EntryRow | undefined): void {
    const before = this.entries.get(id);
    if (before && asks(before)) this.#leave(before);
    if (entry) this.entries.set(id, entry);
    else this.entries.delete(id);
    if (entry && asks(entry)) this.#join(entry);
    this.deadlines.setEntry(id, entry);
  }

  #join(entry: EntryRow): void {
    const demand = this.demandOf(entry);
    demand.line.add(entry);
    if (isCallable(entry)) {
      demand.callable.add(entry);
      this.#callable.add(demand);
    }
    this.countOf(entry.queue).add(entry);
    this.#active.add(demand);
    this.#judge(demand);
  }

  #leave(entry: EntryRow): void {
    const demand = this.demandOf(entry);
    demand.line.remove(entry);
    if (isCallable(entry)) demand.callable.remove(entry);
    if (demand.callable.size === 0) this.#callable.delete(demand);
    this.countOf(entry.queue).remove(entry);
    if (demand.line.size === 0) this.#active.delete(demand);
    this.#judge(demand);
  }

  #forgetIdle(): void {
    for (const [key, demand] of this.#demands) if (!this.#active.has(demand)) this.#demands.delete(key);
    this.#served.clear();
  }
}

interface Served {
  agent: AgentRow;
  counts: QueueCount[];
  demands: Demand[];
}
