/** A piece of what the caller is to hear, ready to play. */
export type PromptSegment =
  | { kind: 'text'; text: string; locale: string }
  /** An audio file by its absolute address; the browser has made sure that it can be had. */
  | { kind: 'file'; url: string }
  | { kind: 'silence'; ms: number };

/** What comes from the caller. `at` is epoch ms. */
export type PlatformEvent = { kind: 'key'; key: string; at: number } | { kind: 'hangup' };

/**
 * The telephone under the browser. It knows nothing of grammars, timers or type-ahead: it plays, reports keys and
 * hangs up. Every method may travel as a message, so all are asynchronous; on a call that has ended each of them
 * resolves without doing anything.
 */
export interface Platform {
  /** Resolves when everything was heard, `stop` was called or the call ended. One playback at a time. */
  play(segments: PromptSegment[]): Promise<void>;
  /** Stops the playback at once; without one it does nothing. */
  stop(): Promise<void>;
  /** The browser starts to wait for keys; a call not answered yet is answered now. */
  listen(): Promise<void>;
  /** Key-value data that goes with the call from here on. */
  attach(values: Record<string, string>): Promise<void>;
  /** Hangs up. */
  end(): Promise<void>;
  /** Hands over every key and the hang-up in order, those that came before the subscription first. */
  subscribe(listener: (event: PlatformEvent) => void): void;
}
