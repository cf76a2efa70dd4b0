import type { Clock } from '../../core/clock.ts';
import type { Keypad } from '../input/keypad.ts';
import type { Platform, PromptSegment } from '../platform.ts';

interface QueuedPrompt {
  segments: PromptSegment[];
  /** A key may cut it short. */
  bargein: boolean;
}

/** What was heard before a listen. */
export interface Heard {
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
  add(segments: PromptSegment[], bargein: boolean, timeoutMs: number | null): void {
    this.#timeoutMs = timeoutMs;
    if (segments.length === 0 || this.#closed) return;
    const last = this.#prompts.at(-1);
    if (last?.bargein === bargein) last.segments.push(...segments);
    else this.#prompts.push({ segments: [...segments], bargein });
  }

  /**
   * Plays what waits. A key ends, or forestalls, a prompt that can be interrupted; what was typed before or during
   * one that cannot is dropped (§4.1.5).
   */
  async playBeforeInput(): Promise<Heard> {
    const timeoutMs = this.#timeoutMs;
    this.#mark = null;
    for (const prompt of this.#take()) {
      if (this.#keypad.left) break;
      if (!prompt.bargein) {
        this.#keypad.clear();
        await this.#play(prompt.segments);
        this.#keypad.clear();
      } else if (!this.#keypad.hasKey) await this.#playUntilKey(prompt.segments);
    }
    return { timeoutMs, mark: this.#markReached() };
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
    return prompts;
  }

  /** Read by a method: it changes while prompts play. */
  #markReached(): Heard['mark'] {
    return this.#mark && { name: this.#mark.name, ms: this.#clock.now() - this.#mark.at };
  }

  async #play(segments: PromptSegment[]): Promise<void> {
    const { mark, sinceMarkMs } = await this.#platform.play(segments);
    if (mark !== null) this.#mark = { name: mark, at: this.#clock.now() - (sinceMarkMs ?? 0) };
  }

  async #playUntilKey(segments: PromptSegment[]): Promise<void> {
    const playing = this.#play(segments);
    await Promise.race([playing, this.#keypad.change()]);
    if (this.#keypad.hasKey || this.#keypad.left) await this.#platform.stop();
    await playing;
  }
}
