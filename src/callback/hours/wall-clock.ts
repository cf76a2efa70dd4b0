import { IANAZone } from 'luxon';

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const DAY_MS = 86_400_000;

/** A day of the calendar, wherever it is. */
export interface CalendarDay {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
}

/** True for a name of the IANA time zone database. */
export function isZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

/** Hours and minutes that the clocks of a zone show at an instant, as minutes since midnight. */
export function minuteOfDay(at: number, zone: string): number {
  const local = at + offsetOf(at, zone);
  return Math.floor((((local % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS);
}

/** The day that the calendars of a zone show at an instant. */
export function dayAt(at: number, zone: string): CalendarDay {
  return dayOf(at + offsetOf(at, zone));
}

export function nextDay({ year, month, day }: CalendarDay, by = 1): CalendarDay {
  return dayOf(Date.UTC(year, month - 1, day + by));
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf({ year, month, day }: CalendarDay): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;
}

/** True for a date of the calendar, written so. */
export function isIsoDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  return year !== undefined && isoDay(dayOf(Date.UTC(Number(year), Number(month) - 1, Number(day)))) === text;
}

/** `2026-12-24`. */
export function isoDay({ year, month, day }: CalendarDay): string {
  return `${year}-${two(month)}-${two(day)}`;
}

/**
 * When the clocks of a zone show that time of that day, epoch ms. A time that comes twice (clocks go back) is its
 * `first` or its `last` coming; one that never comes (clocks go forward) is the instant of the jump.
 * @param minute since midnight; 1440 is the next day's midnight
 */
export function instantOf(day: CalendarDay, minute: number, zone: string, coming: 'first' | 'last'): number {
  const wall = Date.UTC(day.year, day.month - 1, day.day, 0, minute);
  const readings = [offsetOf(wall - DAY_MS, zone), offsetOf(wall + DAY_MS, zone)].map(
    (offset) => wall - offset,
  );
  const real = readings.filter((at) => at + offsetOf(at, zone) === wall);
  if (real.length === 0) return jumpBetween(Math.min(...readings), Math.max(...readings), zone);
  return coming === 'first' ? Math.min(...real) : Math.max(...real);
}

/** The instant at which the offset changes between the two. */
function jumpBetween(before: number, after: number, zone: string): number {
  const old = offsetOf(before, zone);
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetOf(middle, zone) === old) low = middle;
    else high = middle;
  }
  return high;
}

/** Offsets by zone and quarter of an hour: asking the time zone database takes a thousand times as long. */
const offsets = new Map<string, Map<number, number>>();
const MOST_OFFSETS = 20_000;

/** What the clocks of a zone are ahead of UTC, ms. They have changed on quarters of an hour only since 1972. */
export function offsetOf(at: number, zone: string): number {
  const quarter = Math.floor(at / QUARTER_MS);
  const known = offsets.get(zone) ?? new Map<number, number>();
  const offset = known.get(quarter) ?? IANAZone.create(zone).offset(quarter * QUARTER_MS) * MINUTE_MS;
  if (known.size >= MOST_OFFSETS) known.clear();
  offsets.set(zone, known.set(quarter, offset));
  return offset;
}

function dayOf(wall: number): CalendarDay {
  const date = new Date(wall);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
