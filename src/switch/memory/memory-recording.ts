import type { Clock, Timer } from '../../core/clock.ts';
import type { Line } from '../simulated/line/line.ts';
import { Recorder, type RecorderEnd } from '../simulated/line/recorder.ts';
import type { RecordOrder, RecordOutcome, UnderWay } from '../switch.ts';

const BEEP_MS = 250;

/** A recording on a line in memory. `keep` puts a file of so many ms where it was wanted. */
export class MemoryRecording implements UnderWay<RecordOutcome> {
  readonly done: Promise<RecordOutcome>;
  #settle: (outcome: RecordOutcome) => void = () => undefined;
  #recorder: Recorder | null = null;
  #beep: Timer | null = null;
  readonly #line: Line;
  readonly #unwatch: () => void;

  constructor(line: Line, clock: Clock, order: RecordOrder, keep: (path: string, ms: number) => void) {
    this.#line = line;
    this.done = new Promise((resolve) => (this.#settle = resolve));
    this.#unwatch = line.watch((event) => {
      if (event.kind === 'ended') this.#hungUp();
    });
    const begin = (): void => {
      this.#beep = null;
      const limits = {
        initialMs: order.timeoutMs,
        finalMs: order.finalSilenceMs,
        longestMs: order.maxTimeMs,
      };
      this.#recorder = new Recorder(line, clock, limits, (end) => {
        if (end.why !== 'no-input' && end.ms > 0) keep(order.to, end.ms);
        this.#finish(outcomeOf(end));
      });
    };
    if (order.beep) this.#beep = clock.at(clock.now() + BEEP_MS, begin);
    else begin();
  }

  stop(): Promise<void> {
    // The switch closes a door as the line ends, before others are told.
    if (this.#line.end) this.#hungUp();
    else if (this.#recorder) this.#recorder.stop();
    else this.#finish({ kind: 'nothing', end: 'stopped' });
    return Promise.resolve();
  }

  #hungUp(): void {
    if (this.#recorder) this.#recorder.hungUp();
    else this.#finish({ kind: 'nothing', end: 'hangup' });
  }

  #finish(outcome: RecordOutcome): void {
    this.#beep?.cancel();
    this.#unwatch();
    this.#settle(outcome);
  }
}

function outcomeOf({ why, ms }: RecorderEnd): RecordOutcome {
  if (why === 'no-input') return { kind: 'nothing', end: 'silence' };
  if (why === 'hangup' && ms === 0) return { kind: 'nothing', end: 'hangup' };
  return { kind: 'recorded', end: why === 'longest' ? 'maxtime' : why, durationMs: ms };
}
