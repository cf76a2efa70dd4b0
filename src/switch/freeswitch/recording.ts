import type { Clock, Timer } from '../../core/clock.ts';
import type { RecordOrder, RecordOutcome, UnderWay } from '../switch.ts';
import { EncodingError, recordable } from './encoding.ts';
import type { EslEvent } from './esl-event.ts';
import type { Execution } from './executions.ts';

const BEEP = 'tone_stream://%(250,0,1000)';
/** Loudness below which a frame is silence, in the switch's own measure. */
const SILENCE_BELOW = 200;
/** How long after its longest time a recording may be without an end before it has failed. */
const OVERDUE_MS = 5_000;

/** What a recording needs of its call. */
interface RecordingParts {
  execute(application: string, argument: string): Execution;
  /** Ends the running application. */
  breakOff(): void;
  /** False when the call is over. */
  setVariables(values: Record<string, string>): Promise<boolean>;
  clock: Clock;
}

/**
 * A recording beside whatever the channel runs (`record_session`). The application `record` would do, but it hangs up
 * the call when the file cannot be written, and knows no silence before the first word (measured).
 */
export class RecordingUnderWay implements UnderWay<RecordOutcome> {
  readonly done: Promise<RecordOutcome>;
  readonly #order: RecordOrder;
  readonly #parts: RecordingParts;
  readonly #stopped = Promise.withResolvers<EslEvent | null>();
  #phase: 'before' | 'beep' | 'recording' | 'over' = 'before';
  /** Why we ended it; null: we did not. */
  #ending: 'stopped' | 'maxtime' | null = null;
  #path = '';
  #timers: Timer[] = [];

  /** Begins when `before` has come to its end, which it is told to. */
  constructor(order: RecordOrder, parts: RecordingParts, before: UnderWay<unknown> | null) {
    this.#order = order;
    this.#parts = parts;
    this.done = this.#record(before).finally(() => {
      this.#phase = 'over';
      for (const timer of this.#timers) timer.cancel();
    });
  }

  async stop(): Promise<void> {
    this.#end('stopped');
    await this.done;
  }

  /** Takes RECORD_STOP. */
  handle(event: EslEvent): void {
    if (event.get('Record-File-Path') === this.#path) this.#stopped.resolve(event);
  }

  /** No more events will come. */
  callEnded(): void {
    this.#stopped.resolve(null);
  }

  async #record(before: UnderWay<unknown> | null): Promise<RecordOutcome> {
    try {
      this.#path = recordable(this.#order.to);
    } catch (error) {
      if (error instanceof EncodingError) return { kind: 'failed', detail: error.message };
      throw error;
    }
    await before?.stop();
    if (!(await this.#parts.setVariables(settingsOf(this.#order)))) return { kind: 'nothing', end: 'hangup' };
    if (this.#order.beep && !(await this.#beep())) return { kind: 'nothing', end: 'hangup' };
    if (this.#ending) return { kind: 'nothing', end: 'stopped' };
    return this.#run();
  }

  async #beep(): Promise<boolean> {
    if (this.#ending) return true;
    this.#phase = 'beep';
    const heard = await this.#parts.execute('playback', BEEP).completed;
    this.#phase = 'before';
    return heard !== null;
  }

  async #run(): Promise<RecordOutcome> {
    const { maxTimeMs } = this.#order;
    // The switch counts whole seconds of its clock, so its own limit is but the net below ours.
    const limitS = Math.ceil(maxTimeMs / 1000) + 1;
    const begun = this.#parts.execute('record_session', `${this.#path} +${limitS}`);
    if (!(await begun.started)) return { kind: 'nothing', end: 'hangup' };
    this.#phase = 'recording';
    this.#after(maxTimeMs, () => this.#end('maxtime'));
    const overdue = Promise.withResolvers<'overdue'>();
    this.#after(limitS * 1000 + OVERDUE_MS, () => overdue.resolve('overdue'));
    if (this.#ending) this.#halt();
    const startedAt = this.#parts.clock.now();
    const end = await Promise.race([this.#stopped.promise, overdue.promise]);
    if (end === 'overdue') return { kind: 'failed', detail: 'the switch does not say that it has recorded' };
    // The end of the call may come over another connection, before what the door has to say.
    if (end === null)
      return { kind: 'recorded', end: 'hangup', durationMs: this.#parts.clock.now() - startedAt };
    return this.#outcome(end);
  }

  #outcome(event: EslEvent): RecordOutcome {
    const cause = event.get('Record-Completion-Cause');
    const durationMs = Number(event.variable('record_ms')) || 0;
    if (event.get('Answer-State') === 'hangup')
      return durationMs > 0
        ? { kind: 'recorded', end: 'hangup', durationMs }
        : { kind: 'nothing', end: 'hangup' };
    if (cause === 'no-input-timeout')
      return { kind: 'nothing', end: this.#ending === 'stopped' ? 'stopped' : 'silence' };
    if (cause === 'uri-failure' || cause === 'input-failure') return { kind: 'failed', detail: cause };
    return {
      kind: 'recorded',
      end: this.#ending ?? (cause === 'success-silence' ? 'silence' : 'maxtime'),
      durationMs,
    };
  }

  #end(why: 'stopped' | 'maxtime'): void {
    if (this.#phase === 'over' || this.#ending) return;
    this.#ending = why;
    if (this.#phase === 'beep') this.#parts.breakOff();
    if (this.#phase === 'recording') this.#halt();
  }

  #halt(): void {
    this.#parts.execute('stop_record_session', this.#path);
  }

  #after(ms: number, action: () => void): void {
    this.#timers.push(this.#parts.clock.at(this.#parts.clock.now() + ms, action));
  }
}

/** An empty value unsets what an earlier recording has set. */
function settingsOf({ timeoutMs, finalSilenceMs }: RecordOrder): Record<string, string> {
  return {
    // Else the file would hold what the caller hears, too.
    RECORD_READ_ONLY: 'true',
    RECORD_SILENCE_THRESHOLD: String(SILENCE_BELOW),
    RECORD_INITIAL_TIMEOUT_MS: timeoutMs === null ? '' : String(Math.round(timeoutMs)),
    RECORD_FINAL_TIMEOUT_MS: finalSilenceMs === null ? '' : String(Math.round(finalSilenceMs)),
  };
}
