import type { Configuration } from '../callback/configuration.ts';
import type { Period } from '../callback/hours/period.ts';
import { readFeed } from '../callback/hours/read-feed.ts';
import type { Clock, Timer } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';

const DAY_MS = 86_400_000;
/** Feeds are read again that often; one that could not be read, sooner. */
const REFRESH_MS = 3_600_000;
const RETRY_MS = 60_000;
/** Closures are known from yesterday to beyond the longest booking horizon in use. */
const KNOWN_DAYS = 400;

/** The iCalendar feeds of office hours, read when started and every hour from then on. */
export interface CalendarFeeds {
  /** Reads them; may be called again when the configuration has changed. */
  start(): Promise<void>;
  stop(): void;
  /** Closures of an office by its feeds. A feed that cannot be read stays as it was; one never read closes nothing. */
  closures(office: { name: string; feeds: readonly string[] }): readonly Period[];
}

interface FeedParts {
  clock: Clock;
  log: Logger;
  config(): Configuration;
  /** The text of a feed: a file or an address. */
  read(feed: string): Promise<string>;
}

export function createCalendarFeeds(parts: FeedParts): CalendarFeeds {
  const { clock, log } = parts;
  const known = new Map<string, readonly Period[]>();
  let timer: Timer | null = null;
  let running = false;

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
  const readAll = async (): Promise<void> => {
    const wanted = parts.config().hours.flatMap(({ feeds, zone }) => feeds.map((feed) => ({ feed, zone })));
    const results = await Promise.all(wanted.map(({ feed, zone }) => readOne(feed, zone)));
    if (!running) return;
    const wait = results.includes(false) ? RETRY_MS : REFRESH_MS;
    timer?.cancel();
    if (results.length > 0) timer = clock.at(clock.now() + wait, () => void readAll());
  };

  return {
    async start() {
      running = true;
      await readAll();
    },
    stop() {
      running = false;
      timer?.cancel();
    },
    closures({ name, feeds }) {
      const zone = parts.config().hours.find((office) => office.name === name)?.zone ?? 'UTC';
      return feeds.flatMap((feed) => known.get(keyOf(feed, zone)) ?? []);
    },
  };
}

function keyOf(feed: string, zone: string): string {
  return `${zone} ${feed}`;
}
