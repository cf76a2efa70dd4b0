import ICAL from 'ical.js';

import { messageOf } from '../../core/errors.ts';
import { within, union, type Period } from './period.ts';
import { instantOf, isZone } from './wall-clock.ts';

/** A feed that repeats something every second would never end. */
const MOST_OCCURRENCES = 10_000;

/** What the library's own types leave open. */
interface Occurrence {
  item: ICAL.Event;
  startDate: ICAL.Time;
  endDate: ICAL.Time;
}

export type ReadFeed = { ok: true; closures: Period[] } | { ok: false; why: string };

/**
 * The events of an iCalendar feed (RFC 5545) within `range`, as closures: repeated ones, their exceptions and moved
 * occurrences included. Whole days and times without a zone are those of the office. Cancelled and transparent events
 * (`TRANSP:TRANSPARENT`) close nothing.
 */
export function readFeed(text: string, zone: string, range: Period): ReadFeed {
  try {
    const calendar = new ICAL.Component(ICAL.parse(text) as ConstructorParameters<typeof ICAL.Component>[0]);
    if (calendar.name !== 'vcalendar') return { ok: false, why: 'it is no iCalendar file' };
    const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
    const moved = events.filter((event) => event.isRecurrenceException());
    const masters = events.filter((event) => !event.isRecurrenceException());
    for (const event of masters)
      for (const exception of moved) if (exception.uid === event.uid) event.relateException(exception);
    const periods = masters.filter(closes).flatMap((event) => occurrencesOf(event, zone, range));
    return { ok: true, closures: within(union(periods), range) };
  } catch (error) {
    return { ok: false, why: messageOf(error) };
  }
}

function closes(event: ICAL.Event): boolean {
  const of = (name: string): string =>
    String(event.component.getFirstPropertyValue(name) ?? '').toUpperCase();
  return of('status') !== 'CANCELLED' && of('transp') !== 'TRANSPARENT';
}

function occurrencesOf(event: ICAL.Event, zone: string, range: Period): Period[] {
  if (!event.isRecurring()) return [periodOf(event.startDate, event.endDate, zoneOf(event, zone))];
  const periods: Period[] = [];
  const occurrences = event.iterator();
  for (let count = 0; count < MOST_OCCURRENCES; count += 1) {
    // Nothing at the end, whatever its type says.
    const next = occurrences.next() as ICAL.Time | null | undefined;
    if (!next) break;
    const { item, startDate, endDate } = event.getOccurrenceDetails(next) as Occurrence;
    const period = periodOf(startDate, endDate, zoneOf(event, zone));
    if (period.from >= range.to) break;
    if (period.to > range.from && closes(item)) periods.push(period);
  }
  return periods;
}

/** The zone of its times when the feed names one without describing it. */
function zoneOf(event: ICAL.Event, office: string): string {
  const named = event.component.getFirstProperty('dtstart')?.getFirstParameter('tzid');
  return named !== undefined && isZone(named) ? named : office;
}

function periodOf(start: ICAL.Time, end: ICAL.Time, zone: string): Period {
  return { from: instant(start, zone), to: instant(end, zone) };
}

/** RFC 5545 §3.3.5: a floating time is the same wherever one is, hence the office's. */
function instant(time: ICAL.Time, zone: string): number {
  const floating = time.isDate || time.zone === ICAL.Timezone.localTimezone;
  if (!floating) return time.toJSDate().getTime();
  const { year, month, day, hour, minute } = time;
  return instantOf({ year, month, day }, time.isDate ? 0 : hour * 60 + minute, zone, 'first');
}
