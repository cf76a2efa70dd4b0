/** A piece of what the caller is to hear, ready to play. */
export type PromptSegment =
  | { kind: 'text'; text: string; locale: string }
  /** A file by its address: absolute http(s), or that of a recording of this call. The browser made sure that it is there. */
  | { kind: 'file'; url: string }
  | { kind: 'silence'; ms: number }
  /** A place in the prompt: it takes no time, and `play` reports the last one that was reached. */
  | { kind: 'mark'; name: string };

/**
 * How far a playback came: the last mark reached and how long ago that was when it ended, ms (VoiceXML 2.1 §4.1.8.1).
 * Without a mark reached both are null.
 */
export interface Played {
  mark: string | null;
  sinceMarkMs: number | null;
}

/** How a caller is to be recorded (VoiceXML 2.1 §2.3.6). */
export interface RecordRequest {
  /** A tone before the recording begins. */
  beep: boolean;
  /** Longest recording. */
  maxTimeMs: number;
  /** Silence that ends a recording in which something was heard; null: none does. */
  finalSilenceMs: number | null;
  /** Silence from the start after which there is nothing to record; null: it goes on. */
  timeoutMs: number | null;
  /** Media type the page asks for, such as `audio/x-wav`; a platform may make another one. */
  type: string | null;
}

/** A recording. It is the call's: the platform may forget it when the call's last page has ended. */
export interface Recording {
  /** What `play` and `read` take. */
  url: string;
  /** Its media type. */
  type: string;
  sizeBytes: number;
  durationMs: number;
}

/** What a recording came to. `stopped`: by `stop`. `maxtime`: it is as long as it may be. */
export type Recorded =
  | { kind: 'recorded'; recording: Recording; end: 'stopped' | 'silence' | 'maxtime' | 'hangup' }
  /** Nothing was heard until `timeoutMs` had passed, it was stopped, or the call ended. */
  | { kind: 'nothing'; end: 'stopped' | 'silence' | 'hangup' }
  /** This telephone cannot record. */
  | { kind: 'unsupported' };

/** Where a caller is to be sent (VoiceXML 2.1 §2.3.7). */
export interface TransferRequest {
  /** `tel:` or `sip:` address as the page gives it. */
  destination: string;
  /**
   * - `blind`: the caller is sent off; this call ends
   * - `bridge`: the two talk while this call stays with the browser; keys of the caller keep coming
   * - `consultation`: as blind once the far end has answered, else the caller stays
   */
  kind: 'blind' | 'bridge' | 'consultation';
  /** How long the far end may ring; null: as long as the platform will. */
  connectTimeoutMs: number | null;
  /** How long the two may talk, from the answer on; null: without end. Only for `bridge`. */
  maxTimeMs: number | null;
  /** Application-to-application information that goes along. */
  aai: string | null;
  /** File that the caller hears until the far end answers, by its absolute address. */
  audio: string | null;
}

/**
 * What a transfer came to:
 * - `transferred`: the caller is no longer ours (blind, consultation)
 * - `hangup`: the caller hung up, or the call is over
 * - `near_end_disconnect`: `stop` ended it
 * - `network_disconnect`: the network ended it
 * - `busy` to `unknown`: the other values of a transfer's form item variable
 * - `noauthorization` to `protocol`: `error.connection.*` events
 * - `unsupported`: this telephone has no transfer of this kind; `unsupported-uri`: none to such an address
 */
export type TransferResult =
  | 'transferred'
  | 'hangup'
  | 'near_end_disconnect'
  | 'far_end_disconnect'
  | 'network_disconnect'
  | 'maxtime_disconnect'
  | 'busy'
  | 'noanswer'
  | 'network_busy'
  | 'unknown'
  | 'noauthorization'
  | 'baddestination'
  | 'noroute'
  | 'noresource'
  | 'protocol'
  | 'unsupported'
  | 'unsupported-uri';

export interface TransferOutcome {
  result: TransferResult;
  /** How long the two talked; 0 when the far end never answered. */
  durationMs: number;
  /** The switch's own words, for the page's `_message`; may be empty. For `protocol` its status, such as `503`. */
  detail: string;
}

/** What comes from the caller or, as a message, from outside the call. `at` is epoch ms. */
export type PlatformEvent =
  | { kind: 'key'; key: string; at: number }
  | { kind: 'hangup' }
  | { kind: 'message'; contentType: string; body: string };

/**
 * The telephone under the browser. It knows nothing of grammars, timers or type-ahead: it plays, reports keys, records,
 * transfers and hangs up. Every method may travel as a message, so all are asynchronous and take and give plain data.
 * Only one of `play`, `record` and `transfer` is under way at a time. On a call that has ended each of them resolves
 * at once without doing anything: `record` with nothing and `hangup`, `transfer` with `hangup`.
 */
export interface Platform {
  /** Resolves when everything was heard, `stop` was called or the call ended. */
  play(segments: PromptSegment[]): Promise<Played>;
  /** Records the caller until something ends it. Keys keep coming while it does. */
  record(request: RecordRequest): Promise<Recorded>;
  /** The bytes of a recording of this call. */
  read(url: string): Promise<Uint8Array>;
  /** Resolves when a blind transfer or consultation is done or has failed, or a bridge is over. */
  transfer(request: TransferRequest): Promise<TransferOutcome>;
  /** Ends what `play`, `record` or `transfer` does at once; when there is nothing it does nothing. */
  stop(): Promise<void>;
  /** The browser starts to wait for keys; a call not answered yet is answered now. */
  listen(): Promise<void>;
  /** Key-value data that goes with the call from here on. */
  attach(values: Record<string, string>): Promise<void>;
  /** Hangs up. */
  end(): Promise<void>;
  /** Hands over everything in order, what came before the subscription first. */
  subscribe(listener: (event: PlatformEvent) => void): void;
}
