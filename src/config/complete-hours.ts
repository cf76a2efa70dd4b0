import type { CapacityGrid, CapacitySteps } from '../callback/hours/capacity.ts';
import type { HolidayPlace } from '../callback/hours/holidays.ts';
import type { OfficeHours } from '../callback/hours/office-hours.ts';
import { readDated, readWeekdays, readWeekly } from '../callback/hours/read-hours.ts';
import type { RawCapacity, RawOffice } from './hours-schema.ts';

export function completeOffice(name: string, raw: RawOffice): OfficeHours {
  return {
    name,
    zone: raw['time-zone'],
    weekly: (raw.weekly ?? []).flatMap((one) => valueOf(readWeekly(one))),
    additions: (raw.additions ?? []).flatMap((one) => valueOf(readDated(one))),
    exceptions: (raw.exceptions ?? []).flatMap((one) => valueOf(readDated(one))),
    holidays: raw.holidays ? placeOf(raw.holidays) : null,
    feeds: raw.feeds ?? [],
  };
}

/** The last of several lines about a weekday counts. */
export function completeCapacity(name: string, raw: RawCapacity): CapacityGrid {
  const weekly: CapacitySteps[] = Array.from({ length: 7 }, () => []);
  for (const [days, steps] of Object.entries(raw.weekly))
    for (const weekday of readWeekdays(days) ?? []) weekly[weekday - 1] = stepsOf(steps);
  const dates = Object.entries(raw.dates ?? {}).map(([date, steps]) => [date, stepsOf(steps)] as const);
  return { name, zone: raw['time-zone'] ?? null, weekly, dates: Object.fromEntries(dates) };
}

export function placeOf({ country, state, region }: NonNullable<RawOffice['holidays']>): HolidayPlace {
  return { country: country.toUpperCase(), state: state ?? null, region: region ?? null };
}

function stepsOf(steps: Record<string, number>): CapacitySteps {
  return Object.entries(steps)
    .map(([time, capacity]) => {
      const [hour = 0, minute = 0] = time.split(':').map(Number);
      return { minute: hour * 60 + minute, capacity };
    })
    .sort((a, b) => a.minute - b.minute);
}

/** What has a mistake never comes here: the checks have told of it. */
function valueOf<T>(read: { ok: true; value: T } | { ok: false }): T[] {
  return read.ok ? [read.value] : [];
}
