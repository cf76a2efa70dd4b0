import { z } from 'zod';

import { callbackReasons, callbackStates } from '../../callback/record.ts';

/** Texts, numbers and truths of a request, as forms and JSON write them; what it means is looked at by the domain. */
export const parameter = z.unknown().meta({ type: 'string' });

/** ISO 8601, with `Z` or an offset. */
const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;

const localPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/;

/** An instant as epoch ms. */
export const instant = z
  .string()
  .refine((text) => instantPattern.test(text) && !Number.isNaN(Date.parse(text)), {
    error: 'it is an ISO 8601 time such as 2026-11-21T15:30:00.000Z',
  })
  .transform((text) => Date.parse(text))
  .meta({ type: 'string', format: 'date-time' });

/** The same, or without a zone: by the clocks of another parameter's. As it is written. */
export const localInstant = z
  .string()
  .refine((text) => localPattern.test(text) && !Number.isNaN(Date.parse(text)), {
    error: 'it is an ISO 8601 time such as 2026-11-21T15:30:00.000, with or without a zone',
  })
  .meta({ type: 'string', format: 'date-time' });

/** The same from milliseconds. */
export const epochMs = wholeNumber(0, 8_640_000_000_000_000);

/** A whole number in decimal ASCII digits. */
export function wholeNumber(least: number, most: number): z.ZodType<number, string> {
  return z
    .string()
    .refine((text) => /^\d{1,16}$/.test(text) && Number(text) >= least && Number(text) <= most, {
      error: `it is a whole number from ${least} to ${most}`,
    })
    .transform(Number)
    .meta({ type: 'integer', minimum: least, maximum: most });
}

export const truth = z
  .enum(['true', 'false', '1', '0'], { error: 'it is true or false' })
  .transform((text) => text === 'true' || text === '1')
  .meta({ type: 'boolean' });

export const zone = z
  .string()
  .refine(isZone, { error: 'it is a time zone of the IANA list, such as Europe/Berlin' });

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const iso = z.iso.datetime();

/** The callback as requests answer it (GMS 8.5, callback record). */
export const callbackRecord = z
  .looseObject({
    _id: z.string().meta({ description: 'cannot be guessed: who knows it may read and cancel the callback' }),
    _service_name: z.string(),
    _desired_time: iso,
    _expiration_time: iso,
    _customer_number: z.string().meta({ description: 'E.164' }),
    _callback_state: z.enum(callbackStates),
    _callback_reason: z.enum(callbackReasons).optional(),
    _ors_session_id: z.string().optional(),
    _consent_source: z.string().optional(),
    _consent_time: iso.optional(),
    _url: z.string(),
  })
  .meta({ id: 'CallbackRecord' });
