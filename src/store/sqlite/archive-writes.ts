import type { AgentRow, EntryRow, QueueStats } from '../../routing/state.ts';
import type { ArchiveValues } from '../archive.ts';
import type { ActionRow, Delivery, JournalEntry, StoredTimer } from '../sessions.ts';
import { addActions, getAction } from './actions.ts';
import { insertCallback } from './callback-rows.ts';
import type { Connection } from './connection.ts';
import { appendToJournal } from './journal.ts';
import { retakeSlot } from './slots.ts';
import { changeTimers } from './timers.ts';

export function activateSet(connection: Connection, hash: string): void {
  connection.run("INSERT INTO meta (key, value) VALUES ('active-set', ?) ON CONFLICT DO NOTHING", hash);
}

export function addCallback(connection: Connection, { record, slot }: ArchiveValues['callback']): void {
  if (insertCallback(connection, record, slot) && slot) retakeSlot(connection, slot);
}

export function addToJournal(connection: Connection, entry: JournalEntry): void {
  // Steps without an event may be several; their sequence number tells them apart.
  const known = connection.get(
    "SELECT 1 FROM journal WHERE session_id = ? AND event_id IS ? AND json_extract(entry, '$.seq') = ?",
    entry.sessionId,
    entry.event?.id ?? null,
    entry.seq,
  );
  if (!known) appendToJournal(connection, entry);
}

export function addAction(connection: Connection, action: ActionRow): void {
  if (!getAction(connection, action.id)) addActions(connection, [action]);
}

/** Whatever its session has come to: it was there in the store the row comes from. */
export function addToInbox(connection: Connection, { sessionId, event }: Delivery): void {
  connection.run(
    'INSERT INTO inbox (session_id, event_id, event) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    sessionId,
    event.id,
    JSON.stringify(event),
  );
}

export function addTimer(connection: Connection, timer: StoredTimer): void {
  const known = connection.get(
    'SELECT 1 FROM timers WHERE session_id = ? AND key = ?',
    timer.sessionId,
    timer.key,
  );
  if (!known) changeTimers(connection, timer.sessionId, { set: [timer], clear: [] });
}

export function addAgent(connection: Connection, agent: AgentRow): void {
  connection.run(
    'INSERT INTO routing_agents (id, row) VALUES (?, ?) ON CONFLICT DO NOTHING',
    agent.id,
    JSON.stringify(agent),
  );
}

export function addEntry(connection: Connection, entry: EntryRow): void {
  connection.run(
    'INSERT INTO routing_entries (id, row) VALUES (?, ?) ON CONFLICT DO NOTHING',
    entry.id,
    JSON.stringify(entry),
  );
}

export function addStats(connection: Connection, stats: QueueStats): void {
  connection.run(
    'INSERT INTO routing_stats (queue, row) VALUES (?, ?) ON CONFLICT DO NOTHING',
    stats.queue,
    JSON.stringify(stats),
  );
}

export function addToRoutingJournal(connection: Connection, entry: ArchiveValues['routing-journal']): void {
  connection.run(
    `INSERT INTO routing_journal (seq, message_id, at, message, decisions) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
    entry.seq,
    entry.messageId,
    entry.at,
    JSON.stringify(entry.message),
    JSON.stringify(entry.decisions),
  );
}

/** The sequence number never goes back. */
export function raiseRoutingHead(connection: Connection, seq: number): void {
  connection.run('UPDATE routing_head SET seq = ? WHERE seq < ?', seq, seq);
}
