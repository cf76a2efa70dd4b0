import type { VirtualClock } from '../../src/core/virtual-clock.ts';
import type { Platform, PlatformEvent, PromptSegment } from '../../src/voicexml/platform.ts';

/**
 * A caller by script, one input a listen:
 * - `dtmf:12#` these keys; `dtmf:1@prompt:TEXT` the key while the prompt with that text plays
 * - `noinput`, `timeout` nothing
 * - `hangup`
 * When the inputs run out at a listen the caller hangs up and `ranOut` is set.
 */
export class ScriptedPlatform implements Platform {
  readonly heard: PromptSegment[] = [];
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

  async play(segments: PromptSegment[]): Promise<void> {
    const turn = ++this.#turn;
    for (const segment of segments) {
      if (turn !== this.#turn) return;
      this.heard.push(segment);
      const ended = new Promise<void>((resolve) => (this.#endSegment = resolve));
      this.#pressDuring(segment);
      if (this.#segmentMs === 0) this.#endSegment();
      else this.#clock.at(this.#clock.now() + this.#segmentMs, this.#endSegment);
      await ended;
    }
  }

  async stop(): Promise<void> {
    this.#turn++;
    this.#endSegment();
  }

  async listen(): Promise<void> {
    this.listens++;
    const input = this.#inputs.shift();
    if (input === undefined) {
      this.ranOut = true;
      this.hangUp();
    } else if (input === 'hangup') this.hangUp();
    else if (input.startsWith('dtmf:')) this.press(input.slice('dtmf:'.length));
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

  hangUp(): void {
    this.#listener({ kind: 'hangup' });
    void this.stop();
  }

  #pressDuring(segment: PromptSegment): void {
    const [, key = '', text] = /^dtmf:(.)@prompt:(.*)$/s.exec(this.#inputs[0] ?? '') ?? [];
    if (segment.kind !== 'text' || text === undefined || !segment.text.includes(text)) return;
    this.#inputs.shift();
    this.press(key);
  }
}
