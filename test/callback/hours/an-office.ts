import type { OfficeCalendar, OfficeHours } from '../../../src/callback/hours/office-hours.ts';
import { readDated, readWeekly } from '../../../src/callback/hours/read-hours.ts';

interface Written {
  zone?: string;
  weekly?: string[];
  additions?: string[];
  exceptions?: string[];
  holidays?: OfficeHours['holidays'];
}

/** An office with hours as they stand in the configuration. */
export function anOffice(written: Written = {}, closures: OfficeCalendar['closures'] = []): OfficeCalendar {
  const hours: OfficeHours = {
    name: 'office',
    zone: written.zone ?? 'UTC',
    weekly: (written.weekly ?? []).map((one) => value(readWeekly(one))),
    additions: (written.additions ?? []).map((one) => value(readDated(one))),
    exceptions: (written.exceptions ?? []).map((one) => value(readDated(one))),
    holidays: written.holidays ?? null,
    feeds: [],
  };
  return { hours, closures };
}

function value<T>(read: { ok: true; value: T } | { ok: false; why: string }): T {
  if (!read.ok) throw new Error(read.why);
  return read.value;
}

export function at(iso: string): number {
  return Date.parse(iso);
}
