import type { RoutingChange } from './state.ts';

/** True when a change would leave everything as it is. */
export function isEmptyChange(change: RoutingChange): boolean {
  const { agents, entries, stats, removedAgents, removedEntries } = change;
  return [agents, entries, stats, removedAgents, removedEntries].every((rows) => rows.length === 0);
}
