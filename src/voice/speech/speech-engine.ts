import type { Clock } from '../../core/clock.ts';

/** Makes speech of text: the built-in engine, or a command of the administrator's. */
export interface SpeechEngine {
  /** What its speech depends on besides text and locale: another name, another voice. */
  readonly name: string;
  /** Renderings it can do at the same time. */
  readonly atOnce: number;
  /** Has it a voice for the locale, such as `en-US`? */
  speaks(locale: string): boolean;
  /** A WAV file of any rate. Rejects with an Error that says why when there is none. */
  render(text: string, locale: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** How long one rendering may take, and the clock it is measured by. */
export interface EngineTime {
  clock: Clock;
  timeoutMs: number;
}
