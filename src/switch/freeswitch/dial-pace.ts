import type { Clock } from '../../core/clock.ts';
import type { EslEvent } from './esl-event.ts';

/** Of what the switch says it takes; the rest is for callers who ring in. */
const SHARE = 0.9;
/** How long a dial waits for its turn, and how many may wait; then it is to be tried later. */
const LONGEST_WAIT_MS = 2_000;
/** Events that come so late mean that the switch cannot keep up: nothing more is asked of it for a while. */
const LATE_MS = 1_000;
const BACK_OFF_MS = 1_000;
/** How often the least delay of events is learned anew: clocks of two machines drift apart. */
const RELEARN_MS = 600_000;
/** A switch that is back gets so many dials a second at first, and twice as many after every so many ms. */
const SLOW_START = { perSecond: 5, doubleMs: 5_000, forMs: 60_000 };

interface Waiting {
  go(turn: boolean): void;
  urgent: boolean;
}

/**
 * How fast one switch is dialled: no faster than configured, than the switch itself allows (`sessions-per-second` and
 * `max-sessions`, which it tells with every HEARTBEAT), or than its events come. Past its own limits a FreeSWITCH
 * refuses originates with DESTINATION_OUT_OF_ORDER.
 */
export class DialPace {
  readonly #clock: Clock;
  readonly #configured: number | null;
  #allowed: number | null = null;
  /** Sessions that the switch has left, counted down until it says again; null: it has not said. */
  #left: number | null = null;
  #queue: Waiting[] = [];
  #nextAt = 0;
  #ticking = false;
  #backAt = -Infinity;
  #leastDelayMs = Infinity;
  #relearnAt = 0;

  /** `perSecond`: most dials a second; null: what the switch allows. */
  constructor(clock: Clock, perSecond: number | null) {
    this.#clock = clock;
    this.#configured = perSecond;
  }

  /**
   * Resolves with true when a dial may go out, the urgent ones first; with false when it had better be tried later or
   * elsewhere.
   */
  turn(urgent: boolean): Promise<boolean> {
    const everyMs = this.#everyMs();
    const now = this.#clock.now();
    if (this.#left !== null && this.#left <= this.#queue.length) return Promise.resolve(false);
    const ahead = urgent ? this.#queue.filter((one) => one.urgent).length : this.#queue.length;
    if (Math.max(0, this.#nextAt - now) + ahead * everyMs > LONGEST_WAIT_MS) return Promise.resolve(false);
    if (this.#queue.length === 0 && this.#nextAt <= now) {
      this.#spend();
      return Promise.resolve(true);
    }
    return new Promise((go) => {
      const place = urgent ? this.#queue.findIndex((one) => !one.urgent) : -1;
      this.#queue.splice(place < 0 ? this.#queue.length : place, 0, { go, urgent });
      this.#tick();
    });
  }

  /** The switch refused: it is full or paused. */
  refused(): void {
    this.#backOff();
  }

  /** The switch is back after it was away: what waited for it does not come over it all at once. */
  resumed(): void {
    this.#backAt = this.#clock.now();
  }

  /** Takes any event: how late they come tells how busy the switch is. HEARTBEAT tells its limits. */
  heard(event: EslEvent): void {
    if (event.name === 'HEARTBEAT') this.#limitsOf(event);
    const delayMs = this.#clock.now() - event.happenedAt;
    if (!(event.happenedAt > 0)) return;
    if (this.#clock.now() >= this.#relearnAt) {
      this.#leastDelayMs = delayMs;
      this.#relearnAt = this.#clock.now() + RELEARN_MS;
    }
    // The two clocks may differ: only the part that comes and goes is lag.
    this.#leastDelayMs = Math.min(this.#leastDelayMs, delayMs);
    if (delayMs - this.#leastDelayMs > LATE_MS) this.#backOff();
  }

  #limitsOf(event: EslEvent): void {
    const perSecond = Number(event.get('Session-Per-Sec'));
    this.#allowed = perSecond > 0 ? perSecond * SHARE : null;
    const most = Number(event.get('Max-Sessions'));
    this.#left = most > 0 ? Math.floor(most * SHARE) - Number(event.get('Session-Count')) : null;
  }

  #backOff(): void {
    this.#nextAt = Math.max(this.#nextAt, this.#clock.now() + BACK_OFF_MS);
  }

  #everyMs(): number {
    const most = Math.min(this.#configured ?? Infinity, this.#allowed ?? Infinity, this.#slowStart());
    return 1_000 / most;
  }

  #slowStart(): number {
    const sinceMs = this.#clock.now() - this.#backAt;
    if (sinceMs >= SLOW_START.forMs) return Infinity;
    return SLOW_START.perSecond * 2 ** (sinceMs / SLOW_START.doubleMs);
  }

  #spend(): void {
    this.#nextAt = Math.max(this.#nextAt, this.#clock.now()) + this.#everyMs();
    if (this.#left !== null) this.#left -= 1;
  }

  #tick(): void {
    if (this.#ticking || this.#queue.length === 0) return;
    this.#ticking = true;
    this.#clock.at(Math.ceil(this.#nextAt), () => {
      this.#ticking = false;
      while (this.#queue.length > 0 && Math.ceil(this.#nextAt) <= this.#clock.now()) {
        this.#spend();
        this.#queue.shift()?.go(true);
      }
      this.#tick();
    });
  }
}
