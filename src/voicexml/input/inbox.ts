import type { Clock } from '../../core/clock.ts';
import type { Platform, PlatformEvent } from '../platform.ts';

type Message = Extract<PlatformEvent, { kind: 'message' }>;

const MOST_MESSAGES = 100;

/** Messages from outside that the pages have not taken yet; keys and hang-up go on to another listener. */
export class Inbox {
  readonly #clock: Clock;
  readonly #messages: Message[] = [];
  #wake: () => void = () => undefined;
  #over = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Subscribes to the platform; everything but messages goes to `listener`. */
  subscribe(platform: Platform, listener: (event: PlatformEvent) => void): void {
    platform.subscribe((event) => {
      if (event.kind !== 'message') listener(event);
      else if (this.#messages.length < MOST_MESSAGES) this.#messages.push(event);
      if (event.kind === 'hangup') this.#over = true;
      if (event.kind !== 'key') this.#wake();
    });
  }

  /** The oldest message, if there is one. */
  take(): Message | undefined {
    return this.#messages.shift();
  }

  /** Waits at most `ms`; null when none came in time or the call ended. */
  async wait(ms: number): Promise<Message | null> {
    if (this.#messages.length === 0 && !this.#over)
      await new Promise<void>((resolve) => {
        const timer = this.#clock.at(this.#clock.now() + ms, resolve);
        this.#wake = () => {
          timer.cancel();
          resolve();
        };
      });
    return this.take() ?? null;
  }

  /** Ends a wait: the run is to stop. */
  close(): void {
    this.#over = true;
    this.#wake();
  }
}
