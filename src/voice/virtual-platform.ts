import type { Clock } from '../core/clock.ts';
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

/** What a recording came to; null: nothing was recorded. */
export interface VirtualRecording {
  recording: { bytes: Uint8Array; durationMs: number } | null;
  end: 'stopped' | 'silence' | 'maxtime' | 'hangup';
}

/** What happens on a telephone that is none. Each may press keys or hang up through the platform it is handed. */
export interface VirtualCaller {
  /** A piece of a prompt begins; resolves when it was heard. */
  hears(segment: Exclude<PromptSegment, { kind: 'mark' }>): Promise<void>;
  /** The browser waits for keys. */
  listened(): void;
  /**
   * The caller is recorded; left out, this telephone cannot. `stopped` resolves when it is to end: by the page, or
   * because the caller is gone. The bytes are those of a WAV file.
   */
  records?(request: RecordRequest, stopped: Promise<'stopped' | 'hangup'>): Promise<VirtualRecording>;
  /** The caller is to be transferred; left out, this telephone cannot. `stopped` as above. */
  transfers?(request: TransferRequest, stopped: Promise<'stopped' | 'hangup'>): Promise<TransferOutcome>;
  /** The call is over: `page` hung up, or the `caller` did. */
  ended(by: 'page' | 'caller'): void;
}

/** A telephone in memory: a caller in code, at a terminal or in a measurement is at its other end. */
export class VirtualPlatform implements Platform {
  readonly #clock: Clock;
  readonly #caller: VirtualCaller;
  /** Keys and hang-ups from before anybody listened to them. */
  #waiting: PlatformEvent[] = [];
  #listener: ((event: PlatformEvent) => void) | null = null;
  #ended = false;
  /** Counts playbacks and stops: a playback that is not the last is over. */
  #turn = 0;
  #cut: () => void = () => undefined;
  readonly #recordings = new Map<string, Uint8Array>();

  constructor(clock: Clock, caller: VirtualCaller) {
    this.#clock = clock;
    this.#caller = caller;
  }

  async play(segments: PromptSegment[]): Promise<Played> {
    const turn = ++this.#turn;
    let marked: { name: string; at: number } | null = null;
    for (const segment of segments) {
      if (turn !== this.#turn || this.#ended) break;
      if (segment.kind === 'mark') marked = { name: segment.name, at: this.#clock.now() };
      else {
        const cut = new Promise<void>((resolve) => (this.#cut = resolve));
        await Promise.race([this.#caller.hears(segment), cut]);
      }
    }
    return marked
      ? { mark: marked.name, sinceMarkMs: this.#clock.now() - marked.at }
      : { mark: null, sinceMarkMs: null };
  }

  async record(request: RecordRequest): Promise<Recorded> {
    if (this.#ended) return { kind: 'nothing', end: 'hangup' };
    if (!this.#caller.records) return { kind: 'unsupported' };
    const { recording, end } = await this.#caller.records(request, this.#stopped());
    if (recording === null) return { kind: 'nothing', end: end === 'maxtime' ? 'silence' : end };
    const { bytes, durationMs } = recording;
    const url = `recording:${this.#recordings.size + 1}`;
    this.#recordings.set(url, bytes);
    return {
      kind: 'recorded',
      end,
      recording: { url, type: 'audio/x-wav', sizeBytes: bytes.length, durationMs },
    };
  }

  read(url: string): Promise<Uint8Array> {
    const bytes = this.#recordings.get(url);
    return bytes ? Promise.resolve(bytes) : Promise.reject(new Error(`${url} is no recording of this call`));
  }

  async transfer(request: TransferRequest): Promise<TransferOutcome> {
    if (this.#ended) return { result: 'hangup', durationMs: 0, detail: '' };
    if (!this.#caller.transfers) return { result: 'unsupported', durationMs: 0, detail: '' };
    const outcome = await this.#caller.transfers(request, this.#stopped());
    if (outcome.result === 'transferred') this.#over('page');
    return outcome;
  }

  /** Ends what is under way. */
  #stopped(): Promise<'stopped' | 'hangup'> {
    this.#turn++;
    return new Promise((resolve) => (this.#cut = () => resolve(this.#ended ? 'hangup' : 'stopped')));
  }

  stop(): Promise<void> {
    this.#turn++;
    this.#cut();
    return Promise.resolve();
  }

  listen(): Promise<void> {
    if (!this.#ended) this.#caller.listened();
    return Promise.resolve();
  }

  attach(): Promise<void> {
    return Promise.resolve();
  }

  end(): Promise<void> {
    this.#over('page');
    return Promise.resolve();
  }

  subscribe(listener: (event: PlatformEvent) => void): void {
    this.#listener = listener;
    for (const event of this.#waiting.splice(0)) listener(event);
  }

  /** The caller presses keys, `0`-`9`, `*`, `#`, `A`-`D`; other characters are none. */
  press(keys: string): void {
    for (const key of keys.toUpperCase())
      if (/[0-9*#A-D]/.test(key) && !this.#ended) this.#tell({ kind: 'key', key, at: this.#clock.now() });
  }

  /** The caller hangs up. */
  hangUp(): void {
    this.#over('caller');
  }

  #over(by: 'page' | 'caller'): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#caller.ended(by);
    void this.stop();
    this.#tell({ kind: 'hangup' });
  }

  #tell(event: PlatformEvent): void {
    if (this.#listener) this.#listener(event);
    else this.#waiting.push(event);
  }
}
