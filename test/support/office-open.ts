import type { OfficeHours } from '../../src/callback/hours/office-hours.ts';
import { readWeekly } from '../../src/callback/hours/read-hours.ts';

/** An office named `office`, open at those hours of the week. */
export function officeOpen(weekly: string, zone = 'UTC'): OfficeHours {
  const read = readWeekly(weekly);
  if (!read.ok) throw new Error(read.why);
  const nothing = { additions: [], exceptions: [], holidays: null, feeds: [] };
  return { name: 'office', zone, weekly: [read.value], ...nothing };
}
