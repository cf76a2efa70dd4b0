import type { CallbackRecord } from '../../callback/record.ts';
import type { SlotPlace } from '../slots.ts';
import type { Connection } from './connection.ts';

/** The property under which a callback is also found by its number. */
export const NUMBER_PROPERTY = '_customer_number';

/** Adds a callback; false when its id is there already. */
export function insertCallback(
  connection: Connection,
  record: CallbackRecord,
  slot: SlotPlace | null,
): boolean {
  const inserted = connection.run(
    `INSERT INTO callbacks (id, version, service, state, customer_number, created_at, desired_at, slot_service,
       slot_at, record)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    record.id,
    record.version,
    record.service,
    record.state,
    record.customerNumber,
    record.createdAt,
    record.desiredAt,
    slot?.service ?? null,
    slot?.slotAt ?? null,
    JSON.stringify(record),
  );
  if (inserted === 1) addPairs(connection, record);
  return inserted === 1;
}

/** Writes a callback over the version it builds on; false when that is no longer the stored one. */
export function updateCallback(
  connection: Connection,
  expectedVersion: number,
  record: CallbackRecord,
): boolean {
  const before = connection.get<{ record: string }>(
    'SELECT record FROM callbacks WHERE id = ? AND version = ?',
    record.id,
    expectedVersion,
  );
  if (!before) return false;
  connection.run(
    `UPDATE callbacks SET version = ?, service = ?, state = ?, customer_number = ?, created_at = ?, desired_at = ?,
       record = ?
     WHERE id = ?`,
    record.version,
    record.service,
    record.state,
    record.customerNumber,
    record.createdAt,
    record.desiredAt,
    JSON.stringify(record),
    record.id,
  );
  replacePairs(connection, JSON.parse(before.record) as CallbackRecord, record);
  return true;
}

/** Removes a callback and the pairs it is found by. */
export function deleteCallback(connection: Connection, record: CallbackRecord): void {
  removePairs(connection, record);
  connection.run('DELETE FROM callbacks WHERE id = ?', record.id);
}

/** Pairs have the age of their callback with them, so that those of one text are found newest first. */
function replacePairs(connection: Connection, before: CallbackRecord, after: CallbackRecord): void {
  const [was, is] = [before, after].map((record) => JSON.stringify([record.createdAt, pairsOf(record)]));
  if (was === is) return;
  removePairs(connection, before);
  addPairs(connection, after);
}

function removePairs(connection: Connection, record: CallbackRecord): void {
  for (const [key, value] of pairsOf(record))
    connection.run(
      `DELETE FROM callback_pairs WHERE key = ? AND value = ? AND created_at = ?
         AND no = (SELECT no FROM callbacks WHERE id = ?)`,
      key,
      value,
      record.createdAt,
      record.id,
    );
}

function addPairs(connection: Connection, record: CallbackRecord): void {
  for (const [key, value] of pairsOf(record))
    connection.run(
      'INSERT INTO callback_pairs (key, value, created_at, no) SELECT ?, ?, ?, no FROM callbacks WHERE id = ?',
      key,
      value,
      record.createdAt,
      record.id,
    );
}

function pairsOf(record: CallbackRecord): [string, string][] {
  return Object.entries({ ...record.userData, [NUMBER_PROPERTY]: record.customerNumber });
}
