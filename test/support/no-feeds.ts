import type { CalendarFeeds } from '../../src/app/calendar-feeds.ts';
import type { DoNotCall } from '../../src/app/do-not-call.ts';

/** Offices without calendars of closures. */
export const noFeeds: CalendarFeeds = {
  start: () => Promise.resolve(),
  stop: () => undefined,
  closures: () => [],
};

/** No lists of numbers that are never called, and nobody who is asked for them. */
export const noLists: DoNotCall = {
  start: () => Promise.resolve(),
  stop: () => undefined,
  lists: () => false,
  areRead: () => true,
  lookUp: () => Promise.resolve(null),
};
