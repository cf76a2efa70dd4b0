import { RingbackError } from '../core/errors.ts';
import type { Options } from './options.ts';
import type { RequestParameters } from './request.ts';

/** What a service makes of what its requests are about. */
export interface SubjectTable {
  /** Key of the request, such as `subject` or `page`. */
  key: string;
  /** A subject that is not in the table: `default` has what the service has. */
  unknown: 'default' | 'refuse';
  subjects: readonly Subject[];
}

interface Subject {
  name: string;
  /** `_target` and `_priority` in place of the service's. */
  options: Options;
  /** Locale of what the customer hears; null: the service's. */
  language: string | null;
}

/** What a request is about, where its service looks at that. */
interface Chosen {
  options: Options;
  language: string | null;
}

/**
 * The subject of a request: without one, what the service has. Compared without case.
 * @throws OPTION_INVALID for one that is unknown, where the service refuses that
 */
export function subjectOf(table: SubjectTable | null, parameters: RequestParameters): Chosen {
  const given = table && Object.hasOwn(parameters, table.key) ? parameters[table.key] : null;
  if (!table || typeof given !== 'string' || given.trim() === '') return { options: {}, language: null };
  const wanted = given.trim().toLowerCase();
  const found = table.subjects.find(({ name }) => name.toLowerCase() === wanted);
  if (found) return found;
  if (table.unknown === 'default') return { options: {}, language: null };
  const why = `subjects are ${table.subjects.map(({ name }) => name).join(', ')}`;
  throw new RingbackError('OPTION_INVALID', { option: table.key, value: given.slice(0, 100), why });
}

/** Countries whose language it is, for languages that are written without one. */
const homes: Readonly<Record<string, string>> = { en: 'US' };

/**
 * The locale that a request asks for (`language`, such as `de`, `de-DE` or `de_DE`): null for none, and for what is no
 * language tag.
 * @param own the service's, which is meant by its language alone
 */
export function localeAsked(parameters: RequestParameters, own: string): string | null {
  const given = Object.hasOwn(parameters, 'language') ? parameters['language'] : null;
  const [, language, country] =
    /^([a-z]{2,3})(?:[-_]([A-Za-z]{2}))?$/.exec(typeof given === 'string' ? given.trim() : '') ?? [];
  if (language === undefined) return null;
  if (country !== undefined) return `${language}-${country.toUpperCase()}`;
  return own.startsWith(`${language}-`) ? own : `${language}-${homes[language] ?? language.toUpperCase()}`;
}
