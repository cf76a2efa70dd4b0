import type { Clock, Timer } from '../core/clock.ts';
import type { CallEnd, PartOutcome, Switch, SwitchCall } from '../switch/switch.ts';

/** How a wait for a call ended: it is under our control, it ended, or neither happened in time. */
export type Waited =
  { kind: 'here'; call: SwitchCall } | { kind: 'ended'; end: CallEnd } | { kind: 'timeout' };

interface Waiter {
  settle(outcome: Waited): void;
}

/** How long after a refused leg another may be tried, ms. */
const REFUSAL_PAUSE_MS = 5_000;

/** Lets actions wait for a call leg to come under control, or to end, whichever comes first. */
export class Calls {
  readonly #switch: Switch;
  readonly #clock: Clock;
  readonly #waiting = new Map<string, Set<Waiter>>();
  /** Legs that ended lately: an end may be told before anyone waits for it. */
  readonly #ended = new Map<string, CallEnd>();

  /** Legs that come to their doors again because they were taken apart. */
  readonly #parted = new Set<string>();

  #healthWaiters: (() => void)[] = [];

  constructor(theSwitch: Switch, clock: Clock) {
    this.#switch = theSwitch;
    this.#clock = clock;
  }

  arrived(call: SwitchCall): void {
    this.#settle(call.id, { kind: 'here', call });
  }

  ended(end: CallEnd): void {
    this.#ended.set(end.id, end);
    if (this.#ended.size > 10_000) {
      const oldest = this.#ended.keys().next().value;
      if (oldest !== undefined) this.#ended.delete(oldest);
    }
    this.#settle(end.id, { kind: 'ended', end });
  }

  /** The end of a leg if it was told to this process. */
  endOf(id: string): CallEnd | undefined {
    return this.#ended.get(id);
  }

  /** Waits for the leg's door to open here or for the leg to end; for ever when `timeoutMs` is null. */
  wait(id: string, timeoutMs: number | null): Promise<Waited> {
    const end = this.#ended.get(id);
    if (end) return Promise.resolve({ kind: 'ended', end });
    const call = this.#switch.call(id);
    if (call && !call.ended) return Promise.resolve({ kind: 'here', call });
    return new Promise((resolve) => {
      let timer: Timer | null = null;
      const waiters = this.#waiting.get(id) ?? new Set();
      this.#waiting.set(id, waiters);
      const waiter: Waiter = {
        settle: (outcome) => {
          timer?.cancel();
          waiters.delete(waiter);
          if (waiters.size === 0) this.#waiting.delete(id);
          resolve(outcome);
        },
      };
      waiters.add(waiter);
      if (timeoutMs !== null)
        timer = this.#clock.at(this.#clock.now() + timeoutMs, () => waiter.settle({ kind: 'timeout' }));
    });
  }

  /** Takes two who talk apart: both are under control again. */
  async part(id: string, otherId: string): Promise<PartOutcome> {
    for (const leg of [id, otherId]) this.#parted.add(leg);
    const outcome = await this.#switch.part(id, otherId);
    if (outcome.kind !== 'parted') for (const leg of [id, otherId]) this.#parted.delete(leg);
    return outcome;
  }

  /** Whether a call that arrived came over from another process: whoever took it apart sees to it otherwise. */
  cameOver(id: string): boolean {
    return !this.#parted.delete(id);
  }

  /** A switch came or went. */
  healthChanged(): void {
    for (const go of this.#healthWaiters.splice(0)) go();
  }

  /** Asks the switches for a leg until they can say. */
  async lookup(id: string): Promise<'alive' | 'gone'> {
    for (;;) {
      const found = await this.#switch.lookup(id);
      if (found !== 'unknown') return found;
      await new Promise<void>((resolve) => this.#healthWaiters.push(resolve));
    }
  }

  /** A switch refused a leg: resolves when there is sense in trying another. */
  async afterRefusal(): Promise<void> {
    while (!this.#switch.health().some(({ up }) => up))
      await new Promise<void>((resolve) => this.#healthWaiters.push(resolve));
    await new Promise<void>((resolve) => this.#clock.at(this.#clock.now() + REFUSAL_PAUSE_MS, resolve));
  }

  #settle(id: string, outcome: Waited): void {
    for (const waiter of [...(this.#waiting.get(id) ?? [])]) waiter.settle(outcome);
  }
}
