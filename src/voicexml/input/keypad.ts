import type { Clock } from '../../core/clock.ts';
import type { Platform } from '../platform.ts';

/** What a wait for the caller came to. */
export type Waited = 'key' | 'left' | 'timeout';

/** Keys that are kept for the questions to come; what is typed beyond them is lost, the oldest stay. */
const MOST_TYPED_AHEAD = 1_000;

/** The keys a caller pressed and the browser has not used yet (type-ahead), and whether the caller is still there. */
export class Keypad {
  readonly #clock: Clock;
  readonly #keys: string[] = [];
  readonly #waiting = new Set<() => void>();
  #left = false;
  #deaf = false;

  constructor(platform: Pick<Platform, 'subscribe'>, clock: Clock) {
    this.#clock = clock;
    platform.subscribe((event) => {
      if (event.kind === 'key') this.#pressed(event.key);
      else if (event.kind === 'hangup') this.close();
    });
  }

  /** The caller hung up, or the run is to stop: no more keys will come. */
  get left(): boolean {
    return this.#left;
  }

  get hasKey(): boolean {
    return this.#keys.length > 0;
  }

  /** Epoch ms. */
  get now(): number {
    return this.#clock.now();
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

  /** Whether keys are heard at all; those pressed before or while they are not are lost. */
  listenToKeys(listens: boolean): void {
    this.#deaf = !listens;
    if (this.#deaf) this.clear();
  }

  close(): void {
    this.#left = true;
    this.#changed();
  }

  /** Resolves when there is a key, the caller has left, or `over` has come to its end. */
  changeBefore(over: Promise<unknown>): Promise<void> {
    if (this.hasKey || this.#left) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
      over.then(wake, wake);
    });
  }

  /** Waits at most `ms` for a key. */
  async wait(ms: number): Promise<Waited> {
    if (!this.hasKey && !this.#left) {
      const timeout = Promise.withResolvers<null>();
      const timer = this.#clock.at(this.#clock.now() + ms, () => timeout.resolve(null));
      await this.changeBefore(timeout.promise);
      timer.cancel();
    }
    if (this.#left) return 'left';
    return this.hasKey ? 'key' : 'timeout';
  }

  #pressed(key: string): void {
    if (this.#deaf || this.#keys.length >= MOST_TYPED_AHEAD) return;
    this.#keys.push(key);
    this.#changed();
  }

  #changed(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
