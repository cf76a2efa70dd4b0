import type { Demand } from './demand.ts';
import type { Draft } from './draft.ts';
import type { AgentRow, EntryRow } from './state.ts';
import { suits } from './suits.ts';
import { readyOf } from './waiting-line.ts';

/** Someone who is only told, and who keeps an agent for the time being. */
interface Claim {
  entry: EntryRow;
  demand: Demand;
}

/** Ready agents, longest idle first, and the claims on them. */
export class Pool {
  readonly #draft: Draft;
  readonly #claims = new Map<string, Claim>();

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  /** The longest idle agent for the entry (or as it asks), moving claims of those ahead to others if need be. */
  find(demand: Demand, entry: EntryRow): AgentRow | undefined {
    const fitting = this.#fitting({ entry, demand });
    for (const agent of entry.pick === 'shortest-idle' ? [...fitting].reverse() : fitting) {
      const claim = this.#claims.get(agent.id);
      if (claim === undefined || this.#moveClaim(claim, new Set([agent.id]))) return agent;
    }
    return undefined;
  }

  take(agent: AgentRow): void {
    this.#claims.delete(agent.id);
  }

  claim(agent: AgentRow, claim: Claim): void {
    this.#claims.set(agent.id, claim);
  }

  /** Finds the claimant another agent (an augmenting path of the matching of claims to agents). */
  #moveClaim(claim: Claim, tried: Set<string>): boolean {
    for (const agent of this.#fitting(claim)) {
      if (tried.has(agent.id)) continue;
      tried.add(agent.id);
      const holder = this.#claims.get(agent.id);
      if (holder !== undefined && !this.#moveClaim(holder, tried)) continue;
      this.#claims.set(agent.id, claim);
      return true;
    }
    return false;
  }

  *#fitting({ entry, demand }: Claim): Generator<AgentRow> {
    for (const agent of readyOf(this.#draft, demand))
      if (demand.plain || suits(this.#draft, entry, agent)) yield agent;
  }
}
