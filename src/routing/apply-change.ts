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
  if (put.length === 0 && removed.length === 0) return rows;
  const fresh = new Map(put.map((row) => [keyOf(row), row]));
  const gone = new Set(removed);
  const kept: Row[] = [];
  for (const row of rows) {
    const key = keyOf(row);
    const next = fresh.get(key);
    fresh.delete(key);
    if (next !== undefined) kept.push(next);
    else if (!gone.has(key)) kept.push(row);
  }
  return [...kept, ...fresh.values()];
}
