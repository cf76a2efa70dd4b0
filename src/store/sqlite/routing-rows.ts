import type { JsonObject } from '../../core/json.ts';
import type { AgentRow, EntryRow, QueueStats, RoutingChange, RoutingState } from '../../routing/state.ts';
import type { RoutingCommit, RoutingJournalEntry } from '../routing.ts';
import type { Connection } from './connection.ts';
import { deliver } from './inbox.ts';

interface StoredEntry {
  seq: number;
  at: number;
  message: string;
  decisions: string;
}

/** The whole aggregate, rows in the order they first came. */
export function loadRouting(connection: Connection): RoutingState {
  return {
    seq: connection.get<{ seq: number }>('SELECT seq FROM routing_head')?.seq ?? 0,
    agents: rows<AgentRow>(connection, 'SELECT row FROM routing_agents ORDER BY no'),
    entries: rows<EntryRow>(connection, 'SELECT row FROM routing_entries ORDER BY no'),
    stats: rows<QueueStats>(connection, 'SELECT row FROM routing_stats ORDER BY no'),
  };
}

/** Commits one decision of the router, whole or not at all. */
export function commitRouting(
  connection: Connection,
  commit: RoutingCommit,
): 'committed' | 'stale' | 'duplicate' {
  if (connection.get('SELECT 1 FROM routing_journal WHERE message_id = ?', commit.messageId))
    return 'duplicate';
  const seq = commit.expectedSeq + 1;
  if (connection.run('UPDATE routing_head SET seq = ? WHERE seq = ?', seq, commit.expectedSeq) === 0)
    return 'stale';
  connection.run(
    'INSERT INTO routing_journal (seq, message_id, at, message, decisions) VALUES (?, ?, ?, ?, ?)',
    seq,
    commit.messageId,
    commit.at,
    JSON.stringify(commit.message),
    JSON.stringify(commit.decisions),
  );
  applyChange(connection, commit.change);
  deliver(connection, commit.deliveries);
  return 'committed';
}

/** Removes first: a row that is removed and changed by the same decision stays. */
function applyChange(connection: Connection, change: RoutingChange): void {
  for (const id of change.removedAgents) connection.run('DELETE FROM routing_agents WHERE id = ?', id);
  for (const id of change.removedEntries) connection.run('DELETE FROM routing_entries WHERE id = ?', id);
  for (const agent of change.agents)
    connection.run(
      'INSERT INTO routing_agents (id, row) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET row = excluded.row',
      agent.id,
      JSON.stringify(agent),
    );
  for (const entry of change.entries)
    connection.run(
      'INSERT INTO routing_entries (id, row) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET row = excluded.row',
      entry.id,
      JSON.stringify(entry),
    );
  for (const stats of change.stats)
    connection.run(
      'INSERT INTO routing_stats (queue, row) VALUES (?, ?) ON CONFLICT (queue) DO UPDATE SET row = excluded.row',
      stats.queue,
      JSON.stringify(stats),
    );
}

/** Entries of the routing journal from `fromSeq` on, in order. */
export function routingJournal(
  connection: Connection,
  fromSeq: number,
  limit: number,
): RoutingJournalEntry[] {
  return connection
    .all<StoredEntry>('SELECT * FROM routing_journal WHERE seq >= ? ORDER BY seq LIMIT ?', fromSeq, limit)
    .map(entryOf);
}

/** Number of the newest entry of the routing journal; 0 where there is none. */
export function newestDecision(connection: Connection): number {
  return connection.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM routing_journal')?.seq ?? 0;
}

/** A row of `routing_journal` as the port has it. */
export function entryOf({ seq, at, message, decisions }: StoredEntry): RoutingJournalEntry {
  return {
    seq,
    at,
    message: JSON.parse(message) as JsonObject,
    decisions: JSON.parse(decisions) as JsonObject[],
  };
}

function rows<Row>(connection: Connection, sql: string): Row[] {
  return connection.all<{ row: string }>(sql).map(({ row }) => JSON.parse(row) as Row);
}
