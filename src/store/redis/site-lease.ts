import type { Clock, Timer } from '../../core/clock.ts';
import { isRingbackError, RingbackError } from '../../core/errors.ts';
import type { RedisConnection } from './connection.ts';

/** How long a site stays with an owner that is not heard of, ms: the longest a takeover after a death takes. */
const KEPT_MS = 6_000;
const RENEWED_MS = 2_000;
const RETRY_MS = 250;

/** Wants a site for itself. `onLost` is called when another took it, after this one was not heard of for too long. */
export interface Exclusive {
  clock: Clock;
  onLost: () => void;
}

/**
 * Keeps other servers (and what copies into a site) out of a site. It saves them from each other's work; what keeps
 * the data right even beside a former owner that wakes up is that each change compares what it builds on.
 */
export class SiteLease {
  readonly #redis: RedisConnection;
  readonly #wanted: Exclusive;
  #timer: Timer | null = null;
  #left = false;

  private constructor(redis: RedisConnection, wanted: Exclusive) {
    this.#redis = redis;
    this.#wanted = wanted;
  }

  /**
   * Waits for as long as a dead owner would keep the site.
   * @throws STORE_LOCKED when somebody alive has it
   */
  static async take(redis: RedisConnection, wanted: Exclusive, shown: string): Promise<SiteLease> {
    const { clock } = wanted;
    const lease = new SiteLease(redis, wanted);
    const until = clock.now() + KEPT_MS + RETRY_MS;
    while (!(await lease.#hold())) {
      if (clock.now() > until) throw new RingbackError('STORE_LOCKED', { path: shown });
      await new Promise<void>((resolve) => clock.at(clock.now() + RETRY_MS, resolve));
    }
    lease.#renewLater();
    return lease;
  }

  /** Lets the next one in at once. */
  async leave(): Promise<void> {
    this.#left = true;
    this.#timer?.cancel();
    await this.#redis.writeTexts('site_leave', [this.#redis.name]).catch(() => undefined);
  }

  async #hold(): Promise<boolean> {
    return (await this.#redis.writeTexts('site_hold', [this.#redis.name, String(KEPT_MS)])) === 'held';
  }

  #renewLater(): void {
    const { clock } = this.#wanted;
    if (!this.#left) this.#timer = clock.at(clock.now() + RENEWED_MS, () => void this.#renew());
  }

  /** While the store is down nobody else can take the site either. */
  async #renew(): Promise<void> {
    const held = await this.#hold().catch((error: unknown) => isRingbackError(error, 'STORE_DOWN'));
    if (held) this.#renewLater();
    else if (!this.#left) this.#wanted.onLost();
  }
}
