import type { Draft } from './draft.ts';
import { learnWait } from './learn-waits.ts';
import { asks, byPlace } from './order.ts';
import { isConditional, suits } from './suits.ts';
import type { AgentRow, EntryRow } from './state.ts';

/**
 * Gives ready agents to those who wait, first come first served: each takes the longest idle agent that suits
 * it. Whoever only wants to be told claims an agent without taking it: the agent stays ready, but nobody behind
 * gets it as long as the claim cannot be moved to another ready agent.
 */
export function match(draft: Draft): void {
  // Who is given away can change for whom others ask, if they ask by a statistic.
  while (matchOnce(draft) && [...draft.entries.values()].some(isConditional));
}

/** True when somebody was given an agent. */
function matchOnce(draft: Draft): boolean {
  const ready = [...draft.agents.values()].filter((agent) => agent.state === 'ready');
  if (ready.length === 0) return false;
  let given = false;
  const pool = new Pool(
    draft,
    ready.sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1)),
  );
  const line = [...draft.entries.values()].filter(asks).sort(byPlace);
  for (const [index, entry] of line.entries()) {
    if (pool.exhausted) return given;
    const agent = pool.find(entry);
    if (!agent) continue;
    if (entry.mode === 'waiting')
      reserve(draft, entry, agent, passedOver(draft, line.slice(0, index), agent));
    else if (entry.mode === 'notify') notify(draft, entry, agent);
    if (entry.mode === 'waiting') pool.take(agent);
    else pool.claim(agent, entry);
    given ||= entry.mode === 'waiting';
  }
  return given;
}

function reserve(
  draft: Draft,
  entry: EntryRow,
  agent: AgentRow,
  passed: { entry: string; why: string }[],
): void {
  learnWait(draft, entry);
  draft.takeAgent(agent, 'reserved', entry.id, draft.now + entry.reserveMs);
  const reserved = draft.putEntry({ ...entry, mode: 'reserved', agentId: agent.id, timeoutAt: null });
  draft.tell({
    kind: 'reserved',
    entry: reserved,
    agent: { id: agent.id, name: agent.name, phone: agent.phone },
  });
  const why = 'first in line whom the agent suits, and the longest idle of those who suit';
  draft.decide({ decision: 'reserved', entry: entry.id, agent: agent.id, why, passed });
}

function notify(draft: Draft, entry: EntryRow, agent: AgentRow): void {
  learnWait(draft, entry);
  const notified = draft.putEntry({ ...entry, mode: 'notified', timeoutAt: null });
  draft.tell({ kind: 'near', entry: notified });
  const why = 'an agent is free for it and nobody ahead wants that agent';
  draft.decide({ decision: 'notified', entry: entry.id, agent: agent.id, why });
}

/** Those ahead who are still without an agent, each with its reason: what a check of the order asks for. */
function passedOver(draft: Draft, ahead: EntryRow[], agent: AgentRow): { entry: string; why: string }[] {
  return ahead
    .filter((entry) => entry.mode !== 'notified' && draft.entries.get(entry.id)?.mode === entry.mode)
    .map((entry) => ({ entry: entry.id, why: `agent ${agent.id} does not meet its target` }));
}

/** Ready agents, longest idle first, and the claims on them. */
class Pool {
  readonly #draft: Draft;
  readonly #free: AgentRow[];
  readonly #claims = new Map<string, EntryRow>();

  constructor(draft: Draft, ready: AgentRow[]) {
    this.#draft = draft;
    this.#free = ready;
  }

  /** True when nobody behind can get anybody: every agent is taken, or claimed by someone ahead. */
  get exhausted(): boolean {
    return this.#claims.size >= this.#free.length;
  }

  /** The longest idle agent for the entry, moving claims of those ahead to other agents if need be. */
  find(entry: EntryRow): AgentRow | undefined {
    return this.#free.find((agent) => {
      if (!suits(this.#draft, entry, agent)) return false;
      const claimant = this.#claims.get(agent.id);
      return claimant === undefined || this.#moveClaim(claimant, new Set([agent.id]));
    });
  }

  take(agent: AgentRow): void {
    this.#claims.delete(agent.id);
    this.#free.splice(this.#free.indexOf(agent), 1);
  }

  claim(agent: AgentRow, entry: EntryRow): void {
    this.#claims.set(agent.id, entry);
  }

  /** Finds the claimant another agent (an augmenting path of the matching of claims to agents). */
  #moveClaim(claimant: EntryRow, tried: Set<string>): boolean {
    for (const agent of this.#free) {
      if (tried.has(agent.id) || !suits(this.#draft, claimant, agent)) continue;
      tried.add(agent.id);
      const holder = this.#claims.get(agent.id);
      if (holder !== undefined && !this.#moveClaim(holder, tried)) continue;
      this.#claims.set(agent.id, claimant);
      return true;
    }
    return false;
  }
}
