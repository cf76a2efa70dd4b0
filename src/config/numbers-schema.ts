import { durationPattern } from '../core/duration.ts';

const texts = {
  type: 'array',
  items: { type: 'string', minLength: 1, errorMessage: 'a text' },
  errorMessage: 'a list of texts',
} as const;

/** Which numbers a queue may call. Countries and patterns are checked by whoever reads them. */
export const policySchema = {
  type: 'object',
  properties: {
    countries: texts,
    'no-countries': { enum: ['all', 'none'] },
    allowed: texts,
    blocked: texts,
    'do-not-call': texts,
    'per-day': {
      type: 'object',
      patternProperties: {
        '^([A-Z]{2}|\\*)$': { type: 'integer', minimum: 0, maximum: 10_000, errorMessage: 'a whole number to 10000' },
      },
      additionalProperties: false,
      errorMessage: 'numbers of callbacks by country, such as FR: 100, "*": 10',
    },
  },
  additionalProperties: false,
  errorMessage: 'a mapping',
} as const;

const duration = { type: 'string', pattern: durationPattern, errorMessage: 'a duration such as 90s or 10m' };

/** Who is asked for each number. */
export const lookupSchema = {
  type: 'object',
  properties: {
    url: { type: 'string', pattern: '^https?://\\S+$', errorMessage: 'an http or https address' },
    key: { type: 'string', minLength: 16, errorMessage: 'a text of at least 16 characters' },
    timeout: duration,
    cache: duration,
  },
  required: ['url'],
  additionalProperties: false,
  errorMessage: 'a mapping with a url',
} as const;

export interface RawLookup {
  url: string;
  key?: string;
  timeout?: string;
  cache?: string;
}

export interface RawPolicy {
  countries?: string[];
  'no-countries'?: 'all' | 'none';
  allowed?: string[];
  blocked?: string[];
  'do-not-call'?: string[];
  'per-day'?: Record<string, number>;
}
