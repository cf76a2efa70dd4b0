import type { InteractionRecord } from '../../callback/record.ts';
import type { Delivery } from '../sessions.ts';
import type { Connection } from './connection.ts';
import { deliver } from './inbox.ts';

interface Stored {
  record: string;
}

/** Adds a leg; one that is known already is left as it is. */
export function addInteraction(connection: Connection, record: InteractionRecord): 'added' | 'exists' {
  const inserted = connection.run(
    `INSERT INTO interactions (id, version, arrived_at, ended_at, record) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO NOTHING`,
    record.id,
    record.version,
    record.arrivedAt,
    record.endedAt,
    JSON.stringify(record),
  );
  return inserted === 1 ? 'added' : 'exists';
}

/** Writes a leg over the version it builds on; false when that is no longer the stored one. */
export function updateInteraction(
  connection: Connection,
  expectedVersion: number,
  record: InteractionRecord,
): boolean {
  const changed = connection.run(
    'UPDATE interactions SET version = ?, arrived_at = ?, ended_at = ?, record = ? WHERE id = ? AND version = ?',
    record.version,
    record.arrivedAt,
    record.endedAt,
    JSON.stringify(record),
    record.id,
    expectedVersion,
  );
  return changed === 1;
}

/** Changes a leg and tells sessions of it. */
export function changeInteraction(
  connection: Connection,
  expectedVersion: number,
  record: InteractionRecord,
  deliveries: Delivery[],
): 'changed' | 'stale' {
  if (!updateInteraction(connection, expectedVersion, record)) return 'stale';
  deliver(connection, deliveries);
  return 'changed';
}

export function getInteraction(connection: Connection, id: string): InteractionRecord | null {
  const stored = connection.get<Stored>('SELECT record FROM interactions WHERE id = ?', id);
  return stored ? recordOf(stored) : null;
}

/** Legs that have not ended, oldest first. */
export function liveInteractions(connection: Connection): InteractionRecord[] {
  return connection
    .all<Stored>('SELECT record FROM interactions WHERE ended_at IS NULL ORDER BY no')
    .map(recordOf);
}

/** Newest first. */
export function recentInteractions(connection: Connection, limit: number): InteractionRecord[] {
  return connection
    .all<Stored>('SELECT record FROM interactions ORDER BY arrived_at DESC, no DESC LIMIT ?', limit)
    .map(recordOf);
}

function recordOf(stored: Stored): InteractionRecord {
  return JSON.parse(stored.record) as InteractionRecord;
}
