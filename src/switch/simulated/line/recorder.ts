import type { Clock, Timer } from '../../../core/clock.ts';
import { listenFor } from './attention.ts';
import type { Line } from './line.ts';

const SPEECH_MS = 20;

export interface RecorderLimits {
  /** Silence from the start that ends it; null: none does. */
  initialMs: number | null;
  /** Silence after something was heard that ends it; null: none does. */
  finalMs: number | null;
  longestMs: number;
}

/** Why a recording ended, how long it is, and whether anything is to be heard in it. */
export interface RecorderEnd {
  why: 'no-input' | 'silence' | 'longest' | 'stopped' | 'hangup';
  ms: number;
  heard: boolean;
}

/** Listens to the far end for as long as it is recorded. */
export class Recorder {
  readonly #line: Line;
  readonly #clock: Clock;
  readonly #limits: RecorderLimits;
  readonly #startedAt: number;
  readonly #onEnd: (end: RecorderEnd) => void;
  #heard = false;
  #over = false;
  #unlisten: () => void = () => undefined;
  readonly #longest: Timer;

  /** `onEnd` is told the end once. */
  constructor(line: Line, clock: Clock, limits: RecorderLimits, onEnd: (end: RecorderEnd) => void) {
    this.#line = line;
    this.#clock = clock;
    this.#limits = limits;
    this.#onEnd = onEnd;
    this.#startedAt = clock.now();
    this.#longest = clock.at(this.#startedAt + limits.longestMs, () => this.#finish('longest'));
    this.#listen('loud', SPEECH_MS, limits.initialMs);
  }

  stop(): void {
    this.#finish('stopped');
  }

  /** The line has ended. */
  hungUp(): void {
    this.#finish('hangup');
  }

  #listen(what: 'loud' | 'quiet', forMs: number, timeoutMs: number | null): void {
    const wanted = { what, forMs, timeoutMs: timeoutMs ?? this.#limits.longestMs };
    this.#unlisten = listenFor(this.#line, this.#clock, wanted, (noticed) => {
      if (noticed === 'timeout' && what === 'loud' && timeoutMs !== null) this.#finish('no-input');
      if (noticed !== 'found') return;
      if (what === 'quiet') this.#finish('silence');
      else this.#heardSpeech();
    });
  }

  #heardSpeech(): void {
    this.#heard = true;
    const { finalMs, longestMs } = this.#limits;
    if (finalMs !== null) this.#listen('quiet', finalMs, longestMs);
  }

  #finish(why: RecorderEnd['why']): void {
    if (this.#over) return;
    this.#over = true;
    this.#longest.cancel();
    this.#unlisten();
    this.#onEnd({ why, ms: this.#clock.now() - this.#startedAt, heard: this.#heard });
  }
}
