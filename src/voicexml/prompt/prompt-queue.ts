import type { Clock } from '../../core/clock.ts';
import type { Keypad } from '../input/keypad.ts';
import type { Platform, PromptSegment } from '../platform.ts';

/**
 * What cuts a prompt short (VoiceXML 2.1 §4.1.5):
 * - `none`: nothing
 * - `any-key`
 * - `hotword`: keys that a grammar understands; others are ignored
 */
export type Bargein = 'none' | 'any-key' | 'hotword';

interface QueuedPrompt {
  segments: PromptSegment[];
  bargein: Bargein;
}

/** Listens while a prompt plays that only understood keys may cut short; null when there were none by its end. */
export type ListenFor<Understood> = (played: Promise<void>) => Promise<Understood | null>;

/** What was heard before a listen, and what was understood meanwhile. */
export interface Heard<Understood> {
  understood: Understood | null;
  /** What the caller may cut the last prompt short with; null when there was none. */
  bargein: Bargein | null;
  /** The no-input time of the last prompt, ms, if it has one (VoiceXML 2.1 §4.1.7). */
  timeoutMs: number | null;
  /** The last mark reached, and how long before the end of the playing that was (VoiceXML 2.1 §4.1.8.1). */
  mark: { name: string; ms: number } | null;
}

/** Prompts wait here until the caller is to hear them: at a listen, before a disconnect, at the end. */
export class PromptQueue {
  readonly #platform: Platform;
  readonly #keypad: Keypad;
  readonly #clock: Clock;
  #prompts: QueuedPrompt[] = [];
  #timeoutMs: number | null = null;
  #bargein: Bargein | null = null;
  /** The last mark reached, and when. */
  #mark: { name: string; at: number } | null = null;
  #closed = false;

  constructor(platform: Platform, keypad: Keypad, clock: Clock) {
    this.#platform = platform;
    this.#keypad = keypad;
    this.#clock = clock;
  }

  /**
   * Neighbours that can be interrupted alike are played as one. `timeoutMs` is how long the caller may be silent
   * after this prompt; that of the last one before a listen holds (VoiceXML 2.1 §4.1.7).
   */
  add(segments: PromptSegment[], bargein: Bargein, timeoutMs: number | null): void {
    this.#timeoutMs = timeoutMs;
    this.#bargein = bargein;
    if (segments.length === 0 || this.#closed) return;
    const last = this.#prompts.at(-1);
    if (last?.bargein === bargein) last.segments.push(...segments);
    else this.#prompts.push({ segments: [...segments], bargein });
  }

  /**
   * Plays what waits. Keys end, or forestall, a prompt that can be interrupted; what was typed before or during one
   * that cannot is dropped. After an interruption nothing more is played, whatever it is (§4.1.5). Without
   * `listenFor` any key interrupts a hotword prompt too.
   */
  async playBeforeInput<Understood>(
    listenFor: ListenFor<Understood> | null = null,
  ): Promise<Heard<Understood>> {
    const heard = {
      timeoutMs: this.#timeoutMs,
      bargein: this.#bargein,
      understood: null as Understood | null,
    };
    this.#mark = null;
    for (const { segments, bargein } of this.#take()) {
      if (this.#keypad.left) break;
      if (bargein === 'none') {
        this.#keypad.clear();
        await this.#play(segments);
        this.#keypad.clear();
      } else if (bargein === 'hotword' && listenFor) {
        heard.understood = await this.#playUntilUnderstood(segments, listenFor);
        if (heard.understood) break;
      } else if (!this.#keypad.hasKey && (await this.#playUntilKey(segments))) break;
    }
    return { ...heard, mark: this.#markReached() };
  }

  /** Plays what waits to its end, whatever is pressed: nobody listens for keys after it. */
  async playOut(): Promise<void> {
    for (const prompt of this.#take()) if (!this.#closed) await this.#play(prompt.segments);
  }

  /** Falls silent for good. */
  close(): void {
    this.#closed = true;
    void this.#platform.stop();
  }

  #take(): QueuedPrompt[] {
    const prompts = this.#prompts;
    this.#prompts = [];
    this.#timeoutMs = null;
    this.#bargein = null;
    return prompts;
  }

  /** Read by a method: it changes while prompts play. */
  #markReached(): Heard<never>['mark'] {
    return this.#mark && { name: this.#mark.name, ms: this.#clock.now() - this.#mark.at };
  }

  async #play(segments: PromptSegment[]): Promise<void> {
    const { mark, sinceMarkMs } = await this.#platform.play(segments);
    if (mark !== null) this.#mark = { name: mark, at: this.#clock.now() - (sinceMarkMs ?? 0) };
  }

  /** Answers whether it was interrupted. */
  async #playUntilKey(segments: PromptSegment[]): Promise<boolean> {
    const playing = this.#play(segments);
    await this.#keypad.changeBefore(playing);
    const isInterrupted = this.#keypad.hasKey || this.#keypad.left;
    if (isInterrupted) await this.#platform.stop();
    await playing;
    return isInterrupted;
  }

  async #playUntilUnderstood<Understood>(
    segments: PromptSegment[],
    listenFor: ListenFor<Understood>,
  ): Promise<Understood | null> {
    const playing = this.#play(segments);
    const understood = await listenFor(playing);
    if (understood || this.#keypad.left) await this.#platform.stop();
    await playing;
    return understood;
  }
}
