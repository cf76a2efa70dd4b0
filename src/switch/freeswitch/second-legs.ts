import type { Clock } from '../../core/clock.ts';
import { callEndOf } from './call-end.ts';
import { certainlyNotRung } from './certain-refusals.ts';
import type { EslEvent } from './esl-event.ts';
import { refusals } from './outbound-legs.ts';

/** How long the events of a leg may lag behind what the door of its call says. */
const LAG_MS = 1_000;

/**
 * How legs ended that the switch itself dialled, with `bridge`. It tells of them on another connection than that of
 * the call they were dialled for, so either may say first that nobody answered.
 */
export class SecondLegs {
  readonly #clock: Clock;
  #ends = new Map<string, (event: EslEvent | null) => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Looks out for a leg. The answer tells of one that failed with a cause whether it is certain that nothing rang. */
  watch(id: string): (cause: string) => Promise<boolean> {
    const end = Promise.withResolvers<EslEvent | null>();
    this.#ends.set(id, end.resolve);
    return async (cause) => {
      const timer = this.#clock.at(this.#clock.now() + LAG_MS, () => end.resolve(null));
      const event = await end.promise;
      timer.cancel();
      this.#ends.delete(id);
      return event ? certainlyNotRung(event, callEndOf(event, this.#clock.now())) : refusals.has(cause);
    };
  }

  /** Takes CHANNEL_HANGUP_COMPLETE. */
  ended(event: EslEvent): void {
    this.#ends.get(event.channel)?.(event);
    this.#ends.delete(event.channel);
  }
}
