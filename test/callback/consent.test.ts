import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { consentOf, consentRefusal } from '../../src/callback/consent.ts';
import { isRingbackError } from '../../src/core/errors.ts';

const NOW = Date.UTC(2026, 0, 5, 10);
const read = (source: string | null, time: string | null) => consentOf({ source, time }, NOW);

describe('the consent of a request', () => {
  it('is where it was said, and when; now, unless it is told', () => {
    expect(read('web-form', '2026-01-04T09:00:00+01:00')).toEqual({
      source: 'web-form',
      at: Date.UTC(2026, 0, 4, 8),
    });
    expect(read('ivr', null)).toEqual({ source: 'ivr', at: NOW });
    expect(read(null, null)).toBeNull();
  });

  it('of a clock that is a little ahead is of now', () => {
    expect(read('app', '2026-01-05T10:00:59Z')).toEqual({ source: 'app', at: NOW });
  });

  it.each([
    [null, '2026-01-04T08:00:00Z'],
    ['a form', null],
    ['x'.repeat(41), null],
    ['web\r\nX-Injected: 1', null],
    ['web-form', '2026-01-05T10:02:00Z'],
    ['web-form', '2026-01-04T08:00:00'],
    ['web-form', '2026-02-30T25:00:00Z'],
    ['web-form', 'yesterday'],
    ['web-form', '٢٠٢٦-01-04T08:00:00Z'],
  ])('as %j at %j is refused', (source, time) => {
    expect(() => read(source, time)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }) as Error);
  });

  it('of any text is read or refused, and never from times to come', () => {
    fc.assert(
      fc.property(fc.option(fc.string()), fc.option(fc.string()), (source, time) => {
        try {
          const consent = read(source, time);
          expect(consent === null || consent.at <= NOW).toBe(true);
        } catch (error) {
          expect(isRingbackError(error, 'OPTION_INVALID')).toBe(true);
        }
      }),
    );
  });
});

describe('what a service asks of consent', () => {
  const required = { _require_consent: true, _consent_max_age: 3_600 };

  it('is nothing, unless it says so', () => {
    expect(consentRefusal(null, {}, NOW)).toBeNull();
    expect(consentRefusal({ source: 'web-form', at: 0 }, { _consent_max_age: 1 }, NOW)).toBeNull();
  });

  it('is one that is not too old', () => {
    expect(consentRefusal(null, required, NOW)).toMatchObject({ code: 'CONSENT_MISSING' });
    const given = { source: 'web-form', at: NOW };
    expect(consentRefusal(given, required, NOW + 3_600_000)).toBeNull();
    expect(consentRefusal(given, required, NOW + 3_600_001)).toMatchObject({ code: 'CONSENT_OLD' });
    expect(consentRefusal(given, { _require_consent: true }, NOW * 2)).toBeNull();
  });
});
