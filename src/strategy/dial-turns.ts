import type { Clock, Timer } from '../core/clock.ts';
import type { ActionRow } from '../store/sessions.ts';
import type { DialAck } from '../switch/switch.ts';

/** Dials that may be with the switches and unanswered at a time: what a switch paces comes to no more than two seconds. */
const MOST_ASKED = 40;
/** How long a dial that was told to go on may take to do so, ms. */
const GO_ON_MS = 2_000;
/** How long a dial may be kept back from its request on, ms: less than the limit of the request. */
const KEPT_MS = 45_000;

interface Kept {
  action: ActionRow;
  /** Goes off when it has been kept back for long. */
  timer: Timer;
}

interface DialTurnsParts {
  clock: Clock;
  /** Is there a switch that may be asked? */
  open: () => boolean;
  /** Carries an action out again that was kept back. */
  goOn: (action: ActionRow) => void;
}

/**
 * Lets dials go to the switches in their order, and no more than these can take: after one that was refused because a
 * switch is full or paused the others are kept back, and one at a time tries whether it takes calls again. A dial that
 * is kept back has not been begun, costs nothing, and is as safe in the store as before.
 */
export class DialTurns {
  readonly #parts: DialTurnsParts;
  readonly #kept = new Map<string, Kept>();
  /** Told to go on, until when the turn is theirs. */
  readonly #called = new Map<string, number>();
  readonly #asked = new Set<string>();
  #most = MOST_ASKED;
  #closedUntil = -Infinity;
  #timer: Timer | null = null;

  constructor(parts: DialTurnsParts) {
    this.#parts = parts;
  }

  /** True: the switches may be asked now, and `answered` is to be told. False: it is kept back, `tooLong` at most. */
  take(action: ActionRow, tooLong: () => void): boolean {
    const wasCalled = this.#called.delete(action.id);
    if (this.#free() > 0 && (wasCalled || this.#kept.size === 0)) {
      this.#drop(action.id);
      this.#asked.add(action.id);
      return true;
    }
    this.keep(action, tooLong);
    return false;
  }

  /** Keeps a dial back until its turn comes. */
  keep(action: ActionRow, tooLong: () => void): void {
    const { clock } = this.#parts;
    if (!this.#kept.has(action.id)) {
      const late = (): void => {
        this.#drop(action.id);
        tooLong();
      };
      const at = Math.max(clock.now(), action.createdAt + KEPT_MS);
      this.#kept.set(action.id, { action, timer: clock.at(at, late) });
    }
    this.#lookLater();
  }

  /** What the switches made of a dial; null: they were not asked after all. */
  answered(id: string, ack: DialAck | null): void {
    if (!this.#asked.delete(id)) return;
    if (ack?.kind === 'refused' && ack.retryMs !== undefined) {
      this.#most = 1;
      this.#closedUntil = this.#parts.clock.now() + ack.retryMs;
    } else if (ack) this.#most = MOST_ASKED;
    this.#look();
  }

  /** A switch came or went, or dialling goes on. */
  wake(): void {
    this.#closedUntil = -Infinity;
    this.#look();
  }

  stop(): void {
    this.#timer?.cancel();
    for (const id of [...this.#kept.keys()]) this.#drop(id);
  }

  #free(): number {
    const { clock, open } = this.#parts;
    const now = clock.now();
    if (now < this.#closedUntil || !open()) return 0;
    for (const [id, until] of this.#called) if (until <= now) this.#called.delete(id);
    return this.#most - this.#asked.size - this.#called.size;
  }

  /** Tells as many as there are turns to go on, those first that have been waiting for longest. */
  #look(): void {
    const until = this.#parts.clock.now() + GO_ON_MS;
    for (const { action } of [...this.#kept.values()].slice(0, Math.max(0, this.#free()))) {
      this.#drop(action.id);
      this.#called.set(action.id, until);
      this.#parts.goOn(action);
    }
    this.#lookLater();
  }

  /** The next look, where no answer of a switch brings one. */
  #lookLater(): void {
    const { clock, open } = this.#parts;
    this.#timer?.cancel();
    this.#timer = null;
    if (this.#kept.size === 0 || !open()) return;
    const now = clock.now();
    const turns = this.#free() > 0 ? now : Math.min(...this.#called.values());
    const at = this.#closedUntil > now ? this.#closedUntil : turns;
    if (Number.isFinite(at)) this.#timer = clock.at(at, () => this.#look());
  }

  #drop(id: string): void {
    this.#kept.get(id)?.timer.cancel();
    this.#kept.delete(id);
  }
}
