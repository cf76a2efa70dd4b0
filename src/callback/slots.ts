import { DateTime } from 'luxon';

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

/** Start of the slot (bucket) that an instant falls in, epoch ms. Slots follow one another from the epoch on. */
export function slotOf(at: number, options: Options): number {
  const length = integerOption(options, '_request_time_bucket') * 60_000;
  return Math.floor(at / length) * length;
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
