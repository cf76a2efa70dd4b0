import type { CallbackRecord, CallbackState } from '../../callback/record.ts';
import type { Connection } from './connection.ts';

interface Stored {
  record: string;
}

export function getCallback(connection: Connection, id: string): CallbackRecord | null {
  const stored = connection.get<Stored>('SELECT record FROM callbacks WHERE id = ?', id);
  return stored ? recordOf(stored) : null;
}

/**
 * SCHEDULED callbacks whose time has come by `until`, earliest first. The index is named, here and below: left to itself
 * SQLite takes one by state, and reads every callback that is SCHEDULED.
 */
export function dueCallbacks(connection: Connection, until: number, limit: number): CallbackRecord[] {
  return connection
    .all<Stored>(
      `SELECT record FROM callbacks INDEXED BY callbacks_due
       WHERE state = 'SCHEDULED' AND desired_at IS NOT NULL AND desired_at <= ?
       ORDER BY desired_at, no LIMIT ?`,
      until,
      limit,
    )
    .map(recordOf);
}

/** The earliest time a SCHEDULED callback waits for. */
export function nextDueCallback(connection: Connection): number | null {
  const row = connection.get<{
    due: number | null;
  }>(`SELECT min(desired_at) AS due FROM callbacks INDEXED BY callbacks_due
     WHERE state = 'SCHEDULED' AND desired_at IS NOT NULL`);
  return row?.due ?? null;
}

/** Callbacks by service and state; pairs without any are left out. */
export function countCallbacks(
  connection: Connection,
): { service: string; state: CallbackState; count: number }[] {
  return connection
    .all<{ service: string; state: CallbackState; count: number }>(
      'SELECT service, state, count FROM callback_counts WHERE count > 0 ORDER BY service, state',
    )
    .map(({ service, state, count }) => ({ service, state, count }));
}

function recordOf(stored: Stored): CallbackRecord {
  return JSON.parse(stored.record) as CallbackRecord;
}
