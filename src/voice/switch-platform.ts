import type { Logger } from '../core/logger.ts';
import type { PlaySegment, Playback, SwitchCall } from '../switch/switch.ts';
import type { Platform, PlatformEvent, PromptSegment } from '../voicexml/platform.ts';

/**
 * A call of a switch as the telephone under the browser. Nothing answers the call but the first prompt or listen, so
 * that a refusal before it is one.
 */
export class SwitchPlatform implements Platform {
  readonly #call: SwitchCall;
  readonly #log: Logger;
  /** Counts playbacks and stops, so that a stop also reaches a playback that still waits for the answer. */
  #turn = 0;
  #playback: Playback | null = null;
  #unsubscribe: () => void = () => undefined;
  #released = false;

  constructor(call: SwitchCall, log: Logger) {
    this.#call = call;
    this.#log = log;
  }

  async play(segments: PromptSegment[]): Promise<void> {
    const turn = ++this.#turn;
    await this.#call.answer();
    if (turn !== this.#turn) return;
    this.#playback = this.#call.play(segments.map(toPlay));
    const outcome = await this.#playback.done;
    if (outcome.kind === 'missing')
      this.#log.warn({ call: this.#call.id, what: outcome.what }, 'the switch cannot play a prompt');
  }

  async stop(): Promise<void> {
    this.#turn++;
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
    this.#call.onEnd(() => {
      if (!this.#released) listener({ kind: 'hangup' });
    });
  }

  /** The dialog is over here: what happens on the call from now on is for whoever listens next. */
  release(): void {
    this.#released = true;
    this.#unsubscribe();
  }
}

/** A switch plays files by their address: it fetches and caches them itself. */
function toPlay(segment: PromptSegment): PlaySegment {
  return segment.kind === 'file' ? { kind: 'file', path: segment.url } : segment;
}
