import type { Clock } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import type { Call } from './call.ts';
import type { EventBus } from './event-bus.ts';
import type { Exchange } from './line/exchange.ts';
import type { Rooms } from './line/rooms.ts';

/** What all parts of a simulated switch work with. */
export interface Core {
  readonly clock: Clock;
  readonly random: Random;
  readonly bus: EventBus;
  readonly exchange: Exchange;
  /** Calls that are up, by uuid. */
  readonly calls: Map<string, Call>;
  readonly rooms: Rooms;
  readonly settings: Settings;
  /** What `fsctl` changes. */
  readonly limits: { paused: boolean; maxSessions: number; sessionsPerSecond: number };
  /** What goes wrong because somebody wanted it to. */
  readonly faults: { eventLagMs: number; mutedUntil: number; oneConnectionUntil: number };
  /** `begun`: legs that were dialled in the `second` of the clock. */
  readonly counts: { sessions: number; peak: number; second: number; begun: number };
  readonly startedAt: number;
  /** Calls that no door took, in order. */
  readonly liveQueue: string[];
  /** Headers of refusals and BYEs to callers, by call. */
  readonly told: Map<string, Readonly<Record<string, string>>>;
  newUuid: () => string;
  /** The connection to the event socket that was opened first of those that are open; null: none is. */
  oldestConnection: () => object | null;
  /** Cuts every connection, without a word; calls go on. */
  dropConnections(): void;
  /** Lets the person at a number ring in; returns the call's id. */
  ring(from: string, to: string): string;
  /** Closes the switch: `crash` without a word, else with a notice to every connection. */
  shutDown(crash: boolean): void;
}

export interface Settings {
  password: string;
  /** Where `socket` lines of the dialplan go, in turn: `127.0.0.1:8084`. */
  doors: readonly string[];
  /** A `sleep` between the two `socket` lines, ms; 0 = no such line. */
  betweenDoorsMs: number;
  /** Spoken characters a second. */
  speechRate: number;
  /** Length of a recording, ms; null = no such file. */
  recordingMs: (path: string) => number | null;
}
