import type { AgentRow, EntryRow } from './state.ts';

/** An agent, and whom it is reserved for or talks with. */
export interface HeldAgent {
  agent: AgentRow;
  entry: EntryRow | null;
}
