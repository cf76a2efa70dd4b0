/** Open on those days of every week. Minutes since midnight; one that ends at or before its begin ends the next day. */
export interface WeeklySpan {
  /** 1 is Monday, 7 is Sunday. */
  weekdays: readonly number[];
  from: number;
  to: number;
}

/** Hours of one date; `year` null for every year. */
export interface DatedSpan {
  year: number | null;
  month: number;
  day: number;
  from: number;
  to: number;
}

type Read<T> = { ok: true; value: T } | { ok: false; why: string };

const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY = 24 * 60;

/** Such as `Mon-Fri 08:00-18:00` or `Sat,Sun 22:00-02:00` (GMS `_bh_regular`). */
export function readWeekly(written: string): Read<WeeklySpan> {
  const [, days = '', hours = ''] = /^(\S+)\s+(\S+)$/.exec(written.trim()) ?? [];
  const weekdays = readWeekdays(days);
  const span = spanOf(hours);
  return weekdays && span
    ? { ok: true, value: { weekdays, ...span } }
    : { ok: false, why: 'it takes days and hours such as Mon-Fri 08:00-18:00' };
}

/** Such as `07-14 12:00-14:30`, `2026-12-24 08:00-12:00`, or a whole day `12-31` (GMS `_bh_add`). */
export function readDated(written: string): Read<DatedSpan> {
  const form = /^(?:(\d{4})-)?(\d\d)-(\d\d)(?:\s+(\S+))?$/;
  const [match, year, month, day, hours] = form.exec(written.trim()) ?? [];
  const span = hours === undefined ? { from: 0, to: DAY } : spanOf(hours);
  const date = { year: year === undefined ? null : Number(year), month: Number(month), day: Number(day) };
  // 02-29 comes in leap years only.
  const exists = match !== undefined && isDay({ ...date, year: date.year ?? 2024 });
  return exists && span
    ? { ok: true, value: { ...date, ...span } }
    : { ok: false, why: 'it takes a date such as 12-31 or 2026-12-24, and hours such as 12:00-14:30' };
}

/** Such as `Mon-Fri` or `Sat,Sun`, as numbers from 1 (Monday) to 7; null for what is none. */
export function readWeekdays(written: string): number[] | null {
  const parts = written.toLowerCase().split(',').map(weekdayRange);
  return parts.some((part) => part === null) ? null : [...new Set(parts.flatMap((part) => part ?? []))];
}

/** `fri-mon` goes over the weekend. */
function weekdayRange(written: string): number[] | null {
  const [first = '', last = first, ...more] = written.split('-');
  const [from, to] = [names.indexOf(first), names.indexOf(last)];
  if (from < 0 || to < 0 || more.length > 0) return null;
  const count = ((to - from + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => ((from + index) % 7) + 1);
}

function spanOf(written: string): { from: number; to: number } | null {
  const [, from = '', to = ''] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(written) ?? [];
  const span = { from: minuteOf(from), to: minuteOf(to) };
  const good = span.from < DAY && span.to <= DAY && span.from !== span.to;
  return good ? span : null;
}

function minuteOf(written: string): number {
  const [hour = Number.NaN, minute = Number.NaN] = written.split(':').map(Number);
  return minute < 60 ? hour * 60 + minute : Number.NaN;
}

function isDay({ year, month, day }: { year: number; month: number; day: number }): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
