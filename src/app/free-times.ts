import { DateTime } from 'luxon';

import { officeOf } from './office.ts';
import type { App } from './ports.ts';
import { serviceNamed } from './services.ts';
import { availableSlots } from './slots.ts';

/** A caller hears days of about a month at most. */
const MOST_DAYS = 31;
const HOUR_MS = 3_600_000;

interface Wanted {
  /** Epoch ms. */
  from: number;
  most: number;
}

/** The days from `from` on, on which a callback can be booked: their first free time. @throws SERVICE_UNKNOWN */
export async function freeDays(app: App, service: string, { from, most }: Wanted): Promise<number[]> {
  const found: number[] = [];
  let day = from;
  for (let count = 0; count < MOST_DAYS && found.length < most; count += 1) {
    const [first] = await freeTimes(app, service, { from: day, most: 1 });
    if (first !== undefined) found.push(first);
    day = endOfDay(app, service, day);
  }
  return found;
}

/**
 * Times at which a callback can be booked, from `from` on to the end of its day: of each hour the first slot that has
 * room. @throws SERVICE_UNKNOWN
 */
export async function freeTimes(app: App, service: string, { from, most }: Wanted): Promise<number[]> {
  const end = endOfDay(app, service, from);
  const found: number[] = [];
  for (let at = from; at < end && found.length < most; at = nextHour(at)) {
    const hour = { from: at, to: Math.min(nextHour(at), end), most: 1 };
    const [first] = (await availableSlots(app, service, hour)).slots;
    if (first) found.push(first.at);
  }
  return found;
}

/** The IANA zone in which callers of the service think of times: that of its office, or of its roster. @throws SERVICE_UNKNOWN */
export function serviceZone(app: App, service: string): string {
  const { options, queue } = serviceNamed(app, service);
  const roster = app.config().queues.find(({ name }) => name === queue)?.roster;
  return officeOf(app, options)?.hours.zone ?? roster?.zone ?? 'UTC';
}

/** When the day of an instant is over, epoch ms. @throws SERVICE_UNKNOWN */
export function endOfDay(app: App, service: string, at: number): number {
  const zone = serviceZone(app, service);
  return DateTime.fromMillis(at, { zone }).startOf('day').plus({ days: 1 }).toMillis();
}

/** The full hour after an instant. */
export function nextHour(at: number): number {
  return (Math.floor(at / HOUR_MS) + 1) * HOUR_MS;
}
