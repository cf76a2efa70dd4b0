import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { desiredTime } from '../../src/callback/desired-time.ts';
import { completeOptions } from '../../src/callback/options.ts';
import { isBeyondHorizon, slotOf } from '../../src/callback/slots.ts';

const NOW = Date.UTC(2026, 0, 31, 9, 2, 0);
const { options } = completeOptions({});

describe('the time a customer asks for', () => {
  it.each([null, '', 'now', '2026-01-31T09:02:00.000Z', '2026-01-31T09:00:30Z'])(
    '%j is as soon as possible',
    (value) => {
      expect(desiredTime(value, options, NOW)).toBeNull();
    },
  );

  it.each([
    ['2026-01-31T09:02:00.001Z', NOW + 1],
    ['2026-02-01T15:30:00.000Z', Date.UTC(2026, 1, 1, 15, 30)],
    ['2026-02-01T15:30Z', Date.UTC(2026, 1, 1, 15, 30)],
    ['2026-02-01T15:30:00+02:00', Date.UTC(2026, 1, 1, 13, 30)],
    ['2026-02-28T09:02:00.000Z', Date.UTC(2026, 1, 28, 9, 2)],
  ])('%s is that instant', (value, expected) => {
    expect(desiredTime(value, options, NOW)).toBe(expected);
  });

  it.each([
    ['2026-01-31T08:59:59Z', 'it has passed'],
    ['2026-02-28T09:02:00.001Z', 'too far in the future'],
    ['9999-12-31T00:00:00Z', 'too far in the future'],
    ['2026-02-01T15:30:00.000', 'not written that way'],
    ['2026-02-30T15:30:00.000Z', 'not written that way'],
    ['2026-02-01T25:30:00.000Z', 'not written that way'],
    ['2026-02-29T15:30:00+02:00', 'not written that way'],
    ['2026-13-01T15:30:00Z', 'not written that way'],
    ['2026-02-00T15:30:00Z', 'not written that way'],
    ['tomorrow', 'not written that way'],
    ['1769850120000', 'not written that way'],
    ['2026-02-01T15:30:00Z'.repeat(50), 'not written that way'],
  ])('%s is refused: %s', (value, why) => {
    expect(() => desiredTime(value, options, NOW)).toThrow(why);
  });
});

describe('slots', () => {
  it('are as long as _request_time_bucket says and begin at or before their instants', () => {
    const buckets = fc.constantFrom(5, 10, 15, 20, 30, 60, 120);
    fc.assert(
      fc.property(buckets, fc.nat(4_000_000_000_000), (minutes, at) => {
        const slot = slotOf(at, completeOptions({ _request_time_bucket: minutes }).options);
        expect(slot % (minutes * 60_000)).toBe(0);
        expect(at - slot).toBeGreaterThanOrEqual(0);
        expect(at - slot).toBeLessThan(minutes * 60_000);
      }),
    );
  });
});

describe('the booking horizon', () => {
  it.each([
    ['1M', Date.UTC(2026, 1, 28, 9, 2)],
    ['1y', Date.UTC(2027, 0, 31, 9, 2)],
    ['2w', Date.UTC(2026, 1, 14, 9, 2)],
    ['3d', Date.UTC(2026, 1, 3, 9, 2)],
    ['12h', Date.UTC(2026, 0, 31, 21, 2)],
    ['90m', Date.UTC(2026, 0, 31, 10, 32)],
  ])('%s goes by the calendar', (written, expected) => {
    const { options: its } = completeOptions({ _reject_future_desired_time: written });
    expect(isBeyondHorizon(expected, its, NOW)).toBe(false);
    expect(isBeyondHorizon(expected + 1, its, NOW)).toBe(true);
  });
});
