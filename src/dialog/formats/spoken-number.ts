import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

import type { Language } from './language.ts';

/**
 * A telephone number digit by digit, with pauses where its own country writes spaces: at home as it is dialled
 * there, from abroad with its country code. Other digits come in threes.
 */
export function spokenNumber(text: string, locale: string, language: Language): string {
  const groups = northAmerican(text, locale) ?? written(text, locale) ?? inThrees(text);
  const spoken = groups
    .filter((group) => group !== '')
    .map((group) => language.group(group))
    .join(', ');
  const abroad = text.startsWith('+') && groups[0] !== '';
  return abroad ? `${language.plus} ${spoken}` : spoken;
}

// A first group that is empty says that the number is said as at home.
const AT_HOME = '';

/** The common case of `en-US`, for which the library is slow. */
function northAmerican(text: string, locale: string): string[] | null {
  const match = locale === 'en-US' ? /^\+1(\d{3})(\d{3})(\d{4})$/.exec(text) : null;
  return match ? [AT_HOME, ...match.slice(1)] : null;
}

function written(text: string, locale: string): string[] | null {
  const number = /^\+\d{6,15}$/.test(text) ? parsePhoneNumberFromString(text) : undefined;
  if (!number) return null;
  const home = number.country === locale.split('-')[1];
  const groups = (home ? number.formatNational() : number.formatInternational()).match(/\d+/g) ?? [];
  return home ? [AT_HOME, ...groups] : groups;
}

function inThrees(text: string): string[] {
  return text.replaceAll(/\D/g, '').match(/\d{1,3}/g) ?? [AT_HOME];
}
