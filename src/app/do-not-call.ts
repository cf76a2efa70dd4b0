import type { Configuration } from '../callback/configuration.ts';
import type { Clock, Timer } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';

const REFRESH_MS = 600_000;
const RETRY_MS = 60_000;

/** Lists of numbers that are never called, read when started and every ten minutes from then on. */
export interface DoNotCall {
  /** Reads them; may be called again when the configuration has changed. */
  start(): Promise<void>;
  stop(): void;
  /** True also for every number while one of the lists has never been read: better not to call than to call wrongly. */
  lists(sources: readonly string[], number: string): boolean;
}

interface ListParts {
  clock: Clock;
  log: Logger;
  config(): Configuration;
  /** The text of a list: a file or an address. */
  read(source: string): Promise<string>;
}

export function createDoNotCall(parts: ListParts): DoNotCall {
  const { clock, log } = parts;
  const known = new Map<string, ReadonlySet<string>>();
  let timer: Timer | null = null;
  let running = false;

  const readOne = async (source: string): Promise<boolean> => {
    try {
      known.set(source, numbersOf(await parts.read(source)));
      return true;
    } catch (error) {
      const why = messageOf(error);
      log.error({ source, why }, 'a list of numbers not to call could not be read; it is tried again');
      return false;
    }
  };
  const readAll = async (): Promise<void> => {
    const sources = new Set(parts.config().numbers.flatMap(({ doNotCall }) => doNotCall));
    const results = await Promise.all([...sources].map(readOne));
    if (!running || results.length === 0) return;
    const wait = results.includes(false) ? RETRY_MS : REFRESH_MS;
    timer?.cancel();
    timer = clock.at(clock.now() + wait, () => void readAll());
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
    lists: (sources, number) => sources.some((source) => known.get(source)?.has(number) ?? true),
  };
}

/** One number a line, E.164; what follows a # is for people, spaces and dashes do not count. */
function numbersOf(text: string): Set<string> {
  const lines = text.split('\n').map((line) => (line.split('#', 1)[0] ?? '').replace(/[\s()./-]/g, ''));
  return new Set(lines.filter((line) => /^\+\d{4,15}$/.test(line)));
}
