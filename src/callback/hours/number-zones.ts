import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

import { areaZones } from './area-zones.ts';

/**
 * Time zones that an E.164 number may be in: of its area code in North America, else all of its country; none when its
 * country is not known.
 */
export function numberZones(number: string): readonly string[] {
  const parsed = parsePhoneNumberFromString(number);
  if (!parsed?.country) return [];
  const area = parsed.countryCallingCode === '1' ? areaZones(parsed.nationalNumber.slice(0, 3)) : null;
  return area ?? zonesOf(parsed.country);
}

const known = new Map<string, readonly string[]>();

/** By the region data of the runtime (ECMA-402). */
function zonesOf(country: string): readonly string[] {
  const zones = known.get(country) ?? zonesInRegion(country);
  known.set(country, zones);
  return zones;
}

function zonesInRegion(country: string): readonly string[] {
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones?(): string[] | undefined };
  return locale.getTimeZones?.() ?? [];
}
