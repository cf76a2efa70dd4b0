import { DateTime } from 'luxon';

import type { ServiceConfiguration } from '../callback/configuration.ts';
import { officeOf } from './office.ts';
import type { App } from './ports.ts';
import { availableSlots } from './slots.ts';

/** A caller hears days of about a month at most. */
const MOST_DAYS = 31;
const HOUR_MS = 3_600_000;

/** The days from `from` on (epoch ms) on which a callback can be booked: their first free time, `most` of them at most. */
export async function freeDays(
  app: App,
  service: ServiceConfiguration,
  { from, most }: { from: number; most: number },
): Promise<number[]> {
  const zone = serviceZone(app, service);
  const found: number[] = [];
  let day = DateTime.fromMillis(Math.max(from, app.clock.now()), { zone });
  for (let count = 0; count < MOST_DAYS && found.length < most; count += 1) {
    const [first] = await freeTimes(app, service, { from: day.toMillis(), most: 1 });
    if (first !== undefined) found.push(first);
    day = day.startOf('day').plus({ days: 1 });
  }
  return found;
}

/**
 * Times at which a callback can be booked, from `from` on (epoch ms) to the end of its day: of each hour the first slot
 * that has room.
 */
export async function freeTimes(
  app: App,
  service: ServiceConfiguration,
  { from, most }: { from: number; most: number },
): Promise<number[]> {
  const to = endOfDay(from, serviceZone(app, service));
  const { slots } = await availableSlots(app, service.name, { from, to });
  const byHour = new Map<number, number>();
  for (const { at } of slots) if (!byHour.has(nextHour(at))) byHour.set(nextHour(at), at);
  return [...byHour.values()].slice(0, most);
}

/** The IANA zone in which callers of the service think of times. */
export function serviceZone(app: App, service: ServiceConfiguration): string {
  const roster = app.config().queues.find((queue) => queue.name === service.queue)?.roster;
  return officeOf(app, service.options)?.hours.zone ?? roster?.zone ?? 'UTC';
}

/** When the day of an instant is over, epoch ms. */
export function endOfDay(at: number, zone: string): number {
  return DateTime.fromMillis(at, { zone }).startOf('day').plus({ days: 1 }).toMillis();
}

/** The full hour after an instant. */
export function nextHour(at: number): number {
  return (Math.floor(at / HOUR_MS) + 1) * HOUR_MS;
}
