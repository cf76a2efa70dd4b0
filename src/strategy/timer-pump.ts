import type { App } from '../app/ports.ts';
import type { Timer } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { SessionEvent, StoredTimer } from '../store/sessions.ts';

const BATCH = 256;
/** After the store failed, ms. */
const RETRY_MS = 1_000;

/**
 * Fires the store's timers when they are due, in the order of their instants. Keeps no list of its own:
 * it knows the earliest instant only, and asks the store what is due then.
 */
export class TimerPump {
  readonly #app: App;
  readonly #fire: (sessionId: string, event: SessionEvent) => Promise<void>;
  #armed: { at: number; timer: Timer } | null = null;
  #stopped = false;

  constructor(app: App, fire: (sessionId: string, event: SessionEvent) => Promise<void>) {
    this.#app = app;
    this.#fire = fire;
  }

  async start(): Promise<void> {
    this.#arm(await this.#app.store.sessions.nextTimer());
  }

  stop(): void {
    this.#stopped = true;
    this.#armed?.timer.cancel();
  }

  /** New timers were committed. */
  note(timers: StoredTimer[]): void {
    for (const timer of timers) this.#arm(timer.dueAt);
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
    try {
      const { store, clock } = this.#app;
      const fired = new Set<string>();
      for (;;) {
        const due = await store.sessions.timersDue(clock.now(), BATCH);
        const fresh = due.filter((timer) => !fired.has(timer.event.id));
        for (const timer of fresh) {
          fired.add(timer.event.id);
          await this.#fire(timer.sessionId, timer.event);
        }
        if (due.length < BATCH || fresh.length === 0) break;
      }
      // What was fired stays due until its session has taken it: look only beyond.
      this.#arm(await this.#nextAfter(clock.now()));
    } catch (error) {
      if (this.#stopped) return;
      this.#app.log.warn({ error: messageOf(error) }, 'timers wait for the store');
      this.later(() => void this.#due());
    }
  }

  async #nextAfter(now: number): Promise<number | null> {
    const next = await this.#app.store.sessions.nextTimer();
    return next === null ? null : Math.max(next, now + 1);
  }
}
