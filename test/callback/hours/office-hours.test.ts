import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  canPromise,
  isOpen,
  nextClosing,
  nextOpening,
  openPeriods,
} from '../../../src/callback/hours/office-hours.ts';
import { readDated, readWeekly } from '../../../src/callback/hours/read-hours.ts';
import { anOffice, at } from './an-office.ts';

const berlin = { zone: 'Europe/Berlin', weekly: ['Mon-Fri 08:00-18:00', 'Sat 09:00-13:00'] };

function periods(office: ReturnType<typeof anOffice>, from: string, to: string): string[] {
  const iso = (instant: number): string => new Date(instant).toISOString().slice(0, 16);
  return openPeriods(office, { from: at(from), to: at(to) }).map((one) => `${iso(one.from)} ${iso(one.to)}`);
}

test('weekly hours are those of the clocks of the office, in summer and in winter', () => {
  const office = anOffice(berlin);
  expect(isOpen(office, at('2026-07-01T06:00:00Z'))).toBe(true);
  expect(isOpen(office, at('2026-07-01T05:59:59.999Z'))).toBe(false);
  expect(isOpen(office, at('2026-12-01T06:30:00Z'))).toBe(false);
  expect(isOpen(office, at('2026-12-01T17:00:00Z'))).toBe(false);
  expect(periods(office, '2026-11-20T00:00Z', '2026-11-23T00:00Z')).toEqual([
    '2026-11-20T07:00 2026-11-20T17:00',
    '2026-11-21T08:00 2026-11-21T12:00',
  ]);
});

test('an exception closes, a holiday closes, and an addition opens even then', () => {
  const office = anOffice({
    ...berlin,
    holidays: { country: 'DE', state: null, region: null },
    exceptions: ['12-31', '2026-11-20 12:00-14:00'],
    additions: ['2026-12-25 10:00-11:00', '11-22 10:00-12:00'],
  });
  expect(periods(office, '2026-11-20T00:00Z', '2026-11-23T00:00Z')).toEqual([
    '2026-11-20T07:00 2026-11-20T11:00',
    '2026-11-20T13:00 2026-11-20T17:00',
    '2026-11-21T08:00 2026-11-21T12:00',
    '2026-11-22T09:00 2026-11-22T11:00',
  ]);
  expect(periods(office, '2026-12-25T00:00Z', '2026-12-26T00:00Z')).toEqual([
    '2026-12-25T09:00 2026-12-25T10:00',
  ]);
  expect(periods(office, '2026-12-31T00:00Z', '2027-01-02T00:00Z')).toEqual([]);
});

test('holidays are those of the region, where one is named', () => {
  const august = (holidays: { country: string; state: string | null; region: string | null }) =>
    periods(anOffice({ ...berlin, holidays }), '2026-08-08T00:00Z', '2026-08-16T00:00Z').map((one) =>
      one.slice(0, 10),
    );
  const weekdays = ['2026-08-10', '2026-08-11', '2026-08-12', '2026-08-13', '2026-08-14'];
  // Both days are Saturdays: the Peace Festival of Augsburg, and Assumption Day of the Catholic parts of Bavaria.
  const all = ['2026-08-08', ...weekdays, '2026-08-15'];
  expect(august({ country: 'DE', state: null, region: null })).toEqual(all);
  expect(august({ country: 'DE', state: 'BY', region: 'KATH' })).toEqual(['2026-08-08', ...weekdays]);
  expect(august({ country: 'DE', state: 'BY', region: 'A' })).toEqual(weekdays);
});

test('hours over midnight belong to the day they begin on', () => {
  const office = anOffice({ weekly: ['Fri-Sat 22:00-02:00'] });
  expect(periods(office, '2026-11-20T00:00Z', '2026-11-24T00:00Z')).toEqual([
    '2026-11-20T22:00 2026-11-21T02:00',
    '2026-11-21T22:00 2026-11-22T02:00',
  ]);
});

test('a day on which an hour comes twice is open from the first coming to the last', () => {
  // On 2026-10-25 at 01:00 UTC clocks in Berlin go from 03:00 back to 02:00.
  const office = anOffice({ zone: 'Europe/Berlin', weekly: ['Sun 02:30-04:00', 'Sun 00:00-01:00'] });
  expect(periods(office, '2026-10-24T12:00Z', '2026-10-25T12:00Z')).toEqual([
    '2026-10-24T22:00 2026-10-24T23:00',
    '2026-10-25T00:30 2026-10-25T03:00',
  ]);
  const closing = anOffice({ zone: 'Europe/Berlin', weekly: ['Sun 01:00-02:30'] });
  expect(periods(closing, '2026-10-24T12:00Z', '2026-10-25T12:00Z')).toEqual([
    '2026-10-24T23:00 2026-10-25T01:30',
  ]);
});

test('a time that clocks jump over is the instant of the jump', () => {
  // On 2026-03-29 at 01:00 UTC clocks in Berlin go from 02:00 to 03:00.
  const opening = anOffice({ zone: 'Europe/Berlin', weekly: ['Sun 02:30-04:00'] });
  expect(periods(opening, '2026-03-28T12:00Z', '2026-03-29T12:00Z')).toEqual([
    '2026-03-29T01:00 2026-03-29T02:00',
  ]);
  const swallowed = anOffice({ zone: 'Europe/Berlin', weekly: ['Sun 02:10-02:50'] });
  expect(periods(swallowed, '2026-03-28T12:00Z', '2026-03-29T12:00Z')).toEqual([]);
});

test('the next opening goes over holidays and week-ends; an office that never opens has none', () => {
  const office = anOffice({ ...berlin, holidays: { country: 'DE', state: null, region: null } });
  expect(nextOpening(office, at('2026-12-24T20:00:00Z'))).toBe(at('2026-12-28T07:00:00Z'));
  expect(nextOpening(office, at('2026-12-23T10:00:00Z'))).toBe(at('2026-12-23T10:00:00Z'));
  expect(nextOpening(anOffice(), at('2026-12-24T20:00:00Z'))).toBeNull();
  expect(nextOpening(anOffice({ additions: ['02-29 10:00-11:00'] }), at('2027-03-01T00:00:00Z'))).toBe(
    at('2028-02-29T10:00:00Z'),
  );
});

test('the next closing is now for a closed office, and never for one that is always open', () => {
  const office = anOffice(berlin);
  expect(nextClosing(office, at('2026-11-20T16:00:00Z'))).toBe(at('2026-11-20T17:00:00Z'));
  expect(nextClosing(office, at('2026-11-20T17:00:00Z'))).toBe(at('2026-11-20T17:00:00Z'));
  expect(nextClosing(anOffice({ weekly: ['Mon-Sun 00:00-24:00'] }), at('2026-11-20T17:00:00Z'))).toBeNull();
});

test('a call is promised only when it comes before the closing, less the cut-off', () => {
  const office = anOffice(berlin);
  const asked = { at: at('2026-11-20T16:00:00Z'), waitMs: 1_800_000, cutOffMs: 1_800_000 };
  expect(canPromise(office, asked)).toBe(true);
  expect(canPromise(office, { ...asked, waitMs: 1_800_001 })).toBe(false);
  expect(canPromise(office, { ...asked, at: at('2026-11-20T18:00:00Z'), waitMs: 0 })).toBe(false);
  const always = anOffice({ weekly: ['Mon-Sun 00:00-24:00'] });
  expect(canPromise(always, { ...asked, waitMs: 1e9 })).toBe(true);
});

test.each([
  'Mon-Fri',
  'Mon-Fri 8-18',
  'Mon 08:00-08:00',
  'Mon 24:00-25:00',
  'Xyz 08:00-18:00',
  'Mon 08:60-09:00',
  '',
])('the weekly hours "%s" are refused', (written) => expect(readWeekly(written).ok).toBe(false));

test.each(['02-30', '13-01', '2026-02-29', '12-31 8-9', '12/31', '', '٠٧-١٤'])(
  'the date "%s" is refused',
  (written) => expect(readDated(written).ok).toBe(false),
);

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Havana',
  'UTC',
];
const clock = fc.integer({ min: 0, max: 24 * 60 - 1 });
const instant = fc.integer({ min: at('2025-01-01T00:00:00Z'), max: at('2031-01-01T00:00:00Z') });
const MINUTE_MS = 60_000;

/** What a clock on the wall shows, by another way than the code under test. */
function wallOf(instantMs: number, zone: string): { day: string; minute: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instantMs);
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return { day: of('weekday'), minute: Number(of('hour')) * 60 + Number(of('minute')) };
}

function written(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

test('on days without a change of clocks an office is open when its clock shows open', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), clock, clock, instant, (zone, from, to, now) => {
      fc.pre(from < to);
      const offsets = [-36, 0, 36].map((hours) => {
        const moved = now + hours * 60 * MINUTE_MS;
        return (
          moved -
          Date.parse(`${new Date(moved).toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T')}Z`)
        );
      });
      fc.pre(offsets.every((offset) => Math.abs(offset - (offsets[0] ?? 0)) < 1000));
      const office = anOffice({ zone, weekly: [`Mon-Thu ${written(from)}-${written(to)}`] });
      const wall = wallOf(now, zone);
      const expected =
        ['Mon', 'Tue', 'Wed', 'Thu'].includes(wall.day) && wall.minute >= from && wall.minute < to;
      expect(isOpen(office, now)).toBe(expected);
    }),
    { numRuns: 500 },
  );
});

test('where clocks change, an instant is open whenever all that the clock shows around it is open', () => {
  const changes = [
    ['Europe/Berlin', '2026-03-29T01:00:00Z'],
    ['Europe/Berlin', '2026-10-25T01:00:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
    ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
    ['America/Havana', '2026-11-01T05:00:00Z'],
    ['America/Havana', '2026-03-08T05:00:00Z'],
  ] as const;
  fc.assert(
    fc.property(
      fc.constantFrom(...changes),
      clock,
      clock,
      fc.integer({ min: -180, max: 180 }),
      ([zone, change], a, b, minutes) => {
        fc.pre(a !== b);
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const office = anOffice({ zone, weekly: [`Mon-Sun ${written(from)}-${written(to)}`] });
        const now = at(change) + minutes * MINUTE_MS;
        const { minute } = wallOf(now, zone);
        // Never closed while the clock shows open; open otherwise only between two comings of the same hour.
        if (minute >= from && minute < to) expect(isOpen(office, now)).toBe(true);
        const around = openPeriods(office, {
          from: at(change) - 12 * 3_600_000,
          to: at(change) + 12 * 3_600_000,
        });
        expect(around.length).toBeLessThanOrEqual(2);
        for (const period of around) expect(period.to).toBeGreaterThan(period.from);
      },
    ),
    { numRuns: 1000 },
  );
});

test('the periods of two stretches of time are those of the whole', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), instant, fc.nat(5000), fc.nat(5000), (zone, from, one, other) => {
      const office = anOffice({
        zone,
        weekly: ['Mon-Fri 08:00-12:00', 'Sun 22:00-03:00'],
        exceptions: ['03-29', '10-25'],
      });
      const middle = from + one * MINUTE_MS;
      const to = middle + other * MINUTE_MS;
      const length = (range: { from: number; to: number }): number =>
        openPeriods(office, range).reduce((sum, period) => sum + period.to - period.from, 0);
      expect(length({ from, to: middle }) + length({ from: middle, to })).toBe(length({ from, to }));
    }),
  );
});
