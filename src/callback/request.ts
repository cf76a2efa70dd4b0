import { RingbackError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { ServiceConfiguration } from './configuration.ts';
import { consentOf, type Consent } from './consent.ts';
import { desiredTime } from './desired-time.ts';
import { checkNumber, numberRules } from './numbers.ts';
import { filled, type OptionTemplates } from './option-templates.ts';
import { type OptionName, isOption, listOption, optionClashes, readOption, type Options } from './options.ts';
import type { OptionValue } from './record.ts';
import { localeAsked, subjectOf } from './subjects.ts';
import { checkedUserData } from './user-data.ts';

/** What a request may say, as JSON or as a form: keys with an underscore are the service's, others the caller's. */
export type RequestParameters = Record<string, Json>;

/** A request that was found good. */
export interface CallbackRequest {
  /** E.164. */
  customerNumber: string;
  desiredAt: number | null;
  originatingInteractionId: string | null;
  options: Options;
  /** Locale of what the customer hears: as asked for, the subject's, or the service's. */
  language: string;
  userData: Record<string, string>;
  /** Left out when the request tells none. */
  consent?: Consent;
}

/** Lookup keys that the record has itself. */
const ownKeys = ['_customer_number', '_desired_time'];
/** A request that wants something else than a call from us must not be taken for one that wants that. */
const kinds = ['_media_type', '_call_direction'] as const;
/** Who is told what becomes of the callback: a request may say it of any service. */
const ofEveryRequest: readonly OptionName[] = [
  '_enable_status_notification',
  '_status_notification_type',
  '_status_notification_target',
  '_status_notification_events',
  '_status_notification_language',
  '_status_notification_debug',
  '_enable_notification_reminder',
  '_notification_reminder_buffer',
];

/**
 * Checks a request for a callback, in this order: options, mandatory keys, number, time, user data.
 * Underscored keys that are neither request keys nor overwritable options are passed over, as GMS does.
 *
 * @throws OPTION_INVALID, NUMBER_MISSING, NUMBER_INVALID, TIME_INVALID, BAD_REQUEST
 */
export function readRequest(
  service: ServiceConfiguration,
  parameters: RequestParameters,
  now: number,
): CallbackRequest {
  const subject = subjectOf(service.subjects, parameters);
  const options = mergeOptions(withSubject(service.options, subject.options), service.templates, parameters);
  for (const key of listOption(options, '_mandatory_customer_lookup_keys')) require(parameters, key);
  const number = textOf(parameters, '_customer_number');
  if (number === null) throw new RingbackError('NUMBER_MISSING');
  const checked = checkNumber(number, numberRules(options));
  if (!checked.ok)
    throw new RingbackError('NUMBER_INVALID', { number: number.slice(0, 60), why: checked.why });
  const [source, time] = [textOf(parameters, '_consent_source'), textOf(parameters, '_consent_time')];
  const consent = consentOf({ source, time }, now);
  return {
    ...(consent && { consent }),
    customerNumber: checked.number,
    desiredAt: desiredTime(textOf(parameters, '_desired_time'), options, now),
    originatingInteractionId: textOf(parameters, '_originating_interaction_id')?.slice(0, 200) ?? null,
    options,
    language: localeAsked(parameters, service.locale) ?? subject.language ?? service.locale,
    userData: userDataOf(parameters, options),
  };
}

/** Copying so many options would take as long as the rest of the request. */
function withSubject(options: Options, subject: Options): Options {
  return Object.keys(subject).length === 0 ? options : { ...options, ...subject };
}

/** The service's options, with those that depend on the request, those it lets a request replace, and those any may. */
function mergeOptions(given: Options, templates: OptionTemplates, parameters: RequestParameters): Options {
  for (const kind of kinds) checkKind(kind, given, parameters);
  const replaceable = [...listOption(given, '_overwritable_options'), ...ofEveryRequest];
  const own = Object.entries(templates).map(
    ([option, template]) => [option, filled(template, parameters)] as const,
  );
  const replaced = [...own, ...replaceable.map((option) => [option, parameters[option]] as const)].flatMap(
    ([option, written]) => {
      const value = isOption(option) ? readGiven(option, written) : null;
      return value === null ? [] : [[option, value] as const];
    },
  );
  if (replaced.length === 0) return given;
  const options = { ...given, ...Object.fromEntries(replaced) };
  const [clash] = optionClashes(options);
  if (clash) throw new RingbackError('OPTION_INVALID', { ...clash });
  return options;
}

/** @throws OPTION_INVALID for another kind than the service's */
function checkKind(option: OptionName, given: Options, parameters: RequestParameters): void {
  const value = readGiven(option, parameters[option]);
  if (value === null || value === given[option]) return;
  const why = `the service has ${String(given[option])}`;
  throw new RingbackError('OPTION_INVALID', { option, value: String(value), why });
}

/** An option of the request; null when it has none. @throws OPTION_INVALID */
function readGiven(option: OptionName, value: Json | undefined): OptionValue | null {
  if (value === undefined || value === null) return null;
  const read = readOption(option, value);
  if ('value' in read) return read.value;
  const { why } = read;
  throw new RingbackError('OPTION_INVALID', { option, value: written(value).slice(0, 100), why });
}

function require(parameters: RequestParameters, key: string): void {
  if (textOf(parameters, key) !== null) return;
  if (key === '_customer_number') throw new RingbackError('NUMBER_MISSING');
  throw new RingbackError('OPTION_INVALID', { option: key, value: '', why: 'it is mandatory' });
}

/** The caller's own pairs, and the lookup keys. */
function userDataOf(parameters: RequestParameters, options: Options): Record<string, string> {
  const lookup = listOption(options, '_customer_lookup_keys').filter((key) => !ownKeys.includes(key));
  const pairs = Object.entries(parameters)
    .filter(([key, value]) => value !== null && (!key.startsWith('_') || lookup.includes(key)))
    .map(([key, value]) => [key, written(value)] as const);
  return checkedUserData(Object.fromEntries(pairs));
}

/** A parameter as trimmed text; null when it is missing or empty. */
function textOf(parameters: RequestParameters, key: string): string | null {
  const value = Object.hasOwn(parameters, key) ? parameters[key] : undefined;
  if (value === undefined || value === null) return null;
  return written(value).trim() || null;
}

function written(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
