import { holidaysOf, type HolidayPlace } from './holidays.ts';
import { union, within, without, type Period } from './period.ts';
import type { DatedSpan, WeeklySpan } from './read-hours.ts';
import { dayAt, instantOf, isoDay, nextDay, weekdayOf, type CalendarDay } from './wall-clock.ts';

const DAY = 24 * 60;
const DAY_MS = 86_400_000;
/** How far ahead is looked, step by step, for an opening or a closing. */
const LOOK_AHEAD_DAYS = [8, 62, 400];

/** When an office is open, as configured. */
export interface OfficeHours {
  name: string;
  /** IANA name. */
  zone: string;
  weekly: readonly WeeklySpan[];
  /** Open whatever else says closed. */
  additions: readonly DatedSpan[];
  /** Closed, as are holidays and the events of feeds. */
  exceptions: readonly DatedSpan[];
  holidays: HolidayPlace | null;
  /** Files and addresses of iCalendar feeds whose events are closures. */
  feeds: readonly string[];
}

/** Office hours with what their feeds say. */
export interface OfficeCalendar {
  hours: OfficeHours;
  /** Closures of the feeds. */
  closures: readonly Period[];
}

/**
 * When the office is open within `range`, in order: the weekly hours, without exceptions, holidays and feeds, and the
 * additions. Hours are what clocks on the wall show: where clocks go back, an opening that comes twice is its first
 * coming and a closing its last; where they go forward, a time that never comes is the instant of the jump.
 */
export function openPeriods({ hours, closures }: OfficeCalendar, range: Period): Period[] {
  const days = daysAround(range, hours.zone);
  const weekly = days.flatMap((day) =>
    hours.weekly
      .filter(({ weekdays }) => weekdays.includes(weekdayOf(day)))
      .map((span) => periodOf(day, span, hours.zone)),
  );
  const dated = (spans: readonly DatedSpan[]): Period[] =>
    days.flatMap((day) =>
      spans.filter((span) => isOn(span, day)).map((span) => periodOf(day, span, hours.zone)),
    );
  const holidays = days
    .filter((day) => hours.holidays !== null && holidaysOf(hours.holidays, day.year).has(isoDay(day)))
    .map((day) => periodOf(day, { from: 0, to: DAY }, hours.zone));
  const closed = [...dated(hours.exceptions), ...holidays, ...closures];
  return within(union([...without(weekly, closed), ...dated(hours.additions)]), range);
}

export function isOpen(calendar: OfficeCalendar, at: number): boolean {
  return openPeriods(calendar, { from: at, to: at + 1 }).length > 0;
}

/** When the office is open next: `at` itself while it is; null when not within the year to come. */
export function nextOpening(calendar: OfficeCalendar, at: number): number | null {
  if (isOpen(calendar, at)) return at;
  for (const days of LOOK_AHEAD_DAYS) {
    const [first] = openPeriods(calendar, { from: at, to: at + days * DAY_MS });
    if (first) return first.from;
  }
  return null;
}

/** When an office that is open at `at` closes: `at` itself when it is closed, null when it does not within the year. */
export function nextClosing(calendar: OfficeCalendar, at: number): number | null {
  for (const days of LOOK_AHEAD_DAYS) {
    const to = at + days * DAY_MS;
    const [first] = openPeriods(calendar, { from: at, to });
    if (!first || first.from > at) return at;
    if (first.to < to) return first.to;
  }
  return null;
}

/** Whether a call after a wait would still come in time: while open, `cutOffMs` before the closing at the latest. */
export function canPromise(
  calendar: OfficeCalendar,
  asked: { at: number; waitMs: number; cutOffMs: number },
): boolean {
  const closing = nextClosing(calendar, asked.at);
  return closing === null || (closing > asked.at && asked.at + asked.waitMs <= closing - asked.cutOffMs);
}

/** The days of the zone that the range touches, and the one before: its hours may end the next day. */
function daysAround({ from, to }: Period, zone: string): CalendarDay[] {
  const days: CalendarDay[] = [];
  const last = isoDay(dayAt(to, zone));
  for (let day = nextDay(dayAt(from, zone), -1); isoDay(day) <= last; day = nextDay(day)) days.push(day);
  return days;
}

function isOn({ year, month, day }: DatedSpan, date: CalendarDay): boolean {
  return (year === null || year === date.year) && month === date.month && day === date.day;
}

function periodOf(day: CalendarDay, { from, to }: { from: number; to: number }, zone: string): Period {
  const closing = to > from ? to : to + DAY;
  // 24:00 is where the next day begins.
  const coming = closing === DAY ? 'first' : 'last';
  return { from: instantOf(day, from, zone, 'first'), to: instantOf(day, closing, zone, coming) };
}
