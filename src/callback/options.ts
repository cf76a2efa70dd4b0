import {
  choice,
  country,
  dialPrefix,
  list,
  switchOf,
  text,
  horizon,
  legalWindow,
  integer,
  seconds,
  strategyFile,
  treatment,
  type OptionRule,
} from './option-rules.ts';
import { isTemplate, type OptionTemplates } from './option-templates.ts';
import { otherOption } from './other-options.ts';
import type { OptionValue } from './record.ts';
import { unknownStatusEvent } from './status-events.ts';
import { waitMethods } from './wait-method.ts';

/**
 * The `_` options of a callback service: names, defaults and meanings are those of GMS 8.5 unless noted.
 * Seconds may be fractions.
 */
export const optionRules = {
  /** Who dials; the customer does where the service has an access number. */
  _call_direction: choice('USERTERMINATED', ['USERTERMINATED', 'USERORIGINATED']),
  _media_type: choice('voice', ['voice']),
  /** Agents' skill expression, or one agent; empty = everyone of the service's queue. */
  _target: text(''),
  /** Higher goes first in the virtual queue. */
  _priority: integer(0, { min: -1000, max: 1000 }),
  /** The agent whose call it is at first, by id (ours). */
  _preferred_agent: text(''),
  /** For how long the callback is for that agent alone (ours). */
  _preferred_agent_timeout: seconds(300),
  /** The callback is for that agent alone for ever (ours). */
  _agent_owned: switchOf(false),
  _wait_for_agent: switchOf(true),
  /** An agent is reserved before the customer is dialled, not after (ours). */
  _reserve_before_dial: switchOf(false),
  /** The agent who is reserved looks at the callback and says whether it is dialled. */
  _agent_preview: switchOf(false),
  _agent_preview_allow_reject: switchOf(true),
  /** How long the agent may look. */
  _agent_preview_timeout: seconds(30),
  /** Who says nothing in that time is not ready then, for the reason below. */
  _agent_preview_timeout_set_notready: switchOf(false),
  _agent_preview_set_notready_reason: text('RONA'),
  /** Pause until the next agent is asked, after one rejected it or said nothing. */
  _agent_reject_retry_timeout: seconds(30),
  /** Who is called first, once an agent is reserved. */
  _userterminated_first_connect_party: choice('CUSTOMER', ['CUSTOMER', 'AGENT']),
  /** The customer may be dialled before an agent is free (ours). */
  _dial_ahead: switchOf(false),
  _wait_for_user_confirm: switchOf(false),
  _user_confirm_timeout: seconds(30),
  _on_user_confirm_timeout: choice('', ['', 'CONNECT-ANYWAY']),
  /** How often an app is asked whether its user is ready. */
  _max_number_of_user_availability_confirmation_attempts: integer(3, { min: 1, max: 10 }),
  /** Customers who call key a code that they were given; else they are known by their number. */
  _provide_code: switchOf(false),
  /** How long a customer who was told where to call is expected. */
  _booking_expiration_timeout: seconds(300),
  /** Attempts to reach the customer before the callback is given up. */
  _max_dial_attempts: integer(3, { min: 1, max: 10 }),
  /** How often the customer may put the call off when it comes; that uses no attempt up (ours). */
  _max_reschedules: integer(3, { min: 0, max: 10 }),
  /** Pause between two attempts. */
  _dial_retry_timeout: seconds(600),
  /** How long the customer's phone may ring (ours). */
  _dial_timeout: seconds(30),
  /** Dialled before the customer's number, which then goes without its `+`. */
  _prefix_dial_out: dialPrefix(),
  /** What the customer's phone shows; empty = `caller-id` of the service. */
  _calling_party_number: text(''),
  _calling_party_display_name: text(''),
  _cpd_enable: switchOf(true),
  _call_timeguard_timeout: seconds(10),
  _agent_reserve_timeout: seconds(30),
  /** How long a customer who answered waits on the line for an agent. */
  _max_time_to_wait_for_agent_on_the_call: seconds(3600),
  /** Played to who waits on the line for an agent, before the music. */
  _treatment_waiting_for_agent: treatment(''),
  /** Played to a person who answers. */
  _treatment_customer_connect: treatment(''),
  /** Left on an answering machine at the last attempt, in place of the service's `voicemail-dialog`. */
  _treatment_call_failure_answering_machine: treatment(''),
  /** Played when nobody came free in `_max_time_to_wait_for_agent_on_the_call`. */
  _treatment_find_agent_fail: treatment(''),
  /** A VoiceXML page, or a dialog, for a person who answers, before the confirmation. */
  _on_customer_connect_treatment_url: text(''),
  /** A strategy that is run after dialling, with `_call_state` and `_interaction_id`. */
  _plugin_on_dial_url: strategyFile(''),
  /** The plug-in controls the call: it is told what becomes of it. */
  _plugin_on_dial_associate_ixn: switchOf(true),
  /** The plug-in is run too when no person answered. */
  _plugin_on_dial_invoke_on_call_failed: switchOf(true),
  /** The callback goes on without the plug-in after that. */
  _plugin_on_dial_timeout: seconds(60),
  /** How long the callback waits in the virtual queue for a target. */
  _urs_queued_ttl: seconds(14_400),
  /** How the wait is estimated that callers are told (ours). */
  _wait_estimate: choice('queue-length', waitMethods),
  /** Callers who take a callback are asked to say a name, which agents hear (ours). */
  _record_name: switchOf(false),
  /** How long after its time the callback is worth acting on. */
  _ttl: seconds(86_400),
  /** How user data hang on the customer's call. */
  _attach_udata: choice('single_json', ['single_json', 'separate_keys', 'gms_storage_id']),
  _default_country: country('US'),
  _disallow_impossible_phone_numbers: switchOf(true),
  _disallow_premium_phone_numbers: switchOf(true),
  /** Numbers of satellites and of no country (ours). */
  _disallow_satellite_phone_numbers: switchOf(true),
  /** Active callbacks a number may have in the service: true = 2, strict = 1, false = any. */
  _enable_in_queue_checking: choice(true, [true, false, 'strict']),
  /** Callbacks of the service that may be under way, SCHEDULED ones too; 0 = any number. */
  _max_queued_callbacks_per_service: integer(0, { min: 0, max: 1_000_000 }),
  /** Callbacks of the service in any `_throttle_ttl_1`; 0 = any number, here and below. */
  _throttle_callbacks_per_service_1: integer(500, { min: 0, max: 10_000 }),
  _throttle_ttl_1: seconds(300),
  _throttle_callbacks_per_service_2: integer(0, { min: 0, max: 10_000 }),
  _throttle_ttl_2: seconds(3600),
  /** Callbacks of a number in any `_throttle_ttl_1`; here and below with `_2`: in any `_throttle_ttl_2` (ours). */
  _throttle_customer_number_limit: integer(0, { min: 0, max: 10_000 }),
  _throttle_customer_number_limit_2: integer(0, { min: 0, max: 10_000 }),
  /** Keys, of the body or of headers, of which each value is limited over 24 hours. */
  _throttle_request_parameters: list('_customer_number'),
  _throttle_request_parameters_limit: integer(0, { min: 0, max: 10_000 }),
  _throttle_request_parameters_limit_2: integer(0, { min: 0, max: 10_000 }),
  /** Such a key may be a header, which then goes before the body. */
  _enable_throttle_header_parameters: switchOf(true),
  /** Callbacks asked for from one address (ours). */
  _throttle_source_limit: integer(0, { min: 0, max: 10_000 }),
  _throttle_source_limit_2: integer(0, { min: 0, max: 10_000 }),
  /** Callbacks asked for with one API key (ours). */
  _throttle_api_key_limit: integer(0, { min: 0, max: 10_000 }),
  _throttle_api_key_limit_2: integer(0, { min: 0, max: 10_000 }),
  /** Office hours: a name under `hours` of the configuration; empty = round the clock. */
  _business_hours_service: text(''),
  /** Refuse immediate requests while the office is closed, or about to close. */
  _enable_reject_out_of_office_hours: switchOf(false),
  /** No immediate callback is offered or, with the option above, taken that long before the office closes (ours). */
  _cut_off_before_closing: integer(0, { min: 0, max: 86_400 }),
  /** Hours at which customers may be called, by the clocks where they are: `<seconds>,<earliest>,<latest>`. */
  _do_not_call_items: legalWindow(),
  /** Capacity by time of the week: a name under `capacity` of the configuration. */
  _capacity_service: text(''),
  /** Nobody is called who has not agreed to it: `_consent_source` and `_consent_time` of the request (ours). */
  _require_consent: switchOf(false),
  /** How old that may be when the customer is called, seconds; 0 = of any age (ours). */
  _consent_max_age: integer(0, { min: 0, max: 315_576_000 }),
  /** Whether others hear what becomes of the callback: `subscribe_notify` the target below, `notify` who has subscribed. */
  _enable_status_notification: choice(false, [false, 'subscribe_notify', 'notify']),
  _status_notification_type: choice('httpcb', ['httpcb', 'orscb']),
  /** An address, or the id of a session. */
  _status_notification_target: text(''),
  /** Events that are told; empty = all (ours). */
  _status_notification_events: list(''),
  _status_notification_language: text(''),
  _status_notification_debug: switchOf(false),
  /** A message before the time that was chosen. */
  _enable_notification_reminder: switchOf(false),
  _notification_reminder_buffer: seconds(300),
  /** What the channel is called in reports, `_CB_DIM_CHANNEL`. */
  _cb_dim_channel: text(''),
  /** Length of a slot, minutes. */
  _request_time_bucket: choice(5, [5, 10, 15, 20, 30, 60, 120]),
  _max_request_by_time_bucket: integer(100, { min: 0, max: 100_000 }),
  /** How far ahead a time may be chosen: a number and y, M, w, d, h or m. */
  _reject_future_desired_time: horizon('1M'),
  /** Options that a request may replace. */
  _overwritable_options: list('_target'),
  _customer_lookup_keys: list('_customer_number'),
  _mandatory_customer_lookup_keys: list('_customer_number'),
} as const satisfies Record<string, OptionRule>;

export type OptionName = keyof typeof optionRules;
export type Options = Record<string, OptionValue>;

export interface OptionProblem {
  option: string;
  value: unknown;
  why: string;
}

/** True for a name in the table. */
export function isOption(name: string): name is OptionName {
  return Object.hasOwn(optionRules, name);
}

/**
 * Checks options and completes them with the defaults. What has a problem keeps its default, and so does what depends on the
 * request (`templates`).
 */
export function completeOptions(given: Record<string, unknown>): {
  options: Options;
  templates: OptionTemplates;
  problems: OptionProblem[];
} {
  const options: Options = {};
  const templates: Record<string, string> = {};
  const problems: OptionProblem[] = [];
  for (const [name, rule] of Object.entries(optionRules)) options[name] = rule.fallback;
  for (const [option, value] of Object.entries(given)) {
    const other = otherOption(option, value);
    if (other?.why === null) continue;
    if (isOption(option) && isTemplate(value)) {
      templates[option] = value;
      continue;
    }
    const read = other ? { why: other.why } : readOption(option, value);
    if ('why' in read) problems.push({ option, value, why: read.why });
    else options[option] = read.value;
  }
  // What depends on the request goes together with the rest, or does not, once it is there.
  problems.push(...optionClashes(options).filter(({ option }) => !Object.hasOwn(templates, option)));
  const searchable = listOption(options, '_customer_lookup_keys');
  for (const key of listOption(options, '_mandatory_customer_lookup_keys'))
    if (!searchable.includes(key)) {
      const why = `${key} is mandatory, so it has to be among _customer_lookup_keys too`;
      problems.push({ option: '_mandatory_customer_lookup_keys', value: key, why });
    }
  return { options, templates, problems };
}

/** Options that do not go together. */
export function optionClashes(options: Options): OptionProblem[] {
  return [...waitClashes(options), ...statusClashes(options)];
}

/** What cannot be told, or to nobody. */
function statusClashes(options: Options): OptionProblem[] {
  const told = textOption(options, '_enable_status_notification');
  const target = textOption(options, '_status_notification_target');
  const event = unknownStatusEvent(listOption(options, '_status_notification_events'));
  const problems: OptionProblem[] = [];
  if (told === 'subscribe_notify' && target === '')
    problems.push({ option: '_status_notification_target', value: target, why: 'it says who is told' });
  if (told === 'false' && booleanOption(options, '_enable_notification_reminder'))
    problems.push({
      option: '_enable_notification_reminder',
      value: true,
      why: 'it needs _enable_status_notification',
    });
  if (event !== undefined)
    problems.push({ option: '_status_notification_events', value: event, why: 'there is no such event' });
  return problems;
}

function waitClashes(options: Options): OptionProblem[] {
  const waits = booleanOption(options, '_wait_for_agent');
  const why = 'it needs _wait_for_agent';
  const party = '_userterminated_first_connect_party';
  const agentFirst = textOption(options, party) === 'AGENT';
  if (!waits && agentFirst) return [{ option: party, value: 'AGENT', why }];
  const needing = [
    '_wait_for_user_confirm',
    '_reserve_before_dial',
    '_agent_preview',
    '_dial_ahead',
  ] as const;
  const unmet = needing
    .filter((option) => !waits && booleanOption(options, option))
    .map((option) => ({ option, value: true, why }));
  const reserving = (['_reserve_before_dial', '_agent_preview'] as const).find((option) =>
    booleanOption(options, option),
  );
  const first = agentFirst ? party : reserving;
  if (!first || !booleanOption(options, '_dial_ahead')) return unmet;
  return [
    ...unmet,
    { option: '_dial_ahead', value: true, why: `${first} reserves an agent before anybody is called` },
  ];
}

/** One option's value as it is kept, or why it cannot be that. */
export function readOption(name: string, value: unknown): { value: OptionValue } | { why: string } {
  return isOption(name) ? optionRules[name].read(value) : { why: 'there is no such option' };
}

/** A time option in milliseconds. */
export function msOption(options: Options, name: OptionName): number {
  return Math.round(Number(valueOf(options, name)) * 1000);
}

export function integerOption(options: Options, name: OptionName): number {
  return Number(valueOf(options, name));
}

export function textOption(options: Options, name: OptionName): string {
  return String(valueOf(options, name));
}

export function booleanOption(options: Options, name: OptionName): boolean {
  return valueOf(options, name) === true;
}

/** A comma list as its trimmed parts. */
export function listOption(options: Options, name: OptionName): string[] {
  return textOption(options, name)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function valueOf(options: Options, name: OptionName): OptionValue {
  return options[name] ?? optionRules[name].fallback;
}
