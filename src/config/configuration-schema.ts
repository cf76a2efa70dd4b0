import { scenarios, type ScenarioName } from '../callback/scenarios.ts';
import { dialResults } from '../callback/record.ts';
import { durationPattern } from '../core/duration.ts';
import { headersSchema, type RawHeaders } from './headers-schema.ts';
import { lookupSchema, policySchema, type RawLookup, type RawPolicy } from './numbers-schema.ts';
import { promptsSchema, type RawPrompts } from './prompts-schema.ts';
import { capacitySchema, officeSchema, type RawCapacity, type RawOffice } from './hours-schema.ts';

const text = { type: 'string', minLength: 1, errorMessage: 'a text' } as const;
const anyText = { type: 'string', errorMessage: 'a text' } as const;
const name = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$', errorMessage: 'a name of letters, digits, - and _' };
const application = {
  type: 'string',
  pattern: '^[A-Za-z0-9_-]{1,64}(/[A-Za-z0-9_.-]{1,64}){0,8}(\\?\\S{0,1000})?$',
  errorMessage: 'the name of a strategy such as classic or shop/src-gen/main, perhaps with ?name=[MACRO]',
};
const port = { type: 'integer', minimum: 0, maximum: 65535, errorMessage: 'a port number from 0 to 65535' };
const duration = {
  type: 'string',
  pattern: durationPattern,
  errorMessage: 'a duration such as 250ms, 90s, 10m or 1h',
};
const level = { type: 'integer', minimum: 0, maximum: 1_000_000, errorMessage: 'a whole number from 0' };
const shortTexts = {
  type: 'array',
  items: { type: 'string', minLength: 1, maxLength: 100, errorMessage: 'a text of 1 to 100 characters' },
  errorMessage: 'a list of texts',
};
const texts = { type: 'array', items: text, errorMessage: 'a list of texts' };

function record(properties: object, required: string[] = []): object {
  return { type: 'object', properties, required, additionalProperties: false, errorMessage: 'a mapping' };
}

function named(value: object, least = 0): object {
  const errorMessage = least > 0 ? 'a mapping with at least one name' : 'a mapping of names';
  return { type: 'object', additionalProperties: value, minProperties: least, errorMessage };
}

const numberTemplate = {
  type: 'string',
  pattern: '\\{(number|digits)\\}',
  errorMessage: 'a dial string with {number} or {digits} in it',
};
const descriptor = { type: 'string', pattern: '^[0-9A-Za-z][0-9A-Za-z-]{0,63}$', errorMessage: 'the name of a descriptor such as cpd or 49' };
const applicationName = { type: 'string', pattern: '^[a-z0-9_]{1,64}$', errorMessage: 'the name of an application such as amd' };
const source = '^[^,!\'\\\\|^]+$';
const music = {
  type: ['string', 'array'],
  pattern: source,
  items: { type: 'string', pattern: source, errorMessage: 'a stream or a file, without commas' },
  minItems: 1,
  errorMessage: 'a stream, a file, or a list of them, without commas',
};
const rate = { type: 'integer', minimum: 1, maximum: 10_000, errorMessage: 'a whole number from 1' };
const yesNo = { type: 'boolean', errorMessage: 'true or false' };

const freeswitch = record(
  {
    kind: { const: 'freeswitch' },
    host: text,
    port,
    password: text,
    'dial-number': numberTemplate,
    gateways: named(
      record(
        {
          dial: numberTemplate,
          prefixes: {
            type: 'array',
            items: { type: 'string', pattern: '^\\+[0-9]{1,15}$', errorMessage: 'a prefix such as "+49"' },
            errorMessage: 'a list of prefixes',
          },
          priority: level,
          weight: { type: 'integer', minimum: 1, maximum: 1000, errorMessage: 'a whole number from 1 to 1000' },
          'per-second': rate,
          calls: { type: 'integer', minimum: 1, maximum: 100_000, errorMessage: 'a whole number from 1' },
        },
        ['dial'],
      ),
      1,
    ),
    'dial-uri': { type: 'string', pattern: '\\{uri\\}', errorMessage: 'a dial string with {uri} in it' },
    'dials-per-second': rate,
    'dial-phone': { type: 'string', pattern: '\\{phone\\}', errorMessage: 'a dial string with {phone} in it' },
    enter: text,
    addresses: { ...texts, minItems: 1, errorMessage: 'a list of at least one address' },
    speech: text,
    audio: { enum: ['path', 'http_cache', 'httapi'], errorMessage: 'path, http_cache or httapi' },
    music: text,
    detection: record({ avmd: yesNo, tones: descriptor, amd: applicationName, 'early-tones': yesNo }),
  },
  ['host', 'password'],
);

const aSwitch = {
  type: 'object',
  required: ['kind'],
  properties: { kind: { enum: ['simulated', 'freeswitch'] } },
  errorMessage: 'a mapping',
  if: { properties: { kind: { const: 'freeswitch' } }, required: ['kind'] },
  then: freeswitch,
  else: {
    if: { properties: { kind: { const: 'simulated' } }, required: ['kind'] },
    then: record({ kind: { const: 'simulated' } }),
  },
};

const locale = { type: 'string', pattern: '^[a-z]{2,3}-[A-Z]{2}$', errorMessage: 'a locale such as en-US' };

const voice = record({
  'built-in': { enum: ['slt', 'rms', 'awb', 'kal', 'none'], errorMessage: 'slt, rms, awb, kal or none' },
  command: { ...texts, minItems: 1, errorMessage: 'a list: a program and its arguments' },
  locales: { type: 'array', items: locale, minItems: 1, errorMessage: 'a list of locales' },
  timeout: duration,
  cache: { type: 'integer', minimum: 1, maximum: 1_000_000, errorMessage: 'a whole number of megabytes from 1' },
});

const retryRule = { type: 'string', pattern: `^never$|${durationPattern}`, errorMessage: 'a duration such as 90s or 10m, or never' };

const service = record(
  {
    scenario: { enum: Object.keys(scenarios), errorMessage: `one of ${Object.keys(scenarios).join(', ')}` },
    enabled: yesNo,
    queue: name,
    strategy: name,
    dialog: name,
    'confirm-dialog': name,
    'voicemail-dialog': name,
    'preview-dialog': name,
    'comfort-every': duration,
    'whisper-dialog': name,
    detection: record({
      level: { type: 'integer', minimum: 1, maximum: 32_767, errorMessage: 'a whole number from 1 to 32767' },
      'no-speech': duration,
      silence: duration,
      'longest-hello': duration,
    }),
    retry: record(Object.fromEntries(dialResults.map((result) => [result, retryRule]))),
    locale,
    'offer-threshold': duration,
    'caller-id': record({ number: anyText, name: anyText }, ['number']),
    'access-number': text,
    subjects: record(
      {
        key: text,
        unknown: { enum: ['default', 'refuse'], errorMessage: 'default or refuse' },
        table: named(record({ target: text, priority: { type: 'integer', minimum: -1000, maximum: 1000, errorMessage: 'a whole number from -1000 to 1000' }, language: locale }), 1),
      },
      ['table'],
    ),
    // Their names and values are checked against the table of options, which says more than a schema could.
    options: { type: 'object', errorMessage: 'a mapping of options' },
  },
  ['queue', 'caller-id'],
);

const roster = record(
  {
    'time-zone': text,
    agents: {
      type: 'object',
      patternProperties: { '^([01]\\d|2[0-3]):[0-5]\\d$': level },
      additionalProperties: false,
      minProperties: 1,
      errorMessage: 'numbers of agents by time of day, such as "08:30": 12',
    },
  },
  ['agents'],
);

/** JSON Schema (draft 2020-12) of config/ringback.yaml. */
export const configurationSchema = record(
  {
    site: name,
    http: record({
      port,
      host: text,
      address: {
        type: 'string',
        pattern: '^https?://[A-Za-z0-9.:\\[\\]-]+$',
        errorMessage: 'an address such as http://10.0.0.3:8080',
      },
    }),
    data: text,
    store: {
      type: 'string',
      pattern: '^(sqlite|rediss?([+-][a-z]+)?://[^\\s]+)$',
      errorMessage: 'sqlite, or the address of a Redis such as redis://10.0.0.7:6379',
    },
    durability: {
      type: 'string',
      pattern: '^(always|everysec|[1-9] replicas?)$',
      errorMessage: 'always, everysec, or such as 2 replicas',
    },
    retention: { ...duration, errorMessage: 'a duration such as 720h' },
    doors: record({ host: text, port }),
    voice,
    voicexml: record({ hosts: texts }),
    switches: named(aSwitch, 1),
    services: named(service, 1),
    'routing-points': named(record({ service: name, strategy: application, language: locale }, ['service'])),
    hours: named(officeSchema),
    capacity: named(capacitySchema),
    numbers: named(policySchema),
    'do-not-call-lookup': lookupSchema,
    prompts: promptsSchema,
    queues: named(
      record({
        numbers: name,
        target: anyText,
        'handle-time': duration,
        'initial-handle-time': duration,
        'after-call-work': duration,
        patience: duration,
        roster,
        'abandoned-after': duration,
        'abandoned-cap': { type: 'number', minimum: 0, maximum: 100, errorMessage: 'a number of percent from 0 to 100' },
        selection: { enum: ['longest-idle', 'best-skill'], errorMessage: 'longest-idle or best-skill' },
        music,
      }),
      1,
    ),
    agents: named(
      record(
        {
          name: text,
          phone: text,
          skills: named(level),
          groups: texts,
          place: text,
          initial: { enum: ['ready', 'not-ready', 'logged-out'] },
          media: named(record({ slots: level, 'beside-calls': level }, ['slots'])),
          pin: { type: 'string', pattern: '^\\d{4,12}$', errorMessage: 'a text of 4 to 12 digits' },
          key: { type: 'string', minLength: 16, errorMessage: 'a text of at least 16 characters' },
        },
        ['phone'],
      ),
    ),
    'priority-ageing': duration,
    'not-ready-reasons': shortTexts,
    dispositions: shortTexts,
    access: record({ pages: texts, keys: named(text) }),
    headers: headersSchema,
    genesys: record({
      path: { type: 'string', pattern: '^(/[A-Za-z0-9._-]+)+$', errorMessage: 'a path such as /genesys' },
      'filter-keys': texts,
      'returned-keys': texts,
      'private-keys': texts,
      'push-gateway': { type: 'string', pattern: '^https?://\\S+$', errorMessage: 'an http or https address' },
      'default-subscription-expiration': duration,
    }),
    'session-events': record({
      url: { type: 'string', pattern: '^https?://[^\\s/]+$', errorMessage: 'an address such as http://10.0.0.5:8080' },
      hosts: texts,
      'private-networks': yesNo,
    }),
    simulation: record({
      load: record({ waiting: level, patience: duration }, ['waiting']),
      talk: duration,
      'speech-rate': { type: 'number', exclusiveMinimum: 0, maximum: 100_000, errorMessage: 'a number above 0' },
    }),
  },
  ['switches', 'services', 'queues'],
);

export interface RawDetection {
  level?: number;
  'no-speech'?: string;
  silence?: string;
  'longest-hello'?: string;
}

interface RawService {
  scenario?: ScenarioName;
  enabled?: boolean;
  queue: string;
  strategy?: string;
  dialog?: string;
  'confirm-dialog'?: string;
  'voicemail-dialog'?: string;
  'preview-dialog'?: string;
  'comfort-every'?: string;
  'whisper-dialog'?: string;
  retry?: Record<string, string>;
  detection?: RawDetection;
  locale?: string;
  'offer-threshold'?: string;
  'caller-id': { number: string; name?: string };
  'access-number'?: string;
  subjects?: RawSubjects;
  options?: Record<string, unknown>;
}

interface RawGateway {
  dial: string;
  prefixes?: string[];
  priority?: number;
  weight?: number;
  'per-second'?: number;
  calls?: number;
}

export interface RawSubjects {
  key?: string;
  unknown?: 'default' | 'refuse';
  table: Record<string, { target?: string; priority?: number; language?: string }>;
}

interface RawFreeswitch {
  kind: 'freeswitch';
  host: string;
  port?: number;
  password: string;
  'dial-number'?: string;
  gateways?: Record<string, RawGateway>;
  'dial-phone'?: string;
  'dial-uri'?: string;
  'dials-per-second'?: number;
  enter?: string;
  addresses?: string[];
  speech?: string;
  audio?: 'path' | 'http_cache' | 'httapi';
  music?: string;
  detection?: { avmd?: boolean; tones?: string; amd?: string; 'early-tones'?: boolean };
}

interface RawVoice {
  'built-in'?: string;
  command?: string[];
  locales?: string[];
  timeout?: string;
  cache?: number;
}

interface RawAgent {
  name?: string;
  phone: string;
  skills?: Record<string, number>;
  groups?: string[];
  place?: string;
  initial?: 'ready' | 'not-ready' | 'logged-out';
  key?: string;
  pin?: string;
  media?: Record<string, { slots: number; 'beside-calls'?: number }>;
}

interface RawQueue {
  numbers?: string;
  target?: string;
  'handle-time'?: string;
  'initial-handle-time'?: string;
  'after-call-work'?: string;
  patience?: string;
  roster?: RawRoster;
  'abandoned-after'?: string;
  'abandoned-cap'?: number;
  selection?: 'longest-idle' | 'best-skill';
  music?: string | string[];
}

export interface RawRoster {
  'time-zone'?: string;
  agents: Record<string, number>;
}

export type RawSwitch = RawFreeswitch | { kind: 'simulated' };

/** What a file that meets the schema holds. */
export interface RawConfiguration {
  site?: string;
  http?: { port?: number; host?: string; address?: string };
  data?: string;
  store?: string;
  durability?: string;
  retention?: string;
  doors?: { host?: string; port?: number };
  voice?: RawVoice;
  voicexml?: { hosts?: string[] };
  switches: Record<string, RawSwitch>;
  services: Record<string, RawService>;
  'routing-points'?: Record<string, { service: string; strategy?: string; language?: string }>;
  hours?: Record<string, RawOffice>;
  capacity?: Record<string, RawCapacity>;
  numbers?: Record<string, RawPolicy>;
  'do-not-call-lookup'?: RawLookup;
  prompts?: RawPrompts;
  queues: Record<string, RawQueue>;
  agents?: Record<string, RawAgent>;
  'priority-ageing'?: string;
  'not-ready-reasons'?: string[];
  dispositions?: string[];
  access?: { pages?: string[]; keys?: Record<string, string> };
  headers?: RawHeaders;
  genesys?: { path?: string; 'push-gateway'?: string; 'default-subscription-expiration'?: string } & Partial<
    Record<'filter-keys' | 'returned-keys' | 'private-keys', string[]>
  >;
  'session-events'?: { url?: string; hosts?: string[]; 'private-networks'?: boolean };
  simulation?: { load?: { waiting: number; patience?: string }; talk?: string; 'speech-rate'?: number };
}
