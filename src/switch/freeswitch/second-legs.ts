import type { Clock } from '../../core/clock.ts';
import { callEndOf } from './call-end.ts';
import { certainlyNotRung } from './certain-refusals.ts';
import type { EslEvent } from './esl-event.ts';
import { refusals } from './outbound-legs.ts';

/** How long the events of a leg may lag behind what the door of its call says. */
const LAG_MS = 1_000;

/** A leg that the switch dials. */
export interface SecondLeg {
  /** Resolves when the far end rings, or has media before its answer. */
  ringing: Promise<'ringing'>;
  /** Resolves when the leg is over. */
  over: Promise<unknown>;
  /** Tells of one that failed with a cause whether it is certain that nothing rang. */
  nothingRang(cause: string): Promise<boolean>;
}

interface Watched {
  rings: () => void;
  ended: (event: EslEvent | null) => void;
}

/**
 * How legs fared that the switch itself dialled, with `bridge`. It tells of them on another connection than that of
 * the call they were dialled for, so either may say first that nobody answered.
 */
export class SecondLegs {
  readonly #clock: Clock;
  #watched = new Map<string, Watched>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Looks out for a leg. */
  watch(id: string): SecondLeg {
    const ringing = Promise.withResolvers<'ringing'>();
    const end = Promise.withResolvers<EslEvent | null>();
    this.#watched.set(id, { rings: () => ringing.resolve('ringing'), ended: end.resolve });
    return {
      ringing: ringing.promise,
      over: end.promise,
      nothingRang: async (cause) => {
        const timer = this.#clock.at(this.#clock.now() + LAG_MS, () => end.resolve(null));
        const event = await end.promise;
        timer.cancel();
        this.#watched.delete(id);
        return event ? certainlyNotRung(event, callEndOf(event, this.#clock.now())) : refusals.has(cause);
      },
    };
  }

  /** Takes CHANNEL_PROGRESS and CHANNEL_PROGRESS_MEDIA. */
  rings(event: EslEvent): void {
    this.#watched.get(event.channel)?.rings();
  }

  /** Takes CHANNEL_HANGUP_COMPLETE. */
  ended(event: EslEvent): void {
    this.#watched.get(event.channel)?.ended(event);
    this.#watched.delete(event.channel);
  }

  /** Told which channels there are: the ends of the others were not heard. */
  onlyAlive(ids: ReadonlySet<string>): void {
    for (const [id, { ended }] of this.#watched) {
      if (ids.has(id)) continue;
      ended(null);
      this.#watched.delete(id);
    }
  }
}
