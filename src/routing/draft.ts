import type { Board } from './board.ts';
import type { Decision, Routed, RoutingConfig, RoutingOutput } from './messages.ts';
import { Rows } from './rows.ts';
import type { AgentRow, AgentState, EntryRow, QueueStats } from './state.ts';

/** One step of the router in the making: rows as they are so far, and what has changed. */
export class Draft {
  /** What it was before the step. */
  readonly board: Board;
  readonly seq: number;
  readonly config: RoutingConfig;
  readonly now: number;
  readonly agents: Rows<AgentRow>;
  readonly entries: Rows<EntryRow>;
  readonly stats: Rows<QueueStats>;
  readonly #decisions: Decision[] = [];
  readonly #outputs: RoutingOutput[] = [];

  constructor(board: Board, now: number) {
    this.board = board;
    this.seq = board.seq;
    this.config = board.config;
    this.now = now;
    this.agents = new Rows(board.agents);
    this.entries = new Rows(board.entries);
    this.stats = new Rows(board.stats);
  }

  putEntry(entry: EntryRow): EntryRow {
    this.entries.set(entry.id, entry);
    return entry;
  }

  /** Moves an agent to a state that holds no entry; what was asked for meanwhile is no longer wanted. */
  freeAgent(agent: AgentRow, state: AgentState, reason: string | null = null): void {
    const free = { entryId: null, until: null, afterCall: null };
    this.agents.set(agent.id, { ...agent, ...free, state, reason, since: this.now });
  }

  /** Lets an agent go: to what was asked for meanwhile, or ready. */
  releaseAgent(agent: AgentRow): AgentState {
    const { state, reason } = agent.afterCall ?? { state: 'ready' as const, reason: null };
    this.freeAgent(agent, state, reason);
    return state;
  }

  /** Gives an agent time after a conversation. */
  leaveToWork(agent: AgentRow, until: number): void {
    const work = { state: 'after-call-work', reason: null, since: this.now, entryId: null, until } as const;
    this.agents.set(agent.id, { ...agent, ...work });
  }

  /** Gives an agent to an entry. */
  takeAgent(agent: AgentRow, to: 'reserved' | 'busy', entryId: string, until: number | null): void {
    this.agents.set(agent.id, { ...agent, state: to, reason: null, since: this.now, entryId, until });
  }

  /** The agent that is reserved for the entry or talks with it. */
  agentOf(entry: EntryRow): AgentRow | null {
    const agent = entry.agentId === null ? undefined : this.agents.get(entry.agentId);
    return agent?.entryId === entry.id ? agent : null;
  }

  decide(decision: Decision): void {
    this.#decisions.push(decision);
  }

  tell(output: RoutingOutput): void {
    this.#outputs.push(output);
  }

  finish(): Routed {
    const { agents, entries, stats } = this;
    return {
      change: {
        agents: agents.changed(),
        entries: entries.changed(),
        stats: stats.changed(),
        removedAgents: agents.removed(),
        removedEntries: entries.removed(),
      },
      decisions: this.#decisions,
      outputs: this.#outputs,
    };
  }
}
