import fc from 'fast-check';
import { expect, test } from 'vitest';

import { legalAt, readLegalWindow, type LegalWindow } from '../../../src/callback/hours/legal-window.ts';
import { numberZones } from '../../../src/callback/hours/number-zones.ts';
import { minuteOfDay } from '../../../src/callback/hours/wall-clock.ts';
import { at } from './an-office.ts';

const day: LegalWindow = { freshMs: 0, from: 8 * 60, to: 21 * 60 };

function next(number: string, iso: string, window = day): string | null {
  const instant = legalAt(window, number, { at: at(iso), askedAt: 0, otherwise: 'UTC' });
  return instant === null ? null : new Date(instant).toISOString().slice(0, 16);
}

test('a number is called by the clocks where it is', () => {
  expect(next('+493012345678', '2026-07-01T05:59:00Z')).toBe('2026-07-01T06:00');
  expect(next('+493012345678', '2026-07-01T18:59:00Z')).toBe('2026-07-01T18:59');
  expect(next('+493012345678', '2026-07-01T19:00:00Z')).toBe('2026-07-02T06:00');
  expect(next('+12125550123', '2026-01-05T12:00:00Z')).toBe('2026-01-05T13:00');
  expect(next('+13105550123', '2026-01-05T12:00:00Z')).toBe('2026-01-05T16:00');
});

test('where several zones are possible it has to be the hour in all of them', () => {
  expect(numberZones('+79161234567').length).toBeGreaterThan(5);
  expect(next('+79161234567', '2026-01-05T00:00:00Z')).toBe('2026-01-05T06:00');
  expect(next('+18505550123', '2026-01-05T13:30:00Z')).toBe('2026-01-05T14:00');
});

test('a number of no country goes by the zone given', () => {
  expect(numberZones('+881612345678')).toEqual([]);
  expect(next('+881612345678', '2026-01-05T07:00:00Z')).toBe('2026-01-05T08:00');
});

test('zones that never agree are told', () => {
  expect(next('+79161234567', '2026-01-05T00:00:00Z', { freshMs: 0, from: 8 * 60, to: 9 * 60 })).toBeNull();
});

test('who has asked just now is called at any hour', () => {
  const fresh = { ...day, freshMs: 600_000 };
  const now = at('2026-01-05T02:00:00Z');
  const asked = (askedAt: number) => legalAt(fresh, '+442071838750', { at: now, askedAt, otherwise: 'UTC' });
  expect(asked(now - 599_999)).toBe(now);
  expect(asked(now - 600_000)).toBe(at('2026-01-05T08:00:00Z'));
});

test.each(['8,21', '0,21,8', '0,8,25', 'a,b,c', '', '0,8,8', '-1,8,21'])('"%s" is no window', (written) =>
  expect(readLegalWindow(written)).toBeNull(),
);

test('whatever number and hour, it is never called outside the window of any of its zones', () => {
  const numbers = [
    '+442071838750',
    '+14165550123',
    '+12125550123',
    '+61291234567',
    '+79161234567',
    '+18085550123',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...numbers),
      fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z') }),
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 16, max: 24 }),
      (number, now, first, last) => {
        const window = { freshMs: 0, from: first * 60, to: last * 60 };
        const instant = legalAt(window, number, { at: now, askedAt: 0, otherwise: 'UTC' });
        if (instant === null) return;
        expect(instant).toBeGreaterThanOrEqual(now);
        for (const zone of numberZones(number)) {
          const minute = minuteOfDay(instant, zone);
          expect(minute >= window.from && minute < window.to).toBe(true);
        }
      },
    ),
    { numRuns: 300 },
  );
});
