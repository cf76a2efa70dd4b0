import { RingbackError } from '../core/errors.ts';
import { booleanOption, integerOption, type Options } from './options.ts';

/** That somebody agreed to be called: where it was said, and when (epoch ms). */
export interface Consent {
  /** Such as `web-form`, `ivr`, `agent`, `app`. */
  source: string;
  at: number;
}

/** Clocks of others may be ahead by as much, ms. */
const AHEAD_MS = 60_000;
const SOURCE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;
/** ISO 8601 with a zone, so that nobody has to guess it. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * The consent of a request, from its `_consent_source` and `_consent_time` (null: the moment of the request); null when it
 * tells none.
 * @throws OPTION_INVALID
 */
export function consentOf(
  { source, time }: { source: string | null; time: string | null },
  now: number,
): Consent | null {
  if (source === null) {
    if (time === null) return null;
    throw invalid('_consent_source', '', 'a time of consent without a source proves nothing');
  }
  if (!SOURCE.test(source)) throw invalid('_consent_source', source, '1 to 40 letters, digits, . _ and -');
  if (time === null) return { source, at: now };
  const at = TIME.test(time) ? Date.parse(time) : NaN;
  if (Number.isNaN(at)) throw invalid('_consent_time', time, 'a time such as 2026-01-05T10:00:00Z');
  if (at > now + AHEAD_MS) throw invalid('_consent_time', time, 'it is still to come');
  return { source, at: Math.min(at, now) };
}

/** Why a customer may not be called by what the service asks of consent; null when it may. */
export function consentRefusal(
  consent: Consent | null,
  options: Options,
  now: number,
): { code: 'CONSENT_MISSING' | 'CONSENT_OLD'; why: string } | null {
  if (!booleanOption(options, '_require_consent')) return null;
  if (!consent) return { code: 'CONSENT_MISSING', why: 'nobody has agreed to be called (_require_consent)' };
  const mostS = integerOption(options, '_consent_max_age');
  if (mostS === 0 || now - consent.at <= mostS * 1000) return null;
  return { code: 'CONSENT_OLD', why: `the consent is older than ${mostS} s (_consent_max_age)` };
}

function invalid(option: string, value: string, why: string): RingbackError {
  return new RingbackError('OPTION_INVALID', { option, value: value.slice(0, 100), why });
}
