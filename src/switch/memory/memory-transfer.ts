import type { Clock, Timer } from '../../core/clock.ts';
import type { Line, LineEnd } from '../simulated/line/line.ts';
import type { TransferOrder, TransferOutcome, UnderWay } from '../switch.ts';

/** Who is not refused within this, rings. */
const RINGS_AFTER_MS = 100;

/** What a transfer needs of the switch. */
export interface TransferHost {
  readonly clock: Clock;
  /** Rings the far end. */
  dial(): Line;
  /** The call is the switch's own from now on. */
  letGo(): void;
}

/** A caller sent to somebody: outlives whoever asked for it, as on a real switch. */
export class MemoryTransfer implements UnderWay<TransferOutcome> {
  readonly done: Promise<TransferOutcome>;
  readonly #near: Line;
  readonly #far: Line;
  readonly #order: TransferOrder;
  readonly #host: TransferHost;
  #settle: (outcome: TransferOutcome) => void = () => undefined;
  #talkingSince: number | null = null;
  #ending: 'stopped' | 'maxtime' | null = null;
  #away = false;
  readonly #timers: Timer[] = [];

  /** `over` is called when the two are apart, unless the call is over itself. */
  constructor(near: Line, order: TransferOrder, host: TransferHost, over: () => void) {
    this.#near = near;
    this.#order = order;
    this.#host = host;
    this.done = new Promise((resolve) => (this.#settle = resolve));
    const unwatch = near.watch((event) => {
      if (event.kind === 'ended')
        this.#far.release(this.#talkingSince === null ? 'ORIGINATOR_CANCEL' : 'NORMAL_CLEARING');
    });
    this.#far = host.dial();
    this.#far.watch((event) => {
      if (event.kind === 'answered') this.#answered();
      if (event.kind !== 'ended') return;
      unwatch();
      this.#ended(event.end);
      if (!near.end) over();
    });
    this.#after(order.timeoutS * 1000, () => this.#far.release('NO_ANSWER'));
    if (order.audio !== null) near.hear({ kind: 'recording', path: order.audio });
    if (order.kind === 'blind') this.#after(RINGS_AFTER_MS, () => this.#letGo());
  }

  stop(): Promise<void> {
    this.#end('stopped', 'ORIGINATOR_CANCEL');
    return Promise.resolve();
  }

  /** Whoever asked for it is gone; the two stay together. */
  abandon(): void {
    this.#settle({ kind: 'call-ended' });
  }

  #answered(): void {
    const { clock } = this.#host;
    const { kind, maxTimeMs, audio } = this.#order;
    this.#cancelTimers();
    this.#talkingSince = clock.now();
    if (audio !== null) this.#near.quiet(true);
    this.#near.joined();
    this.#far.joined();
    if (kind === 'bridge' && maxTimeMs !== null)
      this.#after(maxTimeMs, () => this.#end('maxtime', 'ALLOTTED_TIMEOUT'));
    if (kind !== 'bridge' && !this.#away) this.#letGo();
  }

  #ended({ cause }: LineEnd): void {
    this.#cancelTimers();
    if (this.#away) this.#near.release(this.#talkingSince === null ? cause : 'NORMAL_CLEARING');
    else this.#settle(this.#outcome(cause));
  }

  #outcome(cause: string): TransferOutcome {
    if (this.#talkingSince === null) {
      if (this.#near.end) return { kind: 'call-ended' };
      return this.#ending ? { kind: 'stopped' } : { kind: 'failed', cause };
    }
    const ms = this.#host.clock.now() - this.#talkingSince;
    return { kind: 'talked', end: this.#near.end ? 'caller' : (this.#ending ?? 'far-end'), ms, cause };
  }

  #letGo(): void {
    this.#away = true;
    this.#settle({ kind: 'transferred' });
    this.#host.letGo();
  }

  #end(why: 'stopped' | 'maxtime', cause: string): void {
    this.#ending ??= why;
    this.#far.release(cause);
  }

  #after(ms: number, action: () => void): void {
    this.#timers.push(this.#host.clock.at(this.#host.clock.now() + ms, action));
  }

  #cancelTimers(): void {
    for (const timer of this.#timers.splice(0)) timer.cancel();
  }
}
