import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Playback, PlaySegment, SwitchCall } from '../switch/switch.ts';
import type {
  Platform,
  PlatformEvent,
  Played,
  PromptSegment,
  Recorded,
  TransferOutcome,
} from '../voicexml/platform.ts';
import { runsOf } from './marked-runs.ts';
import type { Sounds } from './sounds.ts';

export interface SwitchPlatformParts {
  clock: Clock;
  log: Logger;
  sounds: Sounds;
}

/** A switch that ends what we asked for without a hang-up says so within this, or it has failed. */
const END_GRACE_MS = 5_000;

/**
 * A call of a switch as the telephone under the browser. Nothing answers the call but the first prompt or listen, so
 * that a refusal before it is one. When the switch fails under a call that goes on, `play` rejects and with it the
 * dialog; when the door closes, that is a hang-up like any other.
 */
export class SwitchPlatform implements Platform {
  readonly #call: SwitchCall;
  readonly #parts: SwitchPlatformParts;
  /** Counts playbacks and stops, so that a stop also reaches a playback that still waits for its turn. */
  #turn = 0;
  #playback: Playback | null = null;
  #unsubscribe: () => void = () => undefined;
  #released = false;

  constructor(call: SwitchCall, parts: SwitchPlatformParts) {
    this.#call = call;
    this.#parts = parts;
  }

  /** A stretch from mark to mark is one playback of the switch. */
  async play(segments: PromptSegment[]): Promise<Played> {
    const turn = ++this.#turn;
    await this.#call.answer();
    const stretches = runsOf(segments).map(({ mark, segments: run }) => ({
      mark,
      sound: this.#playable(run),
    }));
    let played: Played = { mark: null, sinceMarkMs: null };
    for (const { mark, sound } of stretches) {
      const pieces = await sound;
      if (turn !== this.#turn || this.#call.ended) break;
      const ms = await this.#hear(pieces);
      if (mark !== null) played = { mark, sinceMarkMs: ms };
    }
    return played;
  }

  async stop(): Promise<void> {
    this.#turn++;
    await this.#playback?.stop();
  }

  record(): Promise<Recorded> {
    return Promise.resolve(this.#call.ended ? { kind: 'nothing', end: 'hangup' } : { kind: 'unsupported' });
  }

  read(url: string): Promise<Uint8Array> {
    return Promise.reject(new Error(`${url} is no recording of this call`));
  }

  transfer(): Promise<TransferOutcome> {
    const result = this.#call.ended ? 'hangup' : 'unsupported';
    return Promise.resolve({ result, durationMs: 0, detail: '' });
  }

  async listen(): Promise<void> {
    await this.#call.answer();
  }

  async attach(values: Record<string, string>): Promise<void> {
    await this.#call.attach(values);
  }

  async end(): Promise<void> {
    await this.#call.hangup('NORMAL_CLEARING');
  }

  subscribe(listener: (event: PlatformEvent) => void): void {
    this.#unsubscribe = this.#call.onKey(({ key, at }) => listener({ kind: 'key', key, at }));
    this.#call.onEnd(() => {
      if (!this.#released) listener({ kind: 'hangup' });
    });
  }

  /** The dialog is over here: what happens on the call from now on is for whoever listens next. */
  release(): void {
    this.#released = true;
    this.#unsubscribe();
  }

  async #playable(segments: Exclude<PromptSegment, { kind: 'mark' }>[]): Promise<PlaySegment[]> {
    const { sounds } = this.#parts;
    const pieces = await Promise.all(
      segments.map((segment) => sounds.playable(this.#call.switchName, segment)),
    );
    return pieces.flat();
  }

  /** Plays until the end or `stop`; answers how long that was, ms. */
  async #hear(pieces: PlaySegment[]): Promise<number> {
    if (pieces.length === 0) return 0;
    const { clock, log } = this.#parts;
    const startedAt = clock.now();
    this.#playback = this.#call.play(pieces);
    const outcome = await this.#playback.done;
    if (outcome.kind === 'stopped') return outcome.atMs;
    if (outcome.kind === 'missing')
      log.error({ call: this.#call.id, what: outcome.what }, 'the switch cannot play a prompt');
    if (outcome.kind === 'call-ended') await this.#mustEnd();
    return clock.now() - startedAt;
  }

  /** Rejects when the call that is said to be over is still there: then it is the switch that has failed. */
  async #mustEnd(): Promise<void> {
    if (this.#call.ended || this.#released) return;
    const { clock } = this.#parts;
    const ended = Promise.withResolvers<undefined>();
    const timer = clock.at(clock.now() + END_GRACE_MS, () =>
      ended.reject(new Error('the switch does not play prompts on a call that goes on')),
    );
    this.#call.onEnd(() => ended.resolve(undefined));
    await ended.promise.finally(() => timer.cancel());
  }
}
