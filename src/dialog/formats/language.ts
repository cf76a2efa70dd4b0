import type { Json } from '../../core/json.ts';

const SECONDS_A_MINUTE = 60;
const MINUTES_AN_HOUR = 60;
/** From an hour on, nobody wants single minutes. */
const LONG_STEP_MINUTES = 5;
const LATEST_INSTANT = 8.64e15;

/** What differs from language to language in how values are said. */
export interface Language {
  /** A number of seconds as a wait, rounded up so that nobody is promised less than it takes. */
  duration(seconds: number): string;
  /** The time of day of an instant (epoch milliseconds). */
  time(ms: number, place: { locale: string; zone: string }): string;
  /** The sign before a country code. */
  plus: string;
  /** Digits that are said together. */
  group(digits: string): string;
}

/** How long a wait is, in what people say: whole minutes, and from an hour on steps of five. */
export function waitOf(seconds: number): { hours: number; minutes: number } {
  if (seconds < SECONDS_A_MINUTE) return { hours: 0, minutes: 0 };
  const minutes = Math.ceil(seconds / SECONDS_A_MINUTE);
  if (minutes < MINUTES_AN_HOUR) return { hours: 0, minutes };
  const rounded = Math.ceil(minutes / LONG_STEP_MINUTES) * LONG_STEP_MINUTES;
  return { hours: Math.floor(rounded / MINUTES_AN_HOUR), minutes: rounded % MINUTES_AN_HOUR };
}

/** The hour (0 to 23) and minute of an instant in a zone. */
export function clockOf(ms: number, zone: string): { hour: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: 'numeric', timeZone: zone });
  const of = new Map(parts.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  return { hour: of.get('hour') ?? 0, minute: of.get('minute') ?? 0 };
}

/** Digits one by one. */
export function singly(digits: string): string {
  return Array.from(digits).join(' ');
}

/** A number, or text that is one. */
export function numberOf(value: Json): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** Epoch milliseconds of an instant that a calendar knows. */
export function instantOf(value: Json): number | null {
  const ms = numberOf(value);
  return ms === null || Math.abs(ms) > LATEST_INSTANT ? null : ms;
}

/** Any value as text. */
export function plain(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
