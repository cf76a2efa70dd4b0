import type { CalendarFeeds } from '../../src/app/calendar-feeds.ts';

/** Offices without calendars of closures. */
export const noFeeds: CalendarFeeds = {
  start: () => Promise.resolve(),
  stop: () => undefined,
  closures: () => [],
};
