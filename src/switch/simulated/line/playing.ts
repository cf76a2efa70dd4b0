import type { Clock, Timer } from '../../../core/clock.ts';
import type { Sound } from '../../person.ts';
import type { Line } from './line.ts';

/** A part of a playback: something to hear for so long (music: for ever), a pause, or a file that is not there. */
export type Piece =
  | { kind: 'sound'; sound: Sound; ms: number }
  | { kind: 'pause'; ms: number }
  | { kind: 'missing'; what: string };

export type PlayingEnd =
  | { kind: 'played' }
  | { kind: 'stopped'; atMs: number }
  | { kind: 'missing'; what: string }
  | { kind: 'ended' };

/**
 * Pieces played to a line in turn. The person hears a pause between two sounds as part of the prompt
 * and the one after the last sound as quiet.
 */
export class Playing {
  #line: Line;
  #clock: Clock;
  #pieces: readonly Piece[];
  #index = 0;
  /** How much of the present piece has been played before a pause, ms. */
  #offsetMs = 0;
  #pieceSince = 0;
  #playedMs = 0;
  #timer: Timer | null = null;
  #audible = false;
  #over = false;
  #unwatch: () => void;
  #onEnd: (end: PlayingEnd) => void;

  /** `onEnd` is told the end once, perhaps before the constructor returns. */
  constructor(line: Line, clock: Clock, pieces: readonly Piece[], onEnd: (end: PlayingEnd) => void) {
    this.#line = line;
    this.#clock = clock;
    this.#pieces = pieces;
    this.#onEnd = onEnd;
    this.#unwatch = line.watch((event) => {
      if (event.kind === 'ended') this.#finish({ kind: 'ended' });
    });
    if (line.end) this.#finish({ kind: 'ended' });
    else this.#begin();
  }

  /** Milliseconds played so far. */
  get playedMs(): number {
    return this.#playedMs + (this.#timer ? this.#clock.now() - this.#pieceSince : 0);
  }

  stop(): void {
    if (this.#over) return;
    const atMs = this.playedMs;
    this.#silence(true);
    this.#finish({ kind: 'stopped', atMs });
  }

  /** Holds the playback (another one goes before it) until `resume`. */
  pause(): void {
    if (!this.#timer) return;
    this.#offsetMs += this.#halt();
    this.#silence(true);
  }

  resume(): void {
    if (!this.#over && !this.#timer) this.#begin();
  }

  #begin(): void {
    const piece = this.#pieces[this.#index];
    if (!piece) {
      this.#finish({ kind: 'played' });
      return;
    }
    if (piece.kind === 'missing') {
      this.#silence(false);
      this.#finish({ kind: 'missing', what: piece.what });
      return;
    }
    if (piece.kind === 'sound') {
      this.#audible = true;
      this.#line.hear(piece.sound);
      // Hearing it, the person may have pressed a key that stopped it or hung up.
      if (this.#over) return;
    }
    this.#pieceSince = this.#clock.now();
    const leftMs = piece.ms - this.#offsetMs;
    // Endless music still needs a timer to be held and stopped like the rest.
    const until = Number.isFinite(leftMs) ? this.#pieceSince + leftMs : Number.MAX_SAFE_INTEGER;
    this.#timer = this.#clock.at(until, () => this.#next());
  }

  #next(): void {
    this.#halt();
    this.#offsetMs = 0;
    this.#index++;
    if (!this.#pieces.slice(this.#index).some((piece) => piece.kind === 'sound')) this.#silence(false);
    if (!this.#over) this.#begin();
  }

  /** Stops the timer; returns how long the present piece has been playing. */
  #halt(): number {
    const ms = this.#clock.now() - this.#pieceSince;
    this.#timer?.cancel();
    this.#timer = null;
    this.#playedMs += ms;
    return ms;
  }

  #silence(cut: boolean): void {
    if (!this.#audible) return;
    this.#audible = false;
    this.#line.quiet(cut);
  }

  #finish(end: PlayingEnd): void {
    if (this.#over) return;
    this.#over = true;
    this.#timer?.cancel();
    this.#timer = null;
    this.#unwatch();
    this.#onEnd(end);
  }
}

/** How long a text takes to speak at `speechRate` characters a second, ms. */
export function speechMs(text: string, speechRate: number): number {
  return Math.ceil((text.length / speechRate) * 1000);
}
