import { DateTime } from 'luxon';

import { offsetOf } from './hours/wall-clock.ts';
import { integerOption, textOption, type Options } from './options.ts';

const units = { y: 'years', M: 'months', w: 'weeks', d: 'days', h: 'hours', m: 'minutes' } as const;
const HOUR_MS = 3_600_000;
/** The least that a unit lasts, ms. */
const leastOf = {
  years: 365 * 24 * HOUR_MS,
  months: 28 * 24 * HOUR_MS,
  weeks: 7 * 24 * HOUR_MS,
  days: 24 * HOUR_MS,
  hours: HOUR_MS,
  minutes: 60_000,
};

/** Length of a slot (bucket), ms. */
export function slotLength(options: Options): number {
  return integerOption(options, '_request_time_bucket') * 60_000;
}

/**
 * Start of the slot (bucket) that an instant falls in, epoch ms. Slots follow one another from midnight on, by the
 * clocks of the zone; where these change, a slot may be shorter, and its start is then still where it would have been.
 */
export function slotOf(at: number, options: Options, zone = 'UTC'): number {
  const length = slotLength(options);
  const offset = offsetOf(at, zone);
  return Math.floor((at + offset) / length) * length - offset;
}

/** Starts of the slots that begin within [from, to), in order. */
export function slotsWithin(range: { from: number; to: number }, options: Options, zone = 'UTC'): number[] {
  const length = slotLength(options);
  const starts: number[] = [];
  for (let at = slotOf(range.from, options, zone); at < range.to; at = slotOf(at + length, options, zone)) {
    // Where clocks change within a slot, the time of its start belongs to the one before.
    if (at >= range.from && slotOf(at, options, zone) === at) starts.push(at);
  }
  return starts;
}

/** True for an instant that is later than may be asked for (`_reject_future_desired_time`, by the calendar in UTC). */
export function isBeyondHorizon(instant: number, options: Options, now: number): boolean {
  const written = textOption(options, '_reject_future_desired_time');
  const unit = units[written.slice(-1) as keyof typeof units];
  const count = Number(written.slice(0, -1));
  if (instant <= now + count * leastOf[unit]) return false;
  const horizon = DateTime.fromMillis(now, { zone: 'utc' }).plus({ [unit]: count });
  return instant > horizon.toMillis();
}
