import { expect, test } from 'vitest';

import { createCalendarFeeds } from '../../src/app/calendar-feeds.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { testConfiguration } from '../support/configuration.ts';
import { officeOpen } from '../support/office-open.ts';

const closed = (day: string): string =>
  `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:${day}\r\nEND:VEVENT\r\nEND:VCALENDAR`;

test('a feed is read at start and every hour, and what it said stays while it cannot be read', async () => {
  const clock = new VirtualClock();
  const office = { ...officeOpen('Mon-Fri 08:00-18:00', 'Europe/Berlin'), feeds: ['closures.ics'] };
  let text: string | null = closed('20260107');
  const feeds = createCalendarFeeds({
    clock,
    log: silentLogger,
    config: () => testConfiguration({ hours: [office] }),
    read: () => (text === null ? Promise.reject(new Error('gone')) : Promise.resolve(text)),
  });
  await feeds.start();
  const days = (): string[] => feeds.closures(office).map(({ from }) => new Date(from).toISOString());
  expect(days()).toEqual(['2026-01-06T23:00:00.000Z']);
  text = null;
  await clock.advance(3_600_000);
  expect(days()).toEqual(['2026-01-06T23:00:00.000Z']);
  text = closed('20260109');
  await clock.advance(60_000);
  expect(days()).toEqual(['2026-01-08T23:00:00.000Z']);
  feeds.stop();
});
