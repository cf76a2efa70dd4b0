import { createRequire } from 'node:module';

import type Holidays from 'date-holidays';

/** Whose public holidays are kept: ISO 3166 country, its state and region as date-holidays names them. */
export interface HolidayPlace {
  country: string;
  state: string | null;
  region: string | null;
}

const HOUR_MS = 3_600_000;
const known = new Map<string, ReadonlySet<string>>();

/** The days of a year, `2026-12-25`, on which the place has a public holiday. */
export function holidaysOf(place: HolidayPlace, year: number): ReadonlySet<string> {
  const key = JSON.stringify([place.country, place.state, place.region, year]);
  const days = known.get(key) ?? new Set(calendarOf(place).getHolidays(year).flatMap(daysOf));
  known.set(key, days);
  return days;
}

/** Why nothing is known of the place's holidays; null when something is. */
export function unknownPlace({ country, state, region }: HolidayPlace): string | null {
  const all = new (library())();
  if (!all.getCountries()[country]) return `nothing is known of the holidays of country "${country}"`;
  if (state === null) return null;
  const states = all.getStates(country) as Record<string, string> | undefined;
  if (!states?.[state]) return placeHint(`state "${state}" of ${country}`, states);
  if (region === null) return null;
  const regions = all.getRegions(country, state) as Record<string, string> | undefined;
  return regions?.[region] ? null : placeHint(`region "${region}" of ${country} ${state}`, regions);
}

function placeHint(what: string, places: Record<string, string> | undefined): string {
  const names = Object.keys(places ?? {});
  return `nothing is known of ${what}; known are ${names.length > 0 ? names.join(', ') : 'none'}`;
}

function calendarOf({ country, state, region }: HolidayPlace): Holidays {
  const place = { country, ...(state !== null && { state }), ...(region !== null && { region }) };
  return new (library())(place, { types: ['public'] });
}

/** Some last longer than a day. A day on which clocks go back is one day all the same. */
function daysOf({ date, start, end }: { date: string; start: Date; end: Date }): string[] {
  const first = Date.parse(`${date.slice(0, 10)}T${date.slice(11, 19) || '00:00:00'}Z`);
  const last = first + (end.getTime() - start.getTime()) - 2 * HOUR_MS;
  const days: string[] = [];
  for (let at = first; at <= Math.max(first, last); at += 24 * HOUR_MS) days.push(isoDayOf(at));
  const lastDay = isoDayOf(Math.max(first, last));
  return days.includes(lastDay) ? days : [...days, lastDay];
}

function isoDayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** Megabytes of rules: loaded by whoever has holidays configured. */
function library(): typeof Holidays {
  const loaded = createRequire(import.meta.url)('date-holidays') as { default?: typeof Holidays };
  return loaded.default ?? (loaded as unknown as typeof Holidays);
}
