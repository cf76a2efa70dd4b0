import type { OfficeHours } from '../callback/hours/office-hours.ts';
import { readWeekly } from '../callback/hours/read-hours.ts';

/** Name of the office that tests have. */
export const OFFICE = 'office';

/** The office, open at those hours of the week, UTC. @throws Error when they are none */
export function officeOpen(written: string): OfficeHours {
  const weekly = readWeekly(written);
  if (!weekly.ok) throw new Error(`hours: ${weekly.why}`);
  const nothing = { additions: [], exceptions: [], holidays: null, feeds: [] };
  return { name: OFFICE, zone: 'UTC', weekly: [weekly.value], ...nothing };
}
