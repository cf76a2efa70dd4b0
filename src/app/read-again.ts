import type { Configuration } from '../callback/configuration.ts';
import type { Clock, Timer } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';

/** What is read from outside again and again, such as calendars and lists, needs this. */
export interface SourceParts {
  clock: Clock;
  log: Logger;
  config(): Configuration;
  /** The text of a source: a file or an address. */
  read(source: string): Promise<string>;
}

export interface Rereading {
  /** Reads everything; may be called again when the configuration has changed. */
  start(): Promise<void>;
  stop(): void;
}

/** What could not be read is tried again that soon. */
const RETRY_MS = 60_000;

/** Reads when started and each time `everyMs` have passed, sooner when something could not be read (`false`). */
export function readAgain(clock: Clock, everyMs: number, readAll: () => Promise<boolean[]>): Rereading {
  let timer: Timer | null = null;
  let running = false;
  const read = async (): Promise<void> => {
    const results = await readAll();
    if (!running) return;
    timer?.cancel();
    const wait = results.includes(false) ? RETRY_MS : everyMs;
    if (results.length > 0) timer = clock.at(clock.now() + wait, () => void read());
  };
  return {
    async start() {
      running = true;
      await read();
    },
    stop() {
      running = false;
      timer?.cancel();
    },
  };
}
