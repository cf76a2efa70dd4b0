import type { Timer } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { App } from './ports.ts';
import { startDueCallbacks } from './start-due-callbacks.ts';

/** How long to wait after the store failed, ms. */
const RETRY_MS = 1_000;

/** Starts scheduled callbacks as their time comes, from `start` until `stop`. */
export interface DueCallbacks {
  start(): Promise<void>;
  stop(): void;
}

export function createDueCallbacks(app: App): DueCallbacks {
  let timer: Timer | null = null;
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
    let wakeAt: number | null;
    try {
      wakeAt = await startDueCallbacks(app);
    } catch (error) {
      app.log.error({ error: messageOf(error) }, 'scheduled callbacks could not be started; tried again');
      wakeAt = app.clock.now() + RETRY_MS;
    }
    if (wakeAt !== null && unsubscribe) timer = app.clock.at(wakeAt, () => void look());
  };

  return {
    async start() {
      // A callback booked for earlier than the timer is set to.
      unsubscribe = app.store.onChange((hint) => {
        if (hint === 'callbacks') void look();
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
