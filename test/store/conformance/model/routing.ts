import type { RoutingCommit, RoutingStore } from '../../../../src/store/routing.ts';
import type { AgentRow, EntryRow, QueueStats, RoutingChange } from '../../../../src/routing/state.ts';
import { deliver } from './inbox.ts';
import type { Immediate } from './immediate.ts';
import type { State } from './state.ts';

export function routingModel(state: State): Immediate<RoutingStore> {
  const agents = new Map<string, AgentRow>();
  const entries = new Map<string, EntryRow>();
  const stats = new Map<string, QueueStats>();
  const journal: RoutingCommit[] = [];

  const apply = (change: RoutingChange): void => {
    for (const id of change.removedAgents) agents.delete(id);
    for (const id of change.removedEntries) entries.delete(id);
    for (const agent of change.agents) agents.set(agent.id, agent);
    for (const entry of change.entries) entries.set(entry.id, entry);
    for (const queue of change.stats) stats.set(queue.queue, queue);
  };

  return {
    load: () => ({
      seq: journal.length,
      agents: [...agents.values()],
      entries: [...entries.values()],
      stats: [...stats.values()],
    }),
    commit: (commit) => {
      if (journal.some(({ messageId }) => messageId === commit.messageId)) return 'duplicate';
      if (commit.expectedSeq !== journal.length) return 'stale';
      journal.push(commit);
      apply(commit.change);
      deliver(state, commit.deliveries);
      return 'committed';
    },
    journal: (fromSeq, limit) =>
      journal
        .map(({ at, message, decisions }, index) => ({ seq: index + 1, at, message, decisions }))
        .filter(({ seq }) => seq >= fromSeq)
        .slice(0, limit),
  };
}
