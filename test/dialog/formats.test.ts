import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Json } from '../../src/core/json.ts';
import { formatNames, formatsOf } from '../../src/dialog/formats/value-formats.ts';

function say(format: (typeof formatNames)[number], value: Json, zone = 'UTC', locale = 'en-US'): string {
  return formatsOf(locale)?.[format](value, { zone }) ?? '';
}

test.each([
  [-5, 'less than a minute'],
  [0, 'less than a minute'],
  [59.9, 'less than a minute'],
  [60, 'about 1 minute'],
  [60.1, 'about 2 minutes'],
  [350, 'about 6 minutes'],
  [3540, 'about 59 minutes'],
  [3541, 'about 1 hour'],
  [3601, 'about 1 hour and 5 minutes'],
  [7200, 'about 2 hours'],
  ['90', 'about 2 minutes'],
  [null, ''],
  ['soon', 'soon'],
])('a wait of %s seconds is "%s"', (seconds, expected) => {
  expect(say('duration', seconds)).toBe(expected);
});

test.each([
  ['+12025550143', '2 0 2, 5 5 5, 0 1 4 3'],
  ['+442079460123', 'plus 4 4, 2 0, 7 9 4 6, 0 1 2 3'],
  ['5551234', '5 5 5, 1 2 3, 4'],
  ['sip:x', ''],
  [4711, '4 7 1, 1'],
])('the number %s is said "%s"', (number, expected) => {
  expect(say('digits', number)).toBe(expected);
});

test('a time is that of the zone of the service', () => {
  const at = Date.UTC(2026, 6, 1, 15, 30);
  expect(say('time', at, 'America/New_York')).toBe('11:30 AM');
  expect(say('date', at, 'Asia/Tokyo')).toBe('Thursday, July 2');
});

test('a number has its thousands apart', () => {
  expect(say('number', 1234567.891)).toBe('1,234,567.89');
});

test('a caller is never promised less than the wait', () => {
  fc.assert(
    fc.property(fc.integer({ min: 60, max: 1_000_000 }), (seconds) => {
      const [, hours = '0', minutes = '0'] =
        /^about (?:(\d+) hours?)?(?: and )?(?:(\d+) minutes?)?$/.exec(say('duration', seconds)) ?? [];
      const promised = Number(hours) * 3600 + Number(minutes) * 60;
      expect(promised).toBeGreaterThanOrEqual(seconds);
      expect(promised - seconds).toBeLessThan(Math.max(60, promised >= 3600 ? 360 : 0));
    }),
  );
});

const locales = ['en-US', 'en-GB', 'es-ES', 'de-DE', 'fr-FR'] as const;

test('whatever the value is, something is said, in every language', () => {
  const anything = fc.tuple(fc.jsonValue(), fc.constantFrom(...formatNames), fc.constantFrom(...locales));
  fc.assert(
    fc.property(anything, ([value, format, locale]) => {
      expect(typeof say(format, value as Json, 'UTC', locale)).toBe('string');
    }),
  );
});

test.each([
  ['en-GB', 'about 1 hour and 5 minutes', 'less than a minute', 'about 1 minute'],
  ['es-ES', 'alrededor de una hora y 5 minutos', 'menos de un minuto', 'alrededor de un minuto'],
  ['de-DE', 'etwa eine Stunde und 5 Minuten', 'weniger als eine Minute', 'etwa eine Minute'],
  ['fr-FR', 'environ une heure et 5 minutes', 'moins d’une minute', 'environ une minute'],
])('waits in %s', (locale, long, short, one) => {
  expect([3601, 5, 60].map((seconds) => say('duration', seconds, 'UTC', locale))).toEqual([long, short, one]);
});

test.each([
  ['en-GB', '1:05 pm', 'Saturday 31 October', '1,234.5'],
  ['es-ES', 'las 13 y 5', 'sábado, 31 de octubre', '1234,5'],
  ['de-DE', '13 Uhr 5', 'Samstag, 31. Oktober', '1.234,5'],
  ['fr-FR', '13 heures 5', 'samedi 31 octobre', '1\u202f234,5'],
])('times, dates and numbers in %s', (locale, time, date, number) => {
  const at = Date.UTC(2026, 9, 31, 13, 5);
  expect([say('time', at, 'UTC', locale), say('date', at, 'UTC', locale)]).toEqual([time, date]);
  expect(say('number', 1234.5, 'UTC', locale)).toBe(number);
});

test.each([
  ['es-ES', 'la 1'],
  ['de-DE', 'ein Uhr'],
  ['fr-FR', '1 heure'],
])('one o’clock in %s', (locale, expected) => {
  expect(say('time', Date.UTC(2026, 0, 1, 1), 'UTC', locale)).toBe(expected);
});

test.each([
  ['en-GB', '+442079460123', '0 2 0, 7 9 4 6, 0 1 2 3'],
  ['en-GB', '+33142685300', 'plus 3 3, 1, 4 2, 6 8, 5 3, 0 0'],
  ['fr-FR', '+33142685305', '0 1, 42, 68, 53, 0 5'],
  ['es-ES', '+34912345678', '9 1 2, 3 4, 5 6, 7 8'],
  ['es-ES', '+12025550143', 'más 1, 2 0 2, 5 5 5, 0 1 4 3'],
  ['de-DE', '+4930123456', '0 3 0, 1 2 3 4 5 6'],
])('in %s the number %s is said as people there say it', (locale, number, expected) => {
  expect(say('digits', number, 'UTC', locale)).toBe(expected);
});

test('a code is spelt character by character', () => {
  expect(say('spell', 'AB 12é')).toBe('A, B, 1, 2, é');
});
