import type { Clock } from '../../core/clock.ts';
import type { Platform } from '../platform.ts';

/** What a wait for the caller came to. */
export type Waited = 'key' | 'left' | 'timeout';

/** The keys a caller pressed and the browser has not used yet (type-ahead), and whether the caller is still there. */
export class Keypad {
  readonly #clock: Clock;
  readonly #keys: string[] = [];
  #wake: (() => void)[] = [];
  #left = false;

  constructor(platform: Pick<Platform, 'subscribe'>, clock: Clock) {
    this.#clock = clock;
    platform.subscribe((event) => {
      if (event.kind === 'key') this.#keys.push(event.key);
      else if (event.kind === 'hangup') this.#left = true;
      this.#changed();
    });
  }

  /** The caller hung up, or the run is to stop: no more keys will come. */
  get left(): boolean {
    return this.#left;
  }

  get hasKey(): boolean {
    return this.#keys.length > 0;
  }

  /** The next key, left in its place. */
  peek(): string | undefined {
    return this.#keys[0];
  }

  take(): string | undefined {
    return this.#keys.shift();
  }

  /** Forgets what was typed ahead. */
  clear(): void {
    this.#keys.length = 0;
  }

  close(): void {
    this.#left = true;
    this.#changed();
  }

  /** Resolves when there is a key or the caller has left; at once when that is so already. */
  change(): Promise<void> {
    if (this.hasKey || this.#left) return Promise.resolve();
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  /** Waits at most `ms` for a key. */
  async wait(ms: number): Promise<Waited> {
    if (!this.hasKey && !this.#left) {
      const timeout = Promise.withResolvers<null>();
      const timer = this.#clock.at(this.#clock.now() + ms, () => {
        timeout.resolve(null);
      });
      await Promise.race([this.change(), timeout.promise]);
      timer.cancel();
    }
    if (this.#left) return 'left';
    return this.hasKey ? 'key' : 'timeout';
  }

  #changed(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
