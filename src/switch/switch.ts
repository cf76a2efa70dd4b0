import type { DetectionLimits } from '../callback/detection-limits.ts';

/** A piece of a prompt. `file` and `text` are told apart so that only the adapter writes them for its switch. */
export type PlaySegment =
  | { kind: 'text'; text: string; locale: string }
  | { kind: 'file'; path: string }
  | { kind: 'silence'; ms: number }
  /** Music while waiting, played until stopped: the name of a stream, a file, an address, or several with commas. */
  | { kind: 'music'; name: string };

/** How a playback ended. */
export type PlayOutcome =
  | { kind: 'played' }
  | { kind: 'stopped'; atMs: number }
  | { kind: 'missing'; what: string }
  | { kind: 'call-ended' };

export type Playback = UnderWay<PlayOutcome>;

/** A key a caller pressed: `0`-`9`, `*`, `#`, `A`-`D`. */
export interface KeyPress {
  key: string;
  at: number;
}

/** Who or what took the call. */
export type Detected = 'person' | 'machine' | 'fax' | 'error-tone' | 'silence' | 'call-ended';

/** `silence`: no beep was heard, and nothing else for two seconds; `limit`: neither came in time. */
export type AfterBeep = 'beep' | 'silence' | 'limit' | 'call-ended';

export type BridgeOutcome = { kind: 'bridged' } | { kind: 'failed'; detail: string } | { kind: 'call-ended' };

/** `call-ended`: the first of the two is gone. */
export type PartOutcome = { kind: 'parted' } | { kind: 'failed'; detail: string } | { kind: 'call-ended' };

export type ConferOutcome = { kind: 'joined' } | { kind: 'failed'; detail: string } | { kind: 'call-ended' };

/** How a caller is to be recorded. */
export interface RecordOrder {
  /** Where the switch puts the WAV file: a path on its own disk, or an address that one of its modules writes to. */
  to: string;
  /** A tone before it begins. */
  beep: boolean;
  maxTimeMs: number;
  /** Silence that ends a recording in which something was heard; null: none does. */
  finalSilenceMs: number | null;
  /** Silence from the start after which there is nothing to record; null: it goes on. */
  timeoutMs: number | null;
}

/** What a recording came to. `hangup`: the caller left, and what was said before is kept. */
export type RecordOutcome =
  | { kind: 'recorded'; end: 'stopped' | 'silence' | 'maxtime' | 'hangup'; durationMs: number }
  | { kind: 'nothing'; end: 'stopped' | 'silence' | 'hangup' }
  | { kind: 'failed'; detail: string };

/** Texts by SIP header: `X-...`, or `User-to-User`, which the adapter encodes (RFC 7433). An empty text takes it off. */
export type SipHeaders = Readonly<Record<string, string>>;

/** Where a caller is to be sent. */
export interface TransferOrder {
  /**
   * - `blind`: the caller is let go of when the far end rings, and is rung through
   * - `consultation`: the caller is let go of when the far end has answered
   * - `bridge`: the call stays under our control and comes back when the two have talked
   */
  kind: 'blind' | 'bridge' | 'consultation';
  to: DialRequest['to'];
  /** How long the far end may ring, seconds. */
  timeoutS: number;
  /** How long the two may talk; null: without end. Only for `bridge`. */
  maxTimeMs: number | null;
  /** File or stream that the caller hears until the far end answers; null: what the switch has for that. */
  audio: string | null;
  /** Go with the second leg. */
  variables: Record<string, string>;
  headers?: SipHeaders;
}

/** What a transfer came to. Causes are the switch's words, such as `USER_BUSY`. */
export type TransferOutcome =
  /** The caller is no longer ours. */
  | { kind: 'transferred' }
  | { kind: 'talked'; end: 'caller' | 'far-end' | 'stopped' | 'maxtime'; ms: number; cause: string }
  /** The far end never answered, or was never rung. */
  | { kind: 'failed'; cause: string }
  /** `stop` came before the answer. */
  | { kind: 'stopped' }
  | { kind: 'call-ended' };

/** Something that goes on on a call. */
export interface UnderWay<Outcome> {
  readonly done: Promise<Outcome>;
  /** Ends it at once; resolves when the switch has. Stopping what has ended does nothing. */
  stop(): Promise<void>;
}

/** How to refuse or release a call before or after it was answered. */
export interface RejectRequest {
  /** Hang-up cause once answered, and the source of the SIP refusal before: `CALL_REJECTED`, `USER_BUSY` ... */
  cause: string;
  /** Text reason that reaches channel variables, CDR and the SIP Reason header: `Callback`. */
  reason: string;
}

/** A call leg that is under our control (its door is open). Methods on an ended call resolve with `call-ended`. */
export interface SwitchCall {
  /** The channel's UUID. */
  readonly id: string;
  readonly switchName: string;
  readonly direction: 'inbound' | 'outbound';
  readonly from: string;
  readonly to: string;
  /** Channel variables and headers that came in as user data. */
  readonly userData: Readonly<Record<string, string>>;
  readonly answered: boolean;
  readonly ended: boolean;
  /** Calls `listener` once, when the leg is over or its door has closed; at once when that is so already. */
  onEnd(listener: () => void): void;
  answer(): Promise<'answered' | 'call-ended'>;
  /** Answers nothing by itself. A second playback stops the first. */
  play(segments: PlaySegment[]): Playback;
  /** Every key from the moment the door opened; those already pressed are handed over first. Returns how to stop. */
  onKey(listener: (press: KeyPress) => void): () => void;
  /** Call progress detection after an answer (layers 2 and 3: tones, beep, speech timing). */
  detect(limits?: DetectionLimits): Promise<Detected>;
  /** Waits, for no longer than that, until an answering machine has greeted and records. */
  afterBeep(limitMs: number): Promise<AfterBeep>;
  /** Records what the caller says; keys keep coming. Stops a playback. */
  record(order: RecordOrder): UnderWay<RecordOutcome>;
  /** Sends the caller to somebody who is no call of ours; while two talk, keys keep coming. Stops a playback. */
  transfer(order: TransferOrder): UnderWay<TransferOutcome>;
  /** Joins with another leg of ours on the same switch. When either hangs up both end. */
  bridge(otherId: string): Promise<BridgeOutcome>;
  /** Goes into a room of the switch, where all hear all, until it is bridged or ends. Stops a playback. */
  confer(room: string): Promise<ConferOutcome>;
  /**
   * Sets channel variables, so that they reach CDR and transfers. `headers` go with what is told of the call to others:
   * its refusal, its BYE, and each leg that the switch dials for it.
   */
  attach(values: Record<string, string>, headers?: SipHeaders): Promise<'attached' | 'call-ended'>;
  /** Refuses (not yet answered: a SIP refusal) or releases the call; its record says why. */
  reject(request: RejectRequest): Promise<void>;
  hangup(cause: string): Promise<void>;
}

export interface DialRequest {
  /** Becomes the channel's UUID. Dialling the same id twice is refused by the switch and by us. */
  id: string;
  /**
   * E.164 number, written behind a `prefix` if there is one and then without its `+`; or an agent's phone: `user/1001`,
   * `sip:ada@example.com` or `+12025550123`.
   */
  to: { kind: 'number'; number: string; prefix?: string } | { kind: 'phone'; phone: string };
  callerId: { number: string; name: string };
  /** How long it may ring, seconds. */
  timeoutS: number;
  variables: Record<string, string>;
  headers?: SipHeaders;
  /** Id of the call it is to be bridged with: the leg is dialled on the same switch. */
  beside?: string;
}

/**
 * - `sent`: the switch has it; the outcome comes as an event
 * - `refused`: the switch certainly did not ring anybody (down before sending, paused, full, unknown gateway);
 *   `retryMs`: there is nothing wrong with the request, and in so many ms it may be tried again
 */
export type DialAck =
  { kind: 'sent'; switchName: string } | { kind: 'refused'; detail: string; retryMs?: number };

/** The end of a call leg, from the switch's own words. */
export interface CallEnd {
  id: string;
  at: number;
  /** FreeSWITCH's cause text, such as `USER_BUSY`. */
  cause: string;
  /** Final SIP status of an outbound leg; null when there was none. */
  sipStatus: number | null;
  answered: boolean;
  hungUpBy: 'far-end' | 'us' | 'unknown';
  /** The switch it was on; left out by who only knows that it is gone. */
  switchName?: string;
}

/** What a switch tells us. Calls come again after a restart of ours (adoption), so each must be safe to hear twice. */
export interface SwitchListener {
  /** A door opened: a caller rang in, an outbound leg was answered, or a call of a dead node or process came over. */
  arrived(call: SwitchCall): void;
  ringing(id: string): void;
  ended(end: CallEnd): void;
  /**
   * The door of a call that is up was lost, and for so long it has come to no other. Resolves with whether nobody has
   * anything to do with the call any more: then it is not heard of again, not of its end either.
   */
  lost(id: string): Promise<boolean>;
  /** An outbound call whose id nobody should be ringing any more shows up: true = kill it. */
  isStale(id: string): boolean;
  healthChanged(): void;
}

export interface SwitchHealth {
  name: string;
  kind: 'freeswitch' | 'simulated' | 'memory';
  up: boolean;
  detail: string;
  calls: number;
  /** It is being emptied: calls that are up go on, and no more are made on it. */
  draining: boolean;
}

/** All switches of the site. */
export interface Switch {
  start(listener: SwitchListener): Promise<void>;
  /** Lets go of every call without ending it. */
  stop(): Promise<void>;
  dial(request: DialRequest): Promise<DialAck>;
  /** The call if its door is open here. */
  call(id: string): SwitchCall | undefined;
  /** Takes two legs that `bridge` has joined apart: neither ends, and both come to their doors again. */
  part(id: string, otherId: string): Promise<PartOutcome>;
  /** Asks the switches: is there such a channel? `unknown` when one of them cannot be asked. */
  lookup(id: string): Promise<'alive' | 'gone' | 'unknown'>;
  /** Ends a call by id, ringing or talking; a call that is not there is fine. */
  kill(id: string, cause: string): Promise<void>;
  health(): SwitchHealth[];
  /**
   * Empties a switch, or fills it again: nothing is dialled there any more but what is to be joined with a call of it.
   * As long as this object lives. @returns false when there is no switch of that name
   */
  drain(name: string, draining: boolean): boolean;
}
