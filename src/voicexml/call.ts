import type { Clock } from '../core/clock.ts';
import type { JsonObject } from '../core/json.ts';
import type { Logger } from '../core/logger.ts';
import type { Fetcher } from './fetcher.ts';
import type { Control } from './control.ts';
import type { Inbox } from './input/inbox.ts';
import type { Keypad } from './input/keypad.ts';
import { PageEvent } from './page-event.ts';
import type { Platform, Recording } from './platform.ts';
import type { PromptQueue } from './prompt/prompt-queue.ts';
import { RunawayError } from './runaway-error.ts';
import type { PageScript } from './script/page-script.ts';

export interface CallLimits {
  /** Form items, documents and events without anything from the caller in between. */
  steps: number;
  /** The same once the page has been told that the caller is gone. */
  stepsAfterHangup: number;
  /** How long pages may go on then, ms. A fetch that is under way is waited for. */
  afterHangupMs: number;
  subdialogs: number;
}

export interface CallParts {
  platform: Platform;
  clock: Clock;
  fetcher: Fetcher;
  script: PageScript;
  keypad: Keypad;
  prompts: PromptQueue;
  inbox: Inbox;
  log: Logger;
  limits: CallLimits;
  /** Session variables. */
  session: JsonObject;
  /** Aborted when the run is to end wherever it is. */
  stopped: AbortSignal;
}

/** One call in the browser: its parts, and what is true of the call whatever document is active. */
export class Call {
  readonly platform: Platform;
  readonly clock: Clock;
  readonly fetcher: Fetcher;
  readonly script: PageScript;
  readonly keypad: Keypad;
  readonly prompts: PromptQueue;
  readonly inbox: Inbox;
  readonly log: Logger;
  readonly limits: CallLimits;
  /** Scope of the session variables. */
  readonly sessionScope: number;
  /** Recordings of this call by the address that a page sees. */
  readonly recordings = new Map<string, Recording>();
  /** Set when a page hung up by `<disconnect>`: what it handed over. */
  disconnected: JsonObject | null = null;
  readonly #stopped: AbortSignal;
  #steps = 0;
  #hangupTold = false;
  #hangupToldAt = 0;

  constructor(parts: CallParts) {
    this.platform = parts.platform;
    this.clock = parts.clock;
    this.fetcher = parts.fetcher;
    this.script = parts.script;
    this.keypad = parts.keypad;
    this.prompts = parts.prompts;
    this.inbox = parts.inbox;
    this.log = parts.log;
    this.limits = parts.limits;
    this.sessionScope = parts.script.newSession(parts.session);
    this.#stopped = parts.stopped;
  }

  /** The run is to end wherever it is. */
  get stopped(): boolean {
    return this.#stopped.aborted;
  }

  /** The call is over and the page knows: it may clean up, but the next wait ends the session (VoiceXML 2.1 §1.5.4). */
  get hangupTold(): boolean {
    return this.#hangupTold;
  }

  /** The event that tells the page of the end of the call; it is told once. */
  hangupEvent(message: string): PageEvent {
    if (this.#hangupTold) throw new Error('a page hears of the end of the call once');
    this.#hangupTold = true;
    this.#hangupToldAt = this.clock.now();
    this.#steps = 0;
    return new PageEvent('connection.disconnect.hangup', message);
  }

  /**
   * What becomes of a wait when nobody is there: the page is told, and once it knows the session ends.
   * @throws PageEvent connection.disconnect.hangup
   */
  waitWithoutCaller(message = 'the caller hung up'): Control {
    if (!this.#hangupTold) throw this.hangupEvent(message);
    return { kind: 'exit', result: {}, error: null };
  }

  /** Counts a step. @throws RunawayError when the caller was not heard for too many of them. */
  step(): void {
    const { steps, stepsAfterHangup, afterHangupMs } = this.limits;
    const most = this.#hangupTold ? stepsAfterHangup : steps;
    if (++this.#steps > most) throw new RunawayError(`more than ${most} steps without input from the caller`);
    if (this.#hangupTold && this.clock.now() > this.#hangupToldAt + afterHangupMs)
      throw new RunawayError(`more than ${afterHangupMs / 1000} s without the caller`);
  }

  /** The caller did something, or time passed while waiting for it. */
  heard(): void {
    if (!this.#hangupTold) this.#steps = 0;
  }
}
