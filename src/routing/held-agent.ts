import type { AgentRow, EntryRow, RoutingState } from './state.ts';

/** An agent, and whom it is reserved for or talks with. */
export interface HeldAgent {
  agent: AgentRow;
  entry: EntryRow | null;
}

/** An agent of the state; null when there is none of that id. */
export function heldIn({ agents, entries }: RoutingState, agentId: string): HeldAgent | null {
  const agent = agents.find(({ id }) => id === agentId);
  if (!agent) return null;
  return { agent, entry: entries.find(({ id }) => id === agent.entryId) ?? null };
}
