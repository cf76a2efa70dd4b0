import { z } from 'zod';

import { numberDetails } from '../../callback/number-details.ts';
import { RingbackError } from '../../core/errors.ts';
import { endpoint } from '../endpoint.ts';

export const phoneNumber = endpoint({
  method: 'get',
  path: '/1/phonenumber',
  summary: 'Parse and check a telephone number',
  inferred:
    'the names of the keys that tell parts, formats and kind; there is no `location`, carrier or time zone',
  query: z.looseObject({
    number: z.string({ error: 'the number is missing' }).max(60, { error: 'it is too long' }),
    country: z
      .string()
      .regex(/^[A-Za-z]{2}$/, { error: 'it is a two-letter ISO 3166 country code' })
      .default('US'),
    geocodingLocale: z.string().max(35).default('en'),
  }),
  answer: z.looseObject({
    'number-specified': z.string(),
    'country-default': z.string(),
    'language-specified': z.string(),
    'country-code': z.string(),
    'national-number': z.string(),
    extension: z.string().nullable(),
    country: z.string().nullable(),
    type: z.string().nullable(),
    possible: z.boolean(),
    valid: z.boolean(),
    premium: z.boolean(),
    E164: z.string(),
    international: z.string(),
    national: z.string(),
    RFC3966: z.string(),
  }),
  handle(_app, { query }) {
    const { number, geocodingLocale } = query;
    const country = query.country.toUpperCase();
    const details = numberDetails(number, country);
    if (!details) {
      const why = 'it is not a telephone number';
      throw new RingbackError('NUMBER_INVALID', { number: number.slice(0, 60), why });
    }
    return Promise.resolve({
      'number-specified': number,
      'country-default': country,
      'language-specified': geocodingLocale,
      ...details,
    });
  },
});
