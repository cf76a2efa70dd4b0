import type { Period } from '../callback/hours/period.ts';
import { readFeed } from '../callback/hours/read-feed.ts';
import { messageOf } from '../core/errors.ts';
import { readAgain, type Rereading, type SourceParts } from './read-again.ts';

const DAY_MS = 86_400_000;
const REFRESH_MS = 3_600_000;
/** Closures are known from yesterday to beyond the longest booking horizon in use. */
const KNOWN_DAYS = 400;

/** The iCalendar feeds of office hours, read when started and every hour from then on. */
export interface CalendarFeeds extends Rereading {
  /** Closures of an office by its feeds. A feed that cannot be read stays as it was; one never read closes nothing. */
  closures(office: { name: string; feeds: readonly string[] }): readonly Period[];
}

export function createCalendarFeeds(parts: SourceParts): CalendarFeeds {
  const { clock, log } = parts;
  const known = new Map<string, readonly Period[]>();

  const readOne = async (feed: string, zone: string): Promise<boolean> => {
    const now = clock.now();
    const range = { from: now - DAY_MS, to: now + KNOWN_DAYS * DAY_MS };
    const read = await parts
      .read(feed)
      .then((text) => readFeed(text, zone, range))
      .catch((error: unknown) => ({ ok: false as const, why: messageOf(error) }));
    if (read.ok) known.set(keyOf(feed, zone), read.closures);
    else log.warn({ feed, why: read.why }, 'a calendar of closures could not be read; it is tried again');
    return read.ok;
  };
  const readAll = (): Promise<boolean[]> =>
    Promise.all(parts.config().hours.flatMap(({ feeds, zone }) => feeds.map((feed) => readOne(feed, zone))));

  return {
    ...readAgain(clock, REFRESH_MS, readAll),
    closures({ name, feeds }) {
      const zone = parts.config().hours.find((office) => office.name === name)?.zone ?? 'UTC';
      return feeds.flatMap((feed) => known.get(keyOf(feed, zone)) ?? []);
    },
  };
}

function keyOf(feed: string, zone: string): string {
  return `${zone} ${feed}`;
}
