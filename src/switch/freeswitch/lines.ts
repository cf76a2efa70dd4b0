import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import { EslConnection } from './esl-connection.ts';
import type { EslEvent } from './esl-event.ts';

/** Only what is needed: each type costs the switch kilobytes a call. */
const EVENTS = [
  'CHANNEL_CREATE',
  'CHANNEL_PROGRESS',
  'CHANNEL_PROGRESS_MEDIA',
  'CHANNEL_BRIDGE',
  'CHANNEL_HANGUP_COMPLETE',
  'BACKGROUND_JOB',
  'HEARTBEAT',
];
/** What is needed besides where tones are listened for before the answer (early-tones.ts). */
const EARLY_EVENTS = ['CHANNEL_ANSWER', 'DETECTED_TONE'];

export interface LinesParts {
  host: string;
  port: number;
  password: string;
  /** Tones are listened for before the answer. */
  early: boolean;
  clock: Clock;
  log: Logger;
}

export interface LinesHandlers {
  event: (event: EslEvent) => void;
  /** All connections are there, for the first time or again. */
  up: () => void;
  changed: () => void;
}

/**
 * Our connections to one switch. The switch serves each from a single thread, so originates, control and events have
 * one each: else hang-ups queue behind originates under load, and nothing gets through any more.
 */
export class Lines {
  readonly dialling: EslConnection;
  readonly control: EslConnection;
  readonly #events: EslConnection;
  #waiting = new Set<() => void>();
  readonly #clock: Clock;

  constructor(parts: LinesParts, handlers: LinesHandlers) {
    this.#clock = parts.clock;
    const settled = {
      event: handlers.event,
      up: (): void => {
        for (const wake of this.#waiting) wake();
        if (this.up) handlers.up();
        if (this.up) handlers.changed();
      },
      down: handlers.changed,
    };
    const open = (events: string[]): EslConnection => new EslConnection({ ...parts, events }, settled);
    this.dialling = open([]);
    this.control = open([]);
    this.#events = open(parts.early ? [...EVENTS, ...EARLY_EVENTS] : EVENTS);
  }

  get up(): boolean {
    return this.#all().every((line) => line.up);
  }

  /** `connected`, or why one of them is down. */
  get detail(): string {
    return this.#all().find((line) => !line.up)?.detail ?? 'connected';
  }

  /** Resolves when each has been tried once. */
  async start(): Promise<void> {
    await Promise.all(this.#all().map((line) => line.start()));
  }

  stop(): void {
    for (const line of this.#all()) line.stop();
  }

  /** Waits until the control connection is there; false when it was not within `timeoutMs`. */
  async controlUp(timeoutMs: number): Promise<boolean> {
    if (this.control.up) return true;
    const woken = Promise.withResolvers<undefined>();
    const timer = this.#clock.at(this.#clock.now() + timeoutMs, () => woken.resolve(undefined));
    const wake = (): void => (this.control.up ? woken.resolve(undefined) : undefined);
    this.#waiting.add(wake);
    await woken.promise;
    timer.cancel();
    this.#waiting.delete(wake);
    return this.control.up;
  }

  #all(): EslConnection[] {
    return [this.dialling, this.control, this.#events];
  }
}
