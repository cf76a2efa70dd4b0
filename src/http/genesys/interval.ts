import { RingbackError } from '../../core/errors.ts';
import { instant, wholeNumber } from './schemas.ts';

const DAY_MS = 86_400_000;
const MOST_DAYS = 366;

/** GMS, calendar and availability: `start` (now unless given), then `end` or `number-of-days`. */
export const intervalParameters = {
  start: instant.optional().meta({ description: 'now unless given' }),
  end: instant.optional(),
  'number-of-days': wholeNumber(0, MOST_DAYS).optional(),
};

interface Given {
  start?: number | undefined;
  end?: number | undefined;
  'number-of-days'?: number | undefined;
}

/** From the start to the end, which counts; an interval without an end is the instant of its start. @throws BAD_REQUEST */
export function intervalOf(given: Given, now: number): { from: number; to: number } {
  const { start: from = now, end, 'number-of-days': days } = given;
  const to = end ?? from + (days ?? 0) * DAY_MS;
  if (to < from) throw new RingbackError('BAD_REQUEST', { what: 'the end is before the start' });
  if (to - from > MOST_DAYS * DAY_MS)
    throw new RingbackError('BAD_REQUEST', { what: `an interval has ${MOST_DAYS} days at most` });
  return { from, to: to + 1 };
}
