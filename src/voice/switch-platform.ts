import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { PlaySegment, SwitchCall, UnderWay } from '../switch/switch.ts';
import type {
  Platform,
  PlatformEvent,
  Played,
  PromptSegment,
  Recorded,
  RecordRequest,
  TransferOutcome,
  TransferRequest,
} from '../voicexml/platform.ts';
import { CallRecorder } from './call-recorder.ts';
import { runsOf } from './marked-runs.ts';
import type { Recordings } from './recordings.ts';
import type { Sounds } from './sounds.ts';
import { transferDestination, type NumberCheck } from './transfer-destination.ts';
import { transferResult } from './transfer-result.ts';

export interface SwitchPlatformParts {
  clock: Clock;
  log: Logger;
  sounds: Sounds;
  /** Where recordings are kept; left out, this telephone records nothing. */
  recordings?: Recordings | undefined;
  /** Which numbers pages may have rung; left out, none. */
  numbers?: NumberCheck | undefined;
}

/** How long the far end of a transfer may ring when the page does not say, and how long at most, ms. */
const RINGING = { usualMs: 60_000, longestMs: 180_000 };

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
  readonly #recorder: CallRecorder;
  /** Counts what is begun and stopped, so that a stop also reaches what still waits for its turn. */
  #turn = 0;
  #underWay: UnderWay<unknown> | null = null;
  #unsubscribe: () => void = () => undefined;
  #released = false;

  constructor(call: SwitchCall, parts: SwitchPlatformParts) {
    this.#call = call;
    this.#parts = parts;
    this.#recorder = new CallRecorder(call, parts.recordings, parts.log);
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
    await this.#underWay?.stop();
  }

  async record(request: RecordRequest): Promise<Recorded> {
    const turn = ++this.#turn;
    await this.#call.answer();
    if (this.#call.ended) return { kind: 'nothing', end: 'hangup' };
    return this.#recorder.record(request, (recording) => this.#begun(recording, turn));
  }

  read(url: string): Promise<Uint8Array> {
    return this.#recorder.read(url);
  }

  async transfer(request: TransferRequest): Promise<TransferOutcome> {
    const { numbers } = this.#parts;
    const turn = ++this.#turn;
    await this.#call.answer();
    if (this.#call.ended) return { result: 'hangup', durationMs: 0, detail: '' };
    if (!numbers) return { result: 'unsupported', durationMs: 0, detail: '' };
    const { id } = this.#call;
    const destination = await transferDestination(request.destination, (written) => numbers(written, id));
    if (destination.kind === 'refused')
      return { result: destination.result, durationMs: 0, detail: destination.detail };
    const transfer = this.#call.transfer({
      kind: request.kind,
      to: destination.to,
      timeoutS: Math.min(request.connectTimeoutMs ?? RINGING.usualMs, RINGING.longestMs) / 1000,
      maxTimeMs: request.maxTimeMs,
      audio: await this.#ringback(request.audio),
      variables: {},
      headers: request.aai === null ? {} : { 'X-AAI': request.aai },
    });
    this.#begun(transfer, turn);
    return transferResult(await transfer.done);
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
    this.#recorder.removeAll().catch((error: unknown) => {
      this.#parts.log.error(
        { call: this.#call.id, error: messageOf(error) },
        'recordings could not be removed',
      );
    });
  }

  #begun(underWay: UnderWay<unknown>, turn: number): void {
    this.#underWay = underWay;
    if (turn !== this.#turn) void underWay.stop();
  }

  /** One file: a switch plays no list while it dials. */
  async #ringback(url: string | null): Promise<string | null> {
    if (url === null) return null;
    const [first] = await this.#parts.sounds.playable(this.#call.switchName, { kind: 'file', url });
    return first?.kind === 'file' ? first.path : null;
  }

  async #playable(segments: Exclude<PromptSegment, { kind: 'mark' }>[]): Promise<PlaySegment[]> {
    const { sounds } = this.#parts;
    const pieces = await Promise.all(
      segments.map((segment): Promise<PlaySegment[]> => {
        const own = segment.kind === 'file' ? this.#recorder.pathOf(segment.url) : null;
        if (own !== null) return Promise.resolve([{ kind: 'file', path: own }]);
        return sounds.playable(this.#call.switchName, segment);
      }),
    );
    return pieces.flat();
  }

  /** Plays until the end or `stop`; answers how long that was, ms. */
  async #hear(pieces: PlaySegment[]): Promise<number> {
    if (pieces.length === 0) return 0;
    const { clock, log } = this.#parts;
    const startedAt = clock.now();
    const playback = this.#call.play(pieces);
    this.#underWay = playback;
    const outcome = await playback.done;
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
