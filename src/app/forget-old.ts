import type { Timer } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { App } from './ports.ts';

/** Of each sort at once: calls in progress wait that long for the store. */
const AT_A_TIME = 100;
/** After the start, when there is other work, ms. */
const FIRST_AFTER_MS = 60_000;
const DAY_MS = 86_400_000;

/** Forgets what has been over for longer than `retention`, and deposits whose time is over, a little at a time; yields how much it is so far. */
export async function* forgetOld(app: App): AsyncGenerator<number> {
  const before = app.clock.now() - app.config().retentionMs;
  let total = 0;
  for (;;) {
    const forgotten = await app.store.retention.forget(before, AT_A_TIME);
    await app.store.deposits.purge(app.clock.now(), AT_A_TIME);
    total += forgotten;
    yield total;
    if (forgotten === 0) return;
  }
}

/** Forgets every day what is old, from `start` until `stop`. */
export interface DailyForgetting {
  start(): void;
  stop(): void;
}

export function createDailyForgetting(app: App): DailyForgetting {
  let timer: Timer | null = null;
  let running = false;

  const run = async (): Promise<void> => {
    try {
      let forgotten = 0;
      for await (const total of forgetOld(app)) {
        if (!running) return;
        forgotten = total;
      }
      app.log.info({ forgotten }, 'what is old has been forgotten');
    } catch (error) {
      app.log.error({ error: messageOf(error) }, 'what is old could not be forgotten; tried again in a day');
    }
    if (running) next(DAY_MS);
  };
  const next = (inMs: number): void => {
    timer = app.clock.at(app.clock.now() + inMs, () => void run());
  };

  return {
    start() {
      running = true;
      next(FIRST_AFTER_MS);
    },
    stop() {
      running = false;
      timer?.cancel();
    },
  };
}
