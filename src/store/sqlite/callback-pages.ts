import { callbackStates, type CallbackRecord } from '../../callback/record.ts';
import { RingbackError } from '../../core/errors.ts';
import type { CallbackPage, CallbackQuery, DueQuery, TimeRange } from '../callbacks.ts';
import { NUMBER_PROPERTY } from './callback-rows.ts';
import type { Connection } from './connection.ts';

interface Stored {
  at: number;
  no: number;
  record: string;
}

interface Condition {
  sql: string;
  values: (string | number)[];
}

/**
 * One page of the callbacks that meet the query, newest first. Each index that leads to some of them is walked no
 * further than the page, and what they give is put together.
 *
 * @throws BAD_REQUEST for a cursor this store did not hand out
 */
export function findCallbacks(connection: Connection, query: CallbackQuery): CallbackPage {
  const walks = walksOf(query).map(({ from, conditions }) => ({
    sql: `SELECT * FROM (SELECT created_at AS at, no FROM ${from} WHERE ${joined(conditions)}
            ORDER BY created_at DESC, no DESC LIMIT ?)`,
    values: [...conditions.flatMap(({ values }) => values), query.limit + 1],
  }));
  if (walks.length === 0) return { records: [], cursor: null };
  const found = connection.all<Stored>(
    `SELECT found.at, found.no, callbacks.record FROM
       (${walks.map(({ sql }) => sql).join(' UNION ')} ORDER BY at DESC, no DESC LIMIT ?) AS found
     CROSS JOIN callbacks ON callbacks.no = found.no ORDER BY found.at DESC, found.no DESC`,
    ...walks.flatMap(({ values }) => values),
    query.limit + 1,
  );
  return pageOf(found, query.limit);
}

/**
 * One page by the time asked for, earliest first.
 *
 * @throws BAD_REQUEST for a cursor this store did not hand out
 */
export function callbacksByDueTime(connection: Connection, query: DueQuery): CallbackPage {
  const { service, due, after, limit } = query;
  const conditions = [
    { sql: 'desired_at IS NOT NULL', values: [] },
    ...isIn(service),
    ...rangeOf('desired_at', due),
  ];
  if (after !== undefined) conditions.push({ sql: '(desired_at, no) > (?, ?)', values: parseCursor(after) });
  const found = connection.all<Stored>(
    `SELECT desired_at AS at, no, record FROM callbacks WHERE ${joined(conditions)} ORDER BY desired_at, no LIMIT ?`,
    ...conditions.flatMap(({ values }) => values),
    limit + 1,
  );
  return pageOf(found, limit);
}

function pageOf(found: Stored[], limit: number): CallbackPage {
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return {
    records: page.map(({ record }) => JSON.parse(record) as CallbackRecord),
    cursor: last ? `${last.at}.${last.no}` : null,
  };
}

interface Walk {
  from: string;
  conditions: Condition[];
}

/** By the pairs when there are some, else by state, else by age alone. */
function walksOf(query: CallbackQuery): Walk[] {
  const { service, states, arrival = {}, after } = query;
  const common = rangeOf('created_at', arrival);
  if (after !== undefined) common.push({ sql: '(created_at, no) < (?, ?)', values: parseCursor(after) });
  const pairs = pairsOf(query);
  if (pairs)
    return pairs.map(([walked, ...others]) => ({
      from: 'callback_pairs AS walked',
      conditions: [pairIs(walked), ...common, ...others.map(hasPair), ...belongsTo(query)],
    }));
  if (service === undefined && states === undefined) return [{ from: 'callbacks', conditions: common }];
  return [...new Set(states ?? callbackStates)].map((state) => ({
    from: 'callbacks',
    conditions: [...isIn(service), { sql: 'state = ?', values: [state] }, ...common],
  }));
}

type Pair = [string, string];

/** Which pairs a callback has to have, in one way or another; null when any will do. */
function pairsOf({ customerNumber, properties }: CallbackQuery): [Pair, ...Pair[]][] | null {
  const number: Pair[] = customerNumber === undefined ? [] : [[NUMBER_PROPERTY, customerNumber]];
  const wanted = Object.entries(properties?.pairs ?? {});
  if (properties?.operand === 'OR') return wanted.map((pair) => [pair, ...number]);
  const [first, ...others] = [...number, ...wanted];
  return first ? [[first, ...others]] : null;
}

function pairIs(pair: Pair): Condition {
  return { sql: 'key = ? AND value = ?', values: pair };
}

function hasPair(pair: Pair): Condition {
  const other = 'other.created_at = walked.created_at AND other.no = walked.no';
  return {
    sql: `EXISTS (SELECT 1 FROM callback_pairs AS other WHERE other.key = ? AND other.value = ? AND ${other})`,
    values: pair,
  };
}

/** Of a pair's callback: its service, one of its states. Lists travel as JSON, so that there are few different statements. */
function belongsTo({ service, states }: CallbackQuery): Condition[] {
  const conditions = isIn(service);
  if (states !== undefined)
    conditions.push({
      sql: 'state IN (SELECT value FROM json_each(?))',
      values: [JSON.stringify(states)],
    });
  if (conditions.length === 0) return [];
  return [
    {
      sql: `EXISTS (SELECT 1 FROM callbacks WHERE callbacks.no = walked.no AND ${joined(conditions)})`,
      values: conditions.flatMap(({ values }) => values),
    },
  ];
}

function isIn(service: string | undefined): Condition[] {
  return service === undefined ? [] : [{ sql: 'service = ?', values: [service] }];
}

function rangeOf(column: 'created_at' | 'desired_at', { from, before }: TimeRange): Condition[] {
  const conditions: Condition[] = [];
  if (from !== undefined) conditions.push({ sql: `${column} >= ?`, values: [from] });
  if (before !== undefined) conditions.push({ sql: `${column} < ?`, values: [before] });
  return conditions;
}

function joined(conditions: Condition[]): string {
  return conditions.length === 0 ? 'TRUE' : conditions.map(({ sql }) => sql).join(' AND ');
}

function parseCursor(cursor: string): [number, number] {
  const parts = /^(\d{1,15})\.(\d{1,15})$/.exec(cursor);
  if (!parts)
    throw new RingbackError('BAD_REQUEST', { what: `the cursor "${cursor}" is not one that was handed out` });
  return [Number(parts[1]), Number(parts[2])];
}
