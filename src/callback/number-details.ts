import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** All that is known of a number; null for what is none. `country` is where numbers without a country code belong. */
export function numberDetails(
  number: string,
  country: string,
): Record<string, string | boolean | null> | null {
  if (!isSupportedCountry(country)) return null;
  const parsed = parsePhoneNumberFromString(number, { defaultCountry: country, extract: false });
  if (!parsed) return null;
  return {
    'country-code': parsed.countryCallingCode,
    'national-number': parsed.nationalNumber,
    extension: parsed.ext ?? null,
    country: parsed.country ?? null,
    type: parsed.getType() ?? null,
    possible: parsed.isPossible(),
    valid: parsed.isValid(),
    premium: parsed.getType() === 'PREMIUM_RATE',
    E164: parsed.number,
    international: parsed.formatInternational(),
    national: parsed.formatNational(),
    RFC3966: parsed.format('RFC3966'),
  };
}
