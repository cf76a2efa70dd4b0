import { expect, test } from 'vitest';

import { isOpen } from '../../../src/callback/hours/office-hours.ts';
import { readFeed } from '../../../src/callback/hours/read-feed.ts';
import { anOffice, at } from './an-office.ts';

const year = { from: at('2026-01-01T00:00:00Z'), to: at('2027-01-01T00:00:00Z') };

function feed(...events: string[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//EN',
    ...events.flatMap(event),
    'END:VCALENDAR',
  ];
  return lines.join('\r\n');
}

function event(body: string): string[] {
  return ['BEGIN:VEVENT', 'DTSTAMP:20260101T000000Z', ...body.split('\n'), 'END:VEVENT'];
}

function closures(text: string, zone = 'Europe/Berlin'): string[] {
  const read = readFeed(text, zone, year);
  if (!read.ok) throw new Error(read.why);
  const iso = (instant: number): string => new Date(instant).toISOString().slice(0, 16);
  return read.closures.map(({ from, to }) => `${iso(from)} ${iso(to)}`);
}

test('a whole day is a day of the office, and an instant is an instant', () => {
  expect(
    closures(
      feed(
        'UID:1\nDTSTART;VALUE=DATE:20260501\nDTEND;VALUE=DATE:20260502',
        'UID:2\nDTSTART:20260610T100000Z\nDTEND:20260610T120000Z',
        'UID:3\nDTSTART:20260710T100000\nDURATION:PT1H',
        'UID:4\nDTSTART;TZID=America/New_York:20260810T100000\nDTEND;TZID=America/New_York:20260810T110000',
      ),
    ),
  ).toEqual([
    '2026-04-30T22:00 2026-05-01T22:00',
    '2026-06-10T10:00 2026-06-10T12:00',
    '2026-07-10T08:00 2026-07-10T09:00',
    '2026-08-10T14:00 2026-08-10T15:00',
  ]);
});

test('repeated events close each time, but for what was left out, moved or called off', () => {
  expect(
    closures(
      feed(
        'UID:1\nDTSTART:20260105T120000Z\nDTEND:20260105T130000Z\nRRULE:FREQ=WEEKLY;COUNT=5\nEXDATE:20260112T120000Z',
        'UID:1\nRECURRENCE-ID:20260119T120000Z\nDTSTART:20260120T120000Z\nDTEND:20260120T140000Z',
        'UID:1\nRECURRENCE-ID:20260126T120000Z\nSTATUS:CANCELLED\nDTSTART:20260126T120000Z\nDTEND:20260126T140000Z',
      ),
    ),
  ).toEqual([
    '2026-01-05T12:00 2026-01-05T13:00',
    '2026-01-20T12:00 2026-01-20T14:00',
    '2026-02-02T12:00 2026-02-02T13:00',
  ]);
});

test('events that take no time, and cancelled ones, close nothing', () => {
  expect(
    closures(
      feed(
        'UID:1\nTRANSP:TRANSPARENT\nDTSTART;VALUE=DATE:20260501',
        'UID:2\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20260502',
      ),
    ),
  ).toEqual([]);
});

test('an office is closed during the events of its feeds', () => {
  const closed = { from: at('2026-05-04T09:00:00Z'), to: at('2026-05-04T10:00:00Z') };
  const office = anOffice({ weekly: ['Mon-Fri 08:00-18:00'] }, [closed]);
  expect(isOpen(office, at('2026-05-04T08:59:00Z'))).toBe(true);
  expect(isOpen(office, at('2026-05-04T09:00:00Z'))).toBe(false);
  expect(isOpen(office, at('2026-05-04T10:00:00Z'))).toBe(true);
});

test.each([
  ['nothing', ''],
  ['a page', '<html>not found</html>'],
  ['half a file', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:2026'],
  ['no calendar', 'BEGIN:VEVENT\r\nEND:VEVENT'],
  ['a time that is none', feed('UID:1\nDTSTART:20261399T990000Z\nDTEND:hello')],
])('%s is refused or closes nothing', (_what, text) => {
  const read = readFeed(text, 'UTC', year);
  expect(read.ok ? read.closures : []).toEqual([]);
});

test('rules that never end or never come are cut off', () => {
  const secondly = 'UID:1\nDTSTART:20260101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY';
  expect(closures(feed(secondly)).length).toBeLessThanOrEqual(1);
  const never = 'UID:2\nDTSTART:20260101T000000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30';
  expect(closures(feed(never)).length).toBeLessThanOrEqual(1);
});
