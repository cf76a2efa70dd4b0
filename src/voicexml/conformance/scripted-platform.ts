/* eslint-disable @typescript-eslint/require-await -- a telephone is asynchronous, this one does all at once */
import type { VirtualClock } from '../../core/virtual-clock.ts';
import type {
  Platform,
  PlatformEvent,
  Played,
  PromptSegment,
  Recorded,
  RecordRequest,
  TransferOutcome,
  TransferRequest,
  TransferResult,
} from '../platform.ts';

/** How long two people talk when nothing ends it. */
const TALK_MS = 600_000;

/**
 * A caller by script, one input a listen:
 * - `dtmf:12#` these keys; `dtmf:1@prompt:TEXT` the key while the prompt with that text plays
 * - `noinput`, `timeout` nothing
 * - `hangup`
 * - `transfer:OUTCOME` how the next transfer ends; `transfer:answered`: it stands until the next input ends it
 * - `record:2000ms` how long the caller speaks; `record:unsupported`: nothing here can record
 * When the inputs run out at a listen the caller hangs up and `ranOut` is set.
 */
export class ScriptedPlatform implements Platform {
  readonly heard: PromptSegment[] = [];
  readonly transfers: TransferRequest[] = [];
  readonly recordings: RecordRequest[] = [];
  readonly attached: Record<string, string> = {};
  /** How many times the browser began to wait. */
  listens = 0;
  ended = false;
  ranOut = false;
  readonly #clock: VirtualClock;
  readonly #inputs: string[];
  readonly #segmentMs: number;
  #listener: (event: PlatformEvent) => void = () => undefined;
  /** Counts playbacks and stops: a playback that is not the last ends. */
  #turn = 0;
  #endSegment: () => void = () => undefined;
  #onStop: (by: 'stop' | 'hangup') => void = () => undefined;
  #gone = false;

  /** `segmentMs`: how long each piece of a prompt takes. */
  constructor(clock: VirtualClock, inputs: readonly string[], segmentMs = 0) {
    this.#clock = clock;
    this.#inputs = [...inputs];
    this.#segmentMs = segmentMs;
  }

  get texts(): string[] {
    return this.heard.flatMap((segment) => (segment.kind === 'text' ? [segment.text] : []));
  }

  get files(): string[] {
    return this.heard.flatMap((segment) => (segment.kind === 'file' ? [segment.url] : []));
  }

  async play(segments: PromptSegment[]): Promise<Played> {
    const turn = ++this.#turn;
    let mark: { name: string; at: number } | null = null;
    for (const segment of segments) {
      if (turn !== this.#turn) break;
      if (segment.kind === 'mark') {
        mark = { name: segment.name, at: this.#clock.now() };
        continue;
      }
      this.heard.push(segment);
      const ended = new Promise<void>((resolve) => (this.#endSegment = resolve));
      this.#pressDuring(segment);
      if (this.#segmentMs === 0) this.#endSegment();
      else this.#clock.at(this.#clock.now() + this.#segmentMs, this.#endSegment);
      await ended;
    }
    return { mark: mark?.name ?? null, sinceMarkMs: mark ? this.#clock.now() - mark.at : null };
  }

  async record(request: RecordRequest): Promise<Recorded> {
    this.recordings.push(request);
    if (this.#gone) return { kind: 'nothing', end: 'hangup' };
    if (this.#inputs[0] === 'record:unsupported') {
      this.#inputs.shift();
      return { kind: 'unsupported' };
    }
    const spoken = Number(/^record:(\d+)ms$/.exec(this.#inputs[0] ?? '')?.[1] ?? 0);
    if (spoken > 0) this.#inputs.shift();
    const silence = (spoken > 0 ? request.finalSilenceMs : request.timeoutMs) ?? request.maxTimeMs;
    const begun = this.#clock.now();
    const ending = this.#until(Math.min(spoken + silence, request.maxTimeMs));
    if (this.#inputs[0]?.startsWith('dtmf:') || this.#inputs[0] === 'hangup')
      this.#clock.at(begun + spoken, () => this.#act(this.#inputs.shift() ?? ''));
    const by = await ending;
    const durationMs = Math.min(spoken, this.#clock.now() - begun);
    const end = by === 'stop' ? 'stopped' : by === 'hangup' ? 'hangup' : 'silence';
    if (durationMs === 0) return { kind: 'nothing', end };
    const recording = { url: 'recording:1', type: 'audio/x-wav', sizeBytes: durationMs * 16, durationMs };
    const atLimit = by === 'time' && spoken + silence > request.maxTimeMs;
    return { kind: 'recorded', recording, end: atLimit ? 'maxtime' : end };
  }

  async read(url: string): Promise<Uint8Array> {
    return new TextEncoder().encode(`the sound of ${url}`);
  }

  async transfer(request: TransferRequest): Promise<TransferOutcome> {
    this.transfers.push(request);
    if (this.#gone) return { result: 'hangup', durationMs: 0, detail: '' };
    const outcome = /^transfer:(.*)$/.exec(this.#inputs[0] ?? '')?.[1] ?? 'unknown';
    this.#inputs.shift();
    if (outcome !== 'answered') return outcomeOf(outcome);
    const begun = this.#clock.now();
    const ending = this.#until(request.maxTimeMs ?? TALK_MS);
    this.#clock.at(begun + 1000, () => this.#act(this.#inputs.shift() ?? ''));
    const by = await ending;
    const result = by === 'stop' ? 'near_end_disconnect' : by === 'hangup' ? 'hangup' : 'maxtime_disconnect';
    return { result, durationMs: this.#clock.now() - begun, detail: '' };
  }

  async stop(): Promise<void> {
    this.#turn++;
    this.#endSegment();
    this.#onStop('stop');
  }

  async listen(): Promise<void> {
    this.listens++;
    const input = this.#inputs.shift();
    if (input === undefined) {
      this.ranOut = true;
      this.hangUp();
    } else this.#act(input);
  }

  async attach(values: Record<string, string>): Promise<void> {
    Object.assign(this.attached, values);
  }

  async end(): Promise<void> {
    this.ended = true;
    this.hangUp();
  }

  subscribe(listener: (event: PlatformEvent) => void): void {
    this.#listener = listener;
  }

  press(keys: string): void {
    for (const key of keys) this.#listener({ kind: 'key', key, at: this.#clock.now() });
  }

  /** A message from outside the call. */
  tell(contentType: string, body: string): void {
    this.#listener({ kind: 'message', contentType, body });
  }

  hangUp(): void {
    this.#gone = true;
    this.#listener({ kind: 'hangup' });
    this.#onStop('hangup');
    void this.stop();
  }

  #act(input: string): void {
    if (input === 'hangup') this.hangUp();
    else if (input.startsWith('dtmf:')) this.press(input.slice('dtmf:'.length));
  }

  /** Until it is stopped, the caller hangs up, or the time has passed. */
  #until(ms: number): Promise<'stop' | 'hangup' | 'time'> {
    return new Promise((resolve) => {
      this.#onStop = resolve;
      this.#clock.at(this.#clock.now() + ms, () => resolve('time'));
    });
  }

  #pressDuring(segment: PromptSegment): void {
    const [, key = '', text] = /^dtmf:(.)@prompt:(.*)$/s.exec(this.#inputs[0] ?? '') ?? [];
    if (segment.kind !== 'text' || text === undefined || !segment.text.includes(text)) return;
    this.#inputs.shift();
    this.press(key);
  }
}

function outcomeOf(text: string): TransferOutcome {
  const result = text === 'blind-accepted' ? 'transferred' : (text as TransferResult);
  return { result, durationMs: result === 'far_end_disconnect' ? 2000 : 0, detail: '' };
}
