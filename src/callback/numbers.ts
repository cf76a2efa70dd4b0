import { parsePhoneNumberFromString, type CountryCode, type PhoneNumber } from 'libphonenumber-js/max';

import { booleanOption, textOption, type Options } from './options.ts';

export interface NumberRules {
  /** ISO 3166 code of the country that numbers without a country code belong to. */
  country: string;
  refuseImpossible: boolean;
  refusePremium: boolean;
  refuseSatellite: boolean;
}

export type CheckedNumber = { ok: true; number: string } | { ok: false; why: string };

const LONGEST_INPUT = 60;
/** ITU-T E.164 (list of assigned codes): Inmarsat, personal numbers, mobile satellites, international networks. */
const satellites = /^\+(870|878|88[123])/;
const withheld = new Set([
  '',
  'anonymous',
  'restricted',
  'unavailable',
  'unknown',
  'private',
  'withheld',
  'asserted',
]);

/** The rules that a service's options name. */
export function numberRules(options: Options): NumberRules {
  return {
    country: textOption(options, '_default_country'),
    refuseImpossible: booleanOption(options, '_disallow_impossible_phone_numbers'),
    refusePremium: booleanOption(options, '_disallow_premium_phone_numbers'),
    refuseSatellite: booleanOption(options, '_disallow_satellite_phone_numbers'),
  };
}

/**
 * A number as a person keys, types or sends it, to E.164: with `+`, with 00 or 011 for abroad, or as it is
 * written inside the default country. Otherwise says why it cannot be called.
 */
export function checkNumber(input: string, rules: NumberRules): CheckedNumber {
  const written = input.trim();
  if (written === '') return { ok: false, why: 'it is empty' };
  if (written.length > LONGEST_INPUT) return { ok: false, why: 'it is too long' };
  const parsed = bestReading(readings(written), rules.country);
  if (!parsed) return { ok: false, why: 'it is not a telephone number' };
  if (parsed.ext) return { ok: false, why: 'an extension cannot be dialled' };
  if (rules.refuseImpossible && !parsed.isPossible())
    return { ok: false, why: 'it has the wrong number of digits for its country' };
  if (rules.refusePremium && parsed.getType() === 'PREMIUM_RATE')
    return { ok: false, why: 'it is a premium-rate number' };
  if (rules.refuseSatellite && satellites.test(parsed.number))
    return { ok: false, why: 'it is a number of a satellite or an international network' };
  return { ok: true, number: parsed.number };
}

/**
 * The number in a call's caller id (digits, a tel: or sip: URI, a name-addr), to E.164; null when it is
 * withheld or no number that could be called back.
 */
export function callerNumber(from: string, rules: NumberRules): string | null {
  const user = userPart(from.slice(0, 300));
  if (withheld.has(user.toLowerCase())) return null;
  const strict = { ...rules, refuseImpossible: true };
  const checked = checkNumber(user, strict);
  if (checked.ok) return checked.number;
  // Trunks often hand over E.164 digits without the plus.
  const international = /^[1-9]\d{7,14}$/.test(user) ? checkNumber(`+${user}`, strict) : checked;
  return international.ok ? international.number : null;
}

/** As written, then as the two ways to dial abroad; a national reading wins, since 011 is also an area code. */
function readings(written: string): string[] {
  const digits = written.replace(/[\s().\-/]/g, '');
  if (digits.startsWith('011')) return [written, `+${digits.slice(3)}`];
  if (digits.startsWith('00')) return [written, `+${digits.slice(2)}`];
  return [written];
}

function bestReading(written: string[], country: string): PhoneNumber | undefined {
  const parsed = written
    .map((one) => parsePhoneNumberFromString(one, { defaultCountry: country as CountryCode, extract: false }))
    .filter((one) => one !== undefined);
  if (parsed.length === 1) return parsed[0];
  return parsed.find((one) => one.isValid()) ?? parsed.find((one) => one.isPossible()) ?? parsed[0];
}

/** RFC 3261 §19.1 and RFC 3966: what stands between the scheme and the host or the parameters. */
function userPart(from: string): string {
  const open = from.indexOf('<');
  const close = from.indexOf('>', open);
  const uri = (open >= 0 && close > open ? from.slice(open + 1, close) : from).trim();
  const rest = uri.replace(/^(sips?|tel):/i, '');
  const end = rest.search(/[@;?]/);
  const user = end >= 0 ? rest.slice(0, end) : rest;
  // `user:password@host` (RFC 3261 §19.1.1)
  return (user.split(':')[0] ?? '').trim();
}
