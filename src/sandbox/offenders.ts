import type { Clock } from '../core/clock.ts';

/** A request that takes more processor time is a strike, ms. */
const SLOW_MS = 200;
/** So many strikes are enough; being cut off alone is. */
const MOST_STRIKES = 3;
/** After so long without a strike all is forgotten, ms. */
const FORGOTTEN_MS = 10 * 60_000;

/**
 * Owners of requests that hold up others. It decides only where requests are done, never what they are answered:
 * hence it may go by time. What a machine that is busy with other things adds to it is nobody's fault.
 */
export class Offenders {
  readonly #clock: Clock;
  readonly #records = new Map<string, { strikes: number; last: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  has(owner: string): boolean {
    const record = this.#records.get(owner);
    return record !== undefined && record.strikes >= MOST_STRIKES && !this.#isForgotten(record);
  }

  /** Notes how long a request took. True when that makes an offender of its owner, who was none. */
  took(owner: string, ms: number | 'cut off'): boolean {
    const weight = ms === 'cut off' ? MOST_STRIKES : ms > SLOW_MS ? 1 : 0;
    if (weight === 0) return false;
    const before = this.has(owner);
    for (const [one, record] of this.#records) if (this.#isForgotten(record)) this.#records.delete(one);
    const strikes = (this.#records.get(owner)?.strikes ?? 0) + weight;
    this.#records.set(owner, { strikes, last: this.#clock.now() });
    return !before && strikes >= MOST_STRIKES;
  }

  #isForgotten({ last }: { last: number }): boolean {
    return this.#clock.now() - last >= FORGOTTEN_MS;
  }
}
