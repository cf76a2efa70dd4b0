import { isSupportedCountry } from 'libphonenumber-js/max';

import { readLegalWindow } from './hours/legal-window.ts';
import type { OptionValue } from './record.ts';

export interface OptionRule {
  /** The default. */
  fallback: OptionValue;
  /** Values arrive as JSON or as text of a form. */
  read(value: unknown): { value: OptionValue } | { why: string };
}

const LONGEST_SECONDS = 366 * 86_400;

export function switchOf(fallback: boolean): OptionRule {
  return choice(fallback, [true, false]);
}

export function choice(fallback: OptionValue, allowed: readonly OptionValue[]): OptionRule {
  const why = `it takes ${allowed.map((one) => (one === '' ? 'nothing' : String(one))).join(', ')}`;
  return {
    fallback,
    read(value) {
      const found = allowed.find(
        (one) => one === value || (isScalar(value) && String(one) === String(value).trim()),
      );
      return found === undefined ? { why } : { value: found };
    },
  };
}

export function integer(fallback: number, range: { min: number; max: number }): OptionRule {
  const why = `it takes a whole number from ${range.min} to ${range.max}`;
  return {
    fallback,
    read(value) {
      const number = numberFrom(value);
      return Number.isInteger(number) && number >= range.min && number <= range.max
        ? { value: number }
        : { why };
    },
  };
}

/** A length of time in seconds, kept to the millisecond. */
export function seconds(fallback: number): OptionRule {
  const why = `it takes seconds, more than 0 and at most ${LONGEST_SECONDS}`;
  return {
    fallback,
    read(value) {
      const number = Math.round(numberFrom(value) * 1000) / 1000;
      return number > 0 && number <= LONGEST_SECONDS ? { value: number } : { why };
    },
  };
}

export function text(fallback: string): OptionRule {
  return {
    fallback,
    read: (value) => (isScalar(value) ? { value: String(value) } : { why: 'it takes a text' }),
  };
}

/** What is dialled before a number. */
export function dialPrefix(): OptionRule {
  return {
    fallback: '',
    read(value) {
      const written = isScalar(value) ? String(value).trim() : ' ';
      return /^[0-9*#]{0,16}$/.test(written)
        ? { value: written }
        : { why: 'it takes nothing, or up to 16 digits, * and #' };
    },
  };
}

/** A comma list, also given as a JSON array. */
export function list(fallback: string): OptionRule {
  return {
    fallback,
    read(value) {
      if (Array.isArray(value) && value.every(isScalar)) return { value: value.join(',') };
      return isScalar(value)
        ? { value: String(value) }
        : { why: 'it takes a list of names with commas between' };
    },
  };
}

export function country(fallback: string): OptionRule {
  return {
    fallback,
    read(value) {
      const code = isScalar(value) ? String(value).trim().toUpperCase() : '';
      return isSupportedCountry(code)
        ? { value: code }
        : { why: 'it takes a two-letter ISO 3166 country code' };
    },
  };
}

/** Such as `1M`: a number and y, M, w, d, h or m (minutes). */
export function horizon(fallback: string): OptionRule {
  return {
    fallback,
    read(value) {
      const written = isScalar(value) ? String(value).trim() : '';
      return /^[1-9]\d{0,3}[yMwdhm]$/.test(written)
        ? { value: written }
        : { why: 'it takes a number and one of y, M, w, d, h, m, such as 1M' };
    },
  };
}

/** `<seconds>,<earliest hour>,<latest hour>`; nothing is no window. */
export function legalWindow(): OptionRule {
  return {
    fallback: '',
    read(value) {
      const written = isScalar(value) ? String(value).trim() : ' ';
      return written === '' || readLegalWindow(written)
        ? { value: written }
        : { why: 'it takes nothing, or seconds, the earliest and the latest hour, such as 0,8,21' };
    },
  };
}

/**
 * GMS: a recording by its address, or JSON `{"file": ..., "hints": ...}`; `{}` is none, not even what is played
 * without the option. Hints are for a media server.
 */
export function treatment(fallback: string): OptionRule {
  const why = 'it takes the address of a recording, JSON such as {"file": "sorry.wav"}, or {}';
  return {
    fallback,
    read(value) {
      const written = isScalar(value) ? String(value).trim() : value;
      if (typeof written === 'string' && !written.startsWith('{')) return { value: written };
      const given = typeof written === 'string' ? jsonOf(written) : written;
      if (typeof given !== 'object' || given === null || Array.isArray(given)) return { why };
      if (Object.keys(given).length === 0) return { value: '{}' };
      const { file } = given as { file?: unknown };
      return typeof file === 'string' && /^[^{\s]/.test(file) ? { value: file.trimEnd() } : { why };
    },
  };
}

/** A strategy of the project, by its name, its file, or the address it is served at. Kept as the file. */
export function strategyFile(fallback: string): OptionRule {
  const why = 'it takes nothing, or a strategy of the project: its name, or its address under /scxml/';
  return {
    fallback,
    read(value) {
      const written = isScalar(value) ? String(value).trim() : '?';
      const name = /^(?:(?:https?:\/\/[^/]+)?\/scxml\/)?([\w-][\w./-]*?)(?:\.scxml)?$/i.exec(written)?.[1];
      if (written === '') return { value: '' };
      return name === undefined || name.includes('..') ? { why } : { value: `${name}.scxml` };
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function numberFrom(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : Number.NaN;
}

function isScalar(value: unknown): value is OptionValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
