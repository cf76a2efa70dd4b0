import { numberZones } from './number-zones.ts';
import { dayAt, instantOf, minuteOfDay, nextDay } from './wall-clock.ts';

/** Hours of the day at which a customer may be called, by the clocks where the number is (GMS `_do_not_call_items`). */
export interface LegalWindow {
  /** Who asked no longer ago than that expects the call, whatever the hour; 0: nobody does. */
  freshMs: number;
  /** Minutes since midnight: from the first on, before the second. */
  from: number;
  to: number;
}

const written = /^\s*(\d{1,6})\s*,\s*(\d{1,2})\s*,\s*(\d{1,2})\s*$/;
/** Zones so far apart that no hour suits all of them. */
const MOST_STEPS = 60;

/** `<threshold in seconds>,<earliest hour>,<latest hour>` such as `0,8,21`; null for what is none. */
export function readLegalWindow(text: string): LegalWindow | null {
  const [match, fresh, first, last] = written.exec(text) ?? [];
  const window = { freshMs: Number(fresh) * 1000, from: Number(first) * 60, to: Number(last) * 60 };
  return match !== undefined && window.from < window.to && window.to <= 24 * 60 ? window : null;
}

/**
 * When a number may be called from `at` on: `at` itself while it may. Of several zones it may be in, all have to agree;
 * a number of no country is taken to be in `otherwise`. Null when they never do.
 */
export function legalAt(
  window: LegalWindow,
  number: string,
  { at, askedAt, otherwise }: { at: number; askedAt: number; otherwise: string },
): number | null {
  if (at - askedAt < window.freshMs) return at;
  const known = numberZones(number);
  const zones = known.length > 0 ? known : [otherwise];
  let instant = at;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const agreed = Math.max(...zones.map((zone) => opening(window, zone, instant)));
    if (agreed === instant) return instant;
    instant = agreed;
  }
  return null;
}

/** The next instant at which clocks of the zone show a time of the window. */
function opening({ from, to }: LegalWindow, zone: string, at: number): number {
  const minute = minuteOfDay(at, zone);
  if (minute >= from && minute < to) return at;
  const today = dayAt(at, zone);
  const day = minute < from ? today : nextDay(today);
  return instantOf(day, from, zone, 'first');
}
