import type { App } from '../app/ports.ts';
import type { Timer } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';

const BATCH = 256;
/** After the store failed, ms. */
const RETRY_MS = 1_000;

/**
 * Fires the store's timers when they are due, in the order of their instants, and begins planned sessions. Keeps no list of its own:
 * it knows the earliest instant only, and lets the store move what is due to the inboxes.
 */
export class TimerPump {
  readonly #app: App;
  #armed: { at: number; timer: Timer } | null = null;
  /** The store may have fired timers without telling which. */
  #inDoubt = false;
  #stopped = false;

  constructor(app: App) {
    this.#app = app;
  }

  async start(): Promise<void> {
    this.#arm(await this.#app.store.sessions.nextTimer());
  }

  stop(): void {
    this.#stopped = true;
    this.#armed?.timer.cancel();
  }

  /** Something that was stored is due at `at`: a timer, or a session that is to begin. */
  dueAt(at: number): void {
    this.#arm(at);
  }

  /** Does something a little later, when the store may be back. */
  later(action: () => void): void {
    this.#app.clock.at(this.#app.clock.now() + RETRY_MS, action);
  }

  #arm(at: number | null): void {
    if (at === null || this.#stopped || (this.#armed && this.#armed.at <= at)) return;
    this.#armed?.timer.cancel();
    this.#armed = { at, timer: this.#app.clock.at(at, () => void this.#due()) };
  }

  async #due(): Promise<void> {
    this.#armed = null;
    const { store, clock, sessions, log } = this.#app;
    try {
      const fired = await store.sessions.fireTimers(clock.now(), BATCH);
      sessions.wake(this.#inDoubt ? await store.sessions.waiting() : fired);
      this.#inDoubt = false;
      this.#arm(await store.sessions.nextTimer());
    } catch (error) {
      if (this.#stopped) return;
      this.#inDoubt = true;
      log.warn({ error: messageOf(error) }, 'timers wait for the store');
      this.later(() => void this.#due());
    }
  }
}
