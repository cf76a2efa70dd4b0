import type { Timer } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { App } from './ports.ts';
import { startDueCallbacks } from './start-due-callbacks.ts';

/** How long to wait after the store failed, ms. */
const RETRY_MS = 1_000;
/** However often the store tells of changes, it is looked at most once in this time, ms: a look costs as much as a write. */
const PACE_MS = 100;

/** Starts scheduled callbacks as their time comes, from `start` until `stop`. */
export interface DueCallbacks {
  start(): Promise<void>;
  stop(): void;
}

export function createDueCallbacks(app: App): DueCallbacks {
  let timer: Timer | null = null;
  /** When `timer` goes off. */
  let wakeAt = Infinity;
  let lookedAt = -Infinity;
  let unsubscribe: (() => void) | null = null;
  let busy = false;
  let again = false;

  const look = async (): Promise<void> => {
    again = true;
    if (busy) return;
    busy = true;
    while (again && unsubscribe) {
      again = false;
      await once();
    }
    busy = false;
  };
  const once = async (): Promise<void> => {
    timer?.cancel();
    wakeAt = Infinity;
    lookedAt = app.clock.now();
    let nextAt: number | null;
    try {
      nextAt = await startDueCallbacks(app);
    } catch (error) {
      app.log.error({ error: messageOf(error) }, 'scheduled callbacks could not be started; tried again');
      nextAt = app.clock.now() + RETRY_MS;
    }
    if (nextAt !== null) lookAt(nextAt);
  };
  /** Sets the timer, unless it goes off before that anyway. */
  const lookAt = (at: number): void => {
    if (at >= wakeAt || !unsubscribe) return;
    timer?.cancel();
    wakeAt = at;
    timer = app.clock.at(at, () => void look());
  };

  return {
    async start() {
      // A callback booked for earlier than the timer is set to.
      unsubscribe = app.store.onChange((hint) => {
        if (hint !== 'callbacks') return;
        if (app.clock.now() >= lookedAt + PACE_MS) void look();
        else lookAt(lookedAt + PACE_MS);
      });
      await look();
    },
    stop() {
      unsubscribe?.();
      unsubscribe = null;
      timer?.cancel();
    },
  };
}
