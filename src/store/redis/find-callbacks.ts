import { callbackStates, type CallbackRecord } from '../../callback/record.ts';
import { RingbackError } from '../../core/errors.ts';
import type { CallbackPage, CallbackQuery } from '../callbacks.ts';
import { nameOf, type Arguments } from './encode.ts';

/** Groups of sorted sets; a callback has to stand in one of each. Null when none can. */
export function groupsOf({ service, states, customerNumber, properties }: CallbackQuery): string[][] | null {
  const groups: string[][] = [];
  const inService = service === undefined ? 'callbacks:state:' : `callbacks:both:${service}\0`;
  if (states !== undefined) groups.push(states.map((state) => `${inService}${state}`));
  else if (service !== undefined) groups.push([`callbacks:service:${service}`]);
  if (customerNumber !== undefined) groups.push([pairKey('_customer_number', customerNumber)]);
  if (properties) {
    const keys = Object.entries(properties.pairs).map(([key, value]) => pairKey(key, value));
    if (properties.operand === 'OR') groups.push(keys);
    else groups.push(...keys.map((key) => [key]));
  }
  if (groups.some((group) => group.length === 0)) return null;
  return groups.length > 0 ? groups : [['callbacks']];
}

function pairKey(key: string, value: string): string {
  return `callbacks:pair:${nameOf(key, value)}`;
}

/** @throws BAD_REQUEST for a cursor this store did not hand out */
export function cursorOf(cursor: string | undefined): Arguments | null {
  if (cursor === undefined) return null;
  const [, at = '', no = ''] = /^(\d{1,15})\.(\d{1,15})$/.exec(cursor) ?? [];
  if (at === '')
    throw new RingbackError('BAD_REQUEST', { what: `the cursor "${cursor}" is not one that was handed out` });
  return { at: Number(at), score: at, no: no.padStart(16, '0') };
}

/**
 * The page of what was found: members of a sorted set and records in turn, one more than was asked for; `by` is what the
 * set is sorted by.
 */
export function pageOf(found: (string | null)[], limit: number, by: 'createdAt' | 'desiredAt'): CallbackPage {
  const pairs = Array.from({ length: found.length / 2 }, (_, index) => ({
    no: Number(String(found[2 * index]).slice(0, 16)),
    record: JSON.parse(found[2 * index + 1] ?? 'null') as CallbackRecord,
  }));
  const page = pairs.slice(0, limit);
  const last = pairs.length > limit ? page.at(-1) : undefined;
  return {
    records: page.map(({ record }) => record),
    cursor: last ? `${last.record[by]}.${last.no}` : null,
  };
}

/** A hash of `service NUL state` to count, as field and value in turn. */
export function countsOf(
  fields: string[],
): { service: string; state: CallbackRecord['state']; count: number }[] {
  return Array.from({ length: fields.length / 2 }, (_, index) => {
    const [service = '', state] = (fields[2 * index] ?? '').split('\0');
    const known = callbackStates.find((one) => one === state);
    return { service, state: known ?? 'COMPLETED', count: Number(fields[2 * index + 1]) };
  });
}
