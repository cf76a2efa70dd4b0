import type { Keypad } from '../input/keypad.ts';
import type { Platform, PromptSegment } from '../platform.ts';

interface QueuedPrompt {
  segments: PromptSegment[];
  bargein: boolean;
}

/** Prompts wait here until the caller is to hear them: at a listen, before a disconnect, at the end. */
export class PromptQueue {
  readonly #platform: Platform;
  readonly #keypad: Keypad;
  #prompts: QueuedPrompt[] = [];

  constructor(platform: Platform, keypad: Keypad) {
    this.#platform = platform;
    this.#keypad = keypad;
  }

  /** Neighbours that can be interrupted alike are played as one. */
  add(segments: PromptSegment[], bargein: boolean): void {
    if (segments.length === 0) return;
    const last = this.#prompts.at(-1);
    if (last?.bargein === bargein) last.segments.push(...segments);
    else this.#prompts.push({ segments: [...segments], bargein });
  }

  /**
   * Plays what waits. A key ends, or forestalls, a prompt that can be interrupted; what was typed before or during
   * one that cannot is dropped (VoiceXML 2.1 §4.1.5.1).
   */
  async playBeforeInput(): Promise<void> {
    for (const prompt of this.#take()) {
      if (!prompt.bargein) {
        this.#keypad.clear();
        await this.#platform.play(prompt.segments);
        this.#keypad.clear();
      } else if (!this.#keypad.hasKey) await this.#playUntilKey(prompt.segments);
    }
  }

  /** Plays what waits to its end, whatever is pressed: nobody listens for keys after it. */
  async playOut(): Promise<void> {
    for (const prompt of this.#take()) await this.#platform.play(prompt.segments);
  }

  #take(): QueuedPrompt[] {
    const prompts = this.#prompts;
    this.#prompts = [];
    return prompts;
  }

  async #playUntilKey(segments: PromptSegment[]): Promise<void> {
    const playing = this.#platform.play(segments);
    await Promise.race([playing, this.#keypad.change()]);
    if (this.#keypad.hasKey || this.#keypad.left) await this.#platform.stop();
    await playing;
  }
}
