import type { RoutingChange, RoutingState } from './state.ts';

/** The state after a committed change. */
export function applyChange(state: RoutingState, change: RoutingChange): RoutingState {
  return {
    seq: state.seq + 1,
    agents: replaced(state.agents, change.agents, change.removedAgents, (row) => row.id),
    entries: replaced(state.entries, change.entries, change.removedEntries, (row) => row.id),
    stats: replaced(state.stats, change.stats, [], (row) => row.queue),
  };
}

/** True when a change would leave everything as it is. */
export function isEmptyChange(change: RoutingChange): boolean {
  const { agents, entries, stats, removedAgents, removedEntries } = change;
  return [agents, entries, stats, removedAgents, removedEntries].every((rows) => rows.length === 0);
}

function replaced<Row>(rows: Row[], put: Row[], removed: string[], keyOf: (row: Row) => string): Row[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  for (const key of removed) byKey.delete(key);
  for (const row of put) byKey.set(keyOf(row), row);
  return [...byKey.values()];
}
