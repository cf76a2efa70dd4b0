import { DateTime } from 'luxon';

import { integerOption, textOption, type Options } from './options.ts';

const units = { y: 'years', M: 'months', w: 'weeks', d: 'days', h: 'hours', m: 'minutes' } as const;

/** Start of the slot (bucket) that an instant falls in, epoch ms. Slots follow one another from the epoch on. */
export function slotOf(at: number, options: Options): number {
  const length = integerOption(options, '_request_time_bucket') * 60_000;
  return Math.floor(at / length) * length;
}

/** The latest instant that may be asked for (`_reject_future_desired_time` from now, by the calendar in UTC). */
export function bookingHorizon(options: Options, now: number): number {
  const written = textOption(options, '_reject_future_desired_time');
  const unit = units[written.slice(-1) as keyof typeof units];
  return DateTime.fromMillis(now, { zone: 'utc' })
    .plus({ [unit]: Number(written.slice(0, -1)) })
    .toMillis();
}
