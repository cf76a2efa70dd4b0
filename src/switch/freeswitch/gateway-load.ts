import type { Gateway } from '../../callback/gateway.ts';
import type { Clock } from '../../core/clock.ts';

/** How many calls are on each gateway, and how many were begun within the last second. */
export class GatewayLoad {
  readonly #clock: Clock;
  #calls = new Map<string, number>();
  #begun = new Map<string, number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a call on the gateway, unless that would be one too many. */
  takes({ name, calls, perSecond }: Gateway): boolean {
    const now = this.#clock.now();
    const lately = (this.#begun.get(name) ?? []).filter((at) => at > now - 1_000);
    const up = this.#calls.get(name) ?? 0;
    if ((calls !== null && up >= calls) || (perSecond !== null && lately.length >= perSecond)) return false;
    this.#calls.set(name, up + 1);
    if (perSecond !== null) this.#begun.set(name, [...lately, now]);
    return true;
  }

  /** A call on the gateway is over. */
  left({ name }: Gateway): void {
    this.#calls.set(name, Math.max(0, (this.#calls.get(name) ?? 0) - 1));
  }
}
