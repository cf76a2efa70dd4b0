import type { Clock, Timer } from '../../core/clock.ts';
import type { Playback, PlayOutcome, PlaySegment, UnderWay } from '../switch.ts';
import { playable, playlist, type Voices } from './encoding.ts';
import type { EslEvent } from './esl-event.ts';
import type { Execution } from './executions.ts';

/** A break that comes before the application has begun is dropped by the switch, so it is repeated. */
const BREAK_AGAIN_MS = 250;
/** A music source that ends sooner than this is not played over and over. */
const SHORTEST_ROUND_MS = 1_000;

/** What a playback needs of its call. */
export interface PlayingParts {
  execute(application: string, argument: string): Execution;
  breakOff(): void;
  voices: Voices;
  clock: Clock;
}

/** Plays segments as one playback of the switch; music at the end goes on until stopped. */
export class Playing implements Playback {
  readonly done: Promise<PlayOutcome>;
  readonly #parts: PlayingParts;
  #stopping = false;
  #finished = false;
  #running = false;
  #again: Timer | null = null;

  /** Begins when `before` has come to its end, which it is told to. */
  constructor(segments: PlaySegment[], parts: PlayingParts, before: UnderWay<unknown> | null) {
    this.#parts = parts;
    this.done = this.#play(segments, before).finally(() => {
      this.#finished = true;
      this.#again?.cancel();
    });
  }

  async stop(): Promise<void> {
    if (!this.#finished && !this.#stopping) {
      this.#stopping = true;
      if (this.#running) this.#breakOff();
    }
    await this.done;
  }

  async #play(segments: PlaySegment[], before: UnderWay<unknown> | null): Promise<PlayOutcome> {
    await before?.stop();
    const playables: string[] = [];
    for (const segment of segments) {
      const name = playable(segment, this.#parts.voices);
      if (name === null)
        return { kind: 'missing', what: segment.kind === 'file' ? segment.path : segment.kind };
      playables.push(name);
    }
    if (!playables.length) return { kind: 'played' };
    const music = segments.at(-1)?.kind === 'music' ? playables.at(-1) : undefined;
    let round = await this.#round(playlist(playables));
    while (music !== undefined && round.outcome.kind === 'played') {
      if (round.lengthMs < SHORTEST_ROUND_MS) return { kind: 'missing', what: music };
      round = await this.#round(music);
    }
    return round.outcome;
  }

  async #round(argument: string): Promise<{ outcome: PlayOutcome; lengthMs: number }> {
    if (this.#stopping) return { outcome: { kind: 'stopped', atMs: 0 }, lengthMs: 0 };
    const execution = this.#parts.execute('playback', argument);
    this.#running = true;
    const [started, completed] = await Promise.all([execution.started, execution.completed]);
    this.#running = false;
    const lengthMs = started && completed ? Math.max(0, completed.happenedAt - started.happenedAt) : 0;
    return { outcome: this.#outcome(completed, argument, lengthMs), lengthMs };
  }

  #outcome(completed: EslEvent | null, argument: string, lengthMs: number): PlayOutcome {
    if (!completed) return { kind: 'call-ended' };
    const response = completed.get('Application-Response');
    if (response === 'FILE NOT FOUND' || response === 'PLAYBACK ERROR')
      return { kind: 'missing', what: argument };
    return this.#stopping ? { kind: 'stopped', atMs: Math.round(lengthMs) } : { kind: 'played' };
  }

  #breakOff(): void {
    if (this.#finished) return;
    this.#parts.breakOff();
    this.#again = this.#parts.clock.at(this.#parts.clock.now() + BREAK_AGAIN_MS, () => this.#breakOff());
  }
}
