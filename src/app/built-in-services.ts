import { capacityAt } from '../callback/hours/capacity.ts';
import { openPeriods } from '../callback/hours/office-hours.ts';
import type { Period } from '../callback/hours/period.ts';
import { RingbackError } from '../core/errors.ts';
import type { App } from './ports.ts';

/** GMS: capacities are told by the hour. */
const HOUR_MS = 3_600_000;

/** When the office of that name is open within the range. @throws SERVICE_UNKNOWN */
export function openPeriodsOf(app: App, name: string, range: Period): Period[] {
  const { hours, capacity } = app.config();
  const office = hours.find((one) => one.name === name);
  if (office) return openPeriods({ hours: office, closures: app.feeds.closures(office) }, range);
  const known = [...hours, ...capacity].map((one) => one.name).join(', ');
  throw new RingbackError('SERVICE_UNKNOWN', { service: name.slice(0, 100), known });
}

/** What a slot takes, hour by hour of the range; null when there is no capacity of that name. */
export function slotCapacities(
  app: App,
  name: string,
  { from, to }: Period,
): (Period & { capacity: number })[] | null {
  const grid = app.config().capacity.find((one) => one.name === name);
  if (!grid) return null;
  const first = Math.floor(from / HOUR_MS);
  const count = Math.ceil(to / HOUR_MS) - first;
  return Array.from({ length: count }, (_, index) => {
    const at = (first + index) * HOUR_MS;
    return { from: at, to: at + HOUR_MS, capacity: capacityAt(grid, at, grid.zone ?? 'UTC') };
  });
}
