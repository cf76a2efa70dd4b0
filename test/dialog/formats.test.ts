import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Json } from '../../src/core/json.ts';
import { formatNames, formatsOf } from '../../src/dialog/formats/value-formats.ts';

function say(format: (typeof formatNames)[number], value: Json, zone = 'UTC'): string {
  return formatsOf('en-US')?.[format](value, { zone }) ?? '';
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
  ['+442079460123', 'plus 4 4 2, 0 7 9, 4 6 0, 1 2 3'],
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

test('whatever the value is, something is said', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...formatNames), (value, format) => {
      expect(typeof say(format, value as Json)).toBe('string');
    }),
  );
});
