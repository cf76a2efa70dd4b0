import type { Json } from '../../core/json.ts';

const SECONDS_A_MINUTE = 60;
const MINUTES_AN_HOUR = 60;
/** From an hour on, nobody wants single minutes. */
const LONG_STEP_MINUTES = 5;

/** How English prompts say values. Whatever the value is, something is said, never an error. */
export const englishFormats = {
  text: (value: Json): string => plain(value),
  number: (value: Json): string => {
    const number = numeric(value);
    return number === null ? plain(value) : number.toLocaleString('en-US', { maximumFractionDigits: 2 });
  },
  duration: (value: Json): string => {
    const seconds = numeric(value);
    return seconds === null ? plain(value) : duration(seconds);
  },
  digits: (value: Json): string => digits(plain(value)),
  time: (value: Json, { zone }: { zone: string }): string =>
    instant(value, { hour: 'numeric', minute: '2-digit', timeZone: zone }),
  date: (value: Json, { zone }: { zone: string }): string =>
    instant(value, { weekday: 'long', month: 'long', day: 'numeric', timeZone: zone }),
};

/** Seconds, rounded up so that nobody is promised less than it takes. */
function duration(seconds: number): string {
  if (seconds < SECONDS_A_MINUTE) return 'less than a minute';
  const minutes = Math.ceil(seconds / SECONDS_A_MINUTE);
  if (minutes < MINUTES_AN_HOUR) return `about ${count(minutes, 'minute')}`;
  const rounded = Math.ceil(minutes / LONG_STEP_MINUTES) * LONG_STEP_MINUTES;
  const hours = count(Math.floor(rounded / MINUTES_AN_HOUR), 'hour');
  const rest = rounded % MINUTES_AN_HOUR;
  return rest === 0 ? `about ${hours}` : `about ${hours} and ${count(rest, 'minute')}`;
}

/** Digit by digit with pauses: a number of North America in its usual groups, others from the left in threes. */
function digits(text: string): string {
  const northAmerican = /^\+?1(\d{3})(\d{3})(\d{4})$/.exec(text);
  const groups = northAmerican?.slice(1) ?? text.replaceAll(/\D/g, '').match(/\d{1,3}/g) ?? [];
  const spoken = groups.map((group) => group.replace(/(?<=\d)(?=\d)/g, ' ')).join(', ');
  return text.startsWith('+') && !northAmerican ? `plus ${spoken}` : spoken;
}

/** An instant, epoch milliseconds. */
function instant(value: Json, format: Intl.DateTimeFormatOptions): string {
  const ms = numeric(value);
  if (ms === null || Math.abs(ms) > 8.64e15) return plain(value);
  return new Intl.DateTimeFormat('en-US', format).format(ms).replaceAll('\u202f', ' ');
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

function numeric(value: Json): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function plain(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
