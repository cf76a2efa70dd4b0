import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

import { meetsPattern, type NumberPattern } from './number-pattern.ts';

/** Which numbers a queue may call. */
export interface NumberPolicy {
  name: string;
  /** ISO 3166 codes of the countries that may be called. */
  countries: readonly string[];
  /** What an empty list means. */
  noCountries: 'all' | 'none';
  /** Called whatever their country; a blocked one is not. */
  allowed: readonly { written: string; pattern: NumberPattern }[];
  blocked: readonly { written: string; pattern: NumberPattern }[];
  /** Files and addresses of lists of numbers that are never called. */
  doNotCall: readonly string[];
  /** Callbacks in any 24 hours by country; `*` for each country that is not named. */
  perDay: Readonly<Record<string, number>>;
}

export interface NumberRefusal {
  rule: 'blocked' | 'country' | 'do-not-call';
  why: string;
}

/** Why a number (E.164) may not be called; null when it may. `listed`: it stands in a list of numbers never to call. */
export function policyRefusal(policy: NumberPolicy, number: string, listed: boolean): NumberRefusal | null {
  if (listed) return { rule: 'do-not-call', why: 'it stands in a list of numbers that are never called' };
  const blocked = policy.blocked.find(({ pattern }) => meetsPattern(pattern, number));
  if (blocked) return { rule: 'blocked', why: `it meets the blocked pattern ${blocked.written}` };
  if (policy.allowed.some(({ pattern }) => meetsPattern(pattern, number))) return null;
  const country = countryOf(number);
  if (policy.countries.length === 0 && policy.noCountries === 'all') return null;
  if (country !== null && policy.countries.includes(country)) return null;
  return {
    rule: 'country',
    why: `its country (${country ?? 'none'}) is not one of those that may be called`,
  };
}

/** The most callbacks that the number's country may have in 24 hours; null for any number of them. */
export function dailyLimit(policy: NumberPolicy, number: string): { country: string; limit: number } | null {
  const country = countryOf(number) ?? 'none';
  const limit = policy.perDay[country] ?? policy.perDay['*'];
  return limit === undefined ? null : { country, limit };
}

/** ISO 3166; null for a number of no country, as of satellites. */
export function countryOf(number: string): string | null {
  return parsePhoneNumberFromString(number)?.country ?? null;
}
