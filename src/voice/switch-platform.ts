import type { PlaySegment, Playback, SwitchCall } from '../switch/switch.ts';
import type { Platform, PlatformEvent, PromptSegment } from '../vx/platform.ts';

/** How an audio file's address becomes something the switch can play. */
export type Locate = (url: string) => string;

/**
 * A call of a switch as the telephone under the browser. Nothing answers the call but the first prompt or listen, so
 * that a refusal before it is one.
 */
export class SwitchPlatform implements Platform {
  readonly #call: SwitchCall;
  readonly #locate: Locate;
  #playback: Playback | null = null;
  #unsubscribe: () => void = () => undefined;

  constructor(call: SwitchCall, locate: Locate) {
    this.#call = call;
    this.#locate = locate;
  }

  async play(segments: PromptSegment[]): Promise<void> {
    await this.#call.answer();
    const playback = this.#call.play(segments.map((segment) => this.#segment(segment)));
    this.#playback = playback;
    await playback.done;
    if (this.#playback === playback) this.#playback = null;
  }

  async stop(): Promise<void> {
    await this.#playback?.stop();
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
    this.#call.onEnd(() => listener({ kind: 'hangup' }));
  }

  /** The dialog is over: later keys are for whoever listens next. */
  release(): void {
    this.#unsubscribe();
  }

  #segment(segment: PromptSegment): PlaySegment {
    return segment.kind === 'file' ? { kind: 'file', path: this.#locate(segment.url) } : segment;
  }
}
