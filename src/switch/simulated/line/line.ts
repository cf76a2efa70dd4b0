import type { Clock, Timer } from '../../../core/clock.ts';
import type { Perception, Person, PhoneLine, Sound, Tone } from '../../person.ts';
import { causeOfStatus, statusOfCause } from './sip-cause.ts';

/** How a line came to its end. */
export interface LineEnd {
  at: number;
  cause: string;
  /** Final status of a refusal, 200 for a BYE from the far end, else null. */
  sipStatus: number | null;
  answered: boolean;
  by: 'far-end' | 'us';
}

export type Noise = 'voice' | Tone;

/** What the switch notices on a line. */
export type LineEvent =
  | { kind: 'ringing' }
  /** Sound before the answer: a 183, which takes the place of a 180. */
  | { kind: 'early-media' }
  | { kind: 'answered' }
  | { kind: 'key'; key: string; at: number }
  /** The far end begins or ceases to make a noise; `noise` is null when it is quiet again. */
  | { kind: 'noise'; noise: Noise | null }
  | { kind: 'ended'; end: LineEnd };

export interface LineParties {
  id: string;
  /** As the switch sees it: `inbound` = the person rings us. */
  direction: 'inbound' | 'outbound';
  /** The caller's number. */
  from: string;
  /** The called number or phone. */
  to: string;
}

/** One call leg between a switch and a person: the one place that knows the rules of both ends. */
export class Line implements PhoneLine {
  readonly id: string;
  readonly direction: 'inbound' | 'outbound';
  readonly from: string;
  readonly to: string;
  readonly startedAt: number;
  answeredAt: number | null = null;
  /** Sound comes from the far end before it has answered. */
  early = false;
  end: LineEnd | null = null;
  noise: { kind: Noise; since: number } | null = null;
  /** Since when the far end has been quiet, epoch ms. */
  quietSince: number;
  #clock: Clock;
  #watchers = new Set<(event: LineEvent) => void>();
  #perceive: (perception: Perception) => void = () => undefined;
  #noiseEnd: Timer | null = null;

  constructor(parties: LineParties, clock: Clock) {
    this.id = parties.id;
    this.direction = parties.direction;
    this.from = parties.from;
    this.to = parties.to;
    this.#clock = clock;
    this.startedAt = this.quietSince = clock.now();
  }

  get role(): 'called' | 'caller' {
    return this.direction === 'outbound' ? 'called' : 'caller';
  }

  get own(): string {
    return this.direction === 'outbound' ? this.to : this.from;
  }

  get other(): string {
    return this.direction === 'outbound' ? this.from : this.to;
  }

  /** Tells `watcher` everything from now on; returns how to stop. */
  watch(watcher: (event: LineEvent) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  // ---- the switch's end

  /** Puts a person on the far end. An outbound line makes that person's phone ring. */
  attach(person: Person): void {
    if (this.end) return;
    this.#perceive = person.on(this);
    if (this.direction === 'inbound') return;
    this.#perceive({ kind: 'ringing' });
    // A phone that answered, refused or sent a 183 at once sent no 180.
    if (this.#isPending() && !this.early && person.silent !== true) this.#tell({ kind: 'ringing' });
  }

  /** Answers an inbound line. */
  accept(): void {
    if (this.direction === 'inbound') this.#connect();
  }

  hear(sound: Sound): void {
    if (!this.end) this.#perceive({ kind: 'hears', sound });
  }

  quiet(cut: boolean): void {
    if (!this.end) this.#perceive({ kind: 'quiet', cut });
  }

  joined(): void {
    if (!this.end) this.#perceive({ kind: 'joined' });
  }

  /** The switch ends the line: a SIP refusal or CANCEL before the answer, a BYE after it. */
  release(cause: string): void {
    const refused = this.direction === 'inbound' && this.answeredAt === null;
    this.#finish(cause, refused ? statusOfCause(cause) : null, 'us');
  }

  // ---- the person's end

  answer(): void {
    if (this.direction === 'outbound') this.#connect();
  }

  press(key: string): void {
    // Before the answer only a caller has a way to send digits (early media).
    if (this.end || (this.direction === 'outbound' && this.answeredAt === null)) return;
    if (!/^[0-9*#A-D]$/.test(key)) return;
    this.#tell({ kind: 'key', key, at: this.#clock.now() });
  }

  speak(ms: number): void {
    this.#makeNoise('voice', ms);
  }

  tone(tone: Tone, ms: number): void {
    this.#makeNoise(tone, ms);
  }

  progress(): void {
    if (this.direction === 'inbound' || !this.#isPending() || this.early) return;
    this.early = true;
    this.#tell({ kind: 'early-media' });
  }

  reject(sipStatus: number, cause = causeOfStatus(sipStatus)): void {
    if (this.direction === 'outbound' && this.answeredAt === null) this.#finish(cause, sipStatus, 'far-end');
  }

  hangUp(): void {
    if (this.answeredAt !== null) this.#finish('NORMAL_CLEARING', 200, 'far-end');
    else if (this.direction === 'inbound') this.#finish('ORIGINATOR_CANCEL', 487, 'far-end');
    else this.reject(603);
  }

  // ---- both

  #isPending(): boolean {
    return this.end === null && this.answeredAt === null;
  }

  #connect(): void {
    if (!this.#isPending()) return;
    this.answeredAt = this.#clock.now();
    this.#tell({ kind: 'answered' });
    this.#perceive({ kind: 'connected' });
  }

  #makeNoise(kind: Noise, ms: number): void {
    if (this.end || (this.answeredAt === null && !this.early)) return;
    this.#noiseEnd?.cancel();
    this.noise = { kind, since: this.#clock.now() };
    this.#noiseEnd = this.#clock.at(this.#clock.now() + ms, () => {
      this.noise = null;
      this.quietSince = this.#clock.now();
      this.#tell({ kind: 'noise', noise: null });
    });
    this.#tell({ kind: 'noise', noise: kind });
  }

  #finish(cause: string, sipStatus: number | null, by: LineEnd['by']): void {
    if (this.end) return;
    this.#noiseEnd?.cancel();
    this.end = { at: this.#clock.now(), cause, sipStatus, answered: this.answeredAt !== null, by };
    this.#tell({ kind: 'ended', end: this.end });
    this.#watchers.clear();
    this.#perceive({ kind: 'hung-up', cause });
  }

  #tell(event: LineEvent): void {
    // One that was taken off by an earlier one is not told any more.
    for (const watcher of [...this.#watchers]) if (this.#watchers.has(watcher)) watcher(event);
  }
}
