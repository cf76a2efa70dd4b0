import { RingbackError } from '../core/errors.ts';
import { isBeyondHorizon, slotOf } from './slots.ts';
import type { Options } from './options.ts';

const iso = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** Where a request names a time, for messages. */
type TimeField = '_desired_time' | '_new_desired_time';

/**
 * The instant a request names (epoch ms), or null for as soon as possible: nothing, `now`, or a time of the
 * slot that runs now (clocks differ by seconds).
 * @throws TIME_INVALID for what is no ISO 8601 instant, has passed, or lies beyond the booking horizon.
 */
export function desiredTime(
  value: string | null,
  options: Options,
  now: number,
  field: TimeField = '_desired_time',
): number | null {
  const refused = (given: string, why: string): RingbackError =>
    new RingbackError('TIME_INVALID', { field, value: given.slice(0, 100), why });
  if (value === null || value === '' || value === 'now') return null;
  const instant = instantOf(value);
  if (Number.isNaN(instant)) throw refused(value, 'it is not written that way');
  if (instant < slotOf(now, options)) throw refused(value, 'it has passed');
  if (isBeyondHorizon(instant, options, now)) throw refused(value, 'it is too far in the future');
  return instant <= now ? null : instant;
}

/** NaN for what is no ISO 8601 instant, or of a day its month does not have, which `Date` would count on. */
function instantOf(value: string): number {
  const [, year, month, day] = iso.exec(value) ?? [];
  if (new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() !== Number(day))
    return NaN;
  return Date.parse(value);
}
