import type { CallbackRecord, CallbackState } from '../../callback/record.ts';
import { RingbackError } from '../../core/errors.ts';
import type { CallbackPage, CallbackQuery } from '../callbacks.ts';
import type { Connection } from './connection.ts';

interface Stored {
  no: number;
  created_at: number;
  record: string;
}

export function getCallback(connection: Connection, id: string): CallbackRecord | null {
  const stored = connection.get<Stored>('SELECT record FROM callbacks WHERE id = ?', id);
  return stored ? recordOf(stored) : null;
}

/**
 * One page of the callbacks that meet the query, newest first.
 *
 * @throws BAD_REQUEST for a cursor this store did not hand out
 */
export function findCallbacks(connection: Connection, query: CallbackQuery): CallbackPage {
  const conditions = conditionsOf(query);
  const where = conditions.length > 0 ? `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}` : '';
  const rows = connection.all<Stored>(
    `SELECT no, created_at, record FROM callbacks ${where} ORDER BY created_at DESC, no DESC LIMIT ?`,
    ...conditions.flatMap(({ values }) => values),
    query.limit + 1,
  );
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  return { records: page.map(recordOf), cursor: last ? `${last.created_at}.${last.no}` : null };
}

interface Condition {
  sql: string;
  values: (string | number)[];
}

/** Lists travel as JSON, so that there are few different statements, whatever is asked. */
function conditionsOf(query: CallbackQuery): Condition[] {
  const conditions: Condition[] = [];
  if (query.service !== undefined) conditions.push({ sql: 'service = ?', values: [query.service] });
  if (query.states !== undefined)
    conditions.push({
      sql: 'state IN (SELECT value FROM json_each(?))',
      values: [JSON.stringify(query.states)],
    });
  if (query.customerNumber !== undefined)
    conditions.push({
      sql: "id IN (SELECT callback_id FROM callback_pairs WHERE key = '_customer_number' AND value = ?)",
      values: [query.customerNumber],
    });
  if (query.properties) conditions.push(propertyCondition(query.properties));
  if (query.after !== undefined)
    conditions.push({ sql: '(created_at, no) < (?, ?)', values: parseCursor(query.after) });
  return conditions;
}

/** All of no pairs is every callback, any of no pairs is none. */
function propertyCondition({ pairs, operand }: NonNullable<CallbackQuery['properties']>): Condition {
  const wanted = Object.entries(pairs);
  if (wanted.length === 0) return { sql: '?', values: [operand === 'AND' ? 1 : 0] };
  return {
    // CROSS JOIN keeps the order of the loops: each wanted pair is looked up in the index.
    sql: `id IN (
      SELECT callback_id FROM json_each(?) AS wanted CROSS JOIN callback_pairs
        ON callback_pairs.key = json_extract(wanted.value, '$[0]') AND callback_pairs.value = json_extract(wanted.value, '$[1]')
      GROUP BY callback_id HAVING count(*) >= ?)`,
    values: [JSON.stringify(wanted), operand === 'AND' ? wanted.length : 1],
  };
}

function parseCursor(cursor: string): [number, number] {
  const parts = /^(\d{1,15})\.(\d{1,15})$/.exec(cursor);
  if (!parts)
    throw new RingbackError('BAD_REQUEST', { what: `the cursor "${cursor}" is not one that was handed out` });
  return [Number(parts[1]), Number(parts[2])];
}

/** SCHEDULED callbacks whose time has come by `until`, earliest first. */
export function dueCallbacks(connection: Connection, until: number, limit: number): CallbackRecord[] {
  return connection
    .all<Stored>(
      `SELECT record FROM callbacks
       WHERE state = 'SCHEDULED' AND desired_at IS NOT NULL AND desired_at <= ?
       ORDER BY desired_at, no LIMIT ?`,
      until,
      limit,
    )
    .map(recordOf);
}

/** The earliest time a SCHEDULED callback waits for. */
export function nextDueCallback(connection: Connection): number | null {
  const row = connection.get<{ due: number | null }>(
    "SELECT min(desired_at) AS due FROM callbacks WHERE state = 'SCHEDULED' AND desired_at IS NOT NULL",
  );
  return row?.due ?? null;
}

/** Callbacks by service and state; pairs without any are left out. */
export function countCallbacks(
  connection: Connection,
): { service: string; state: CallbackState; count: number }[] {
  return connection
    .all<{ service: string; state: CallbackState; count: number }>(
      'SELECT service, state, count(*) AS count FROM callbacks GROUP BY service, state',
    )
    .map(({ service, state, count }) => ({ service, state, count }));
}

function recordOf(stored: Stored): CallbackRecord {
  return JSON.parse(stored.record) as CallbackRecord;
}
