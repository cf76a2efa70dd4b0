import type { Clock, Timer } from '../../core/clock.ts';
import type { TransferOrder, TransferOutcome, UnderWay } from '../switch.ts';
import { dataVariables } from './channel-facts.ts';
import { EncodingError, legToDial, playableFile } from './encoding.ts';
import type { EslEvent } from './esl-event.ts';
import type { Execution } from './executions.ts';

/** A kill that comes before the leg is there is lost, so it is repeated. */
const KILL_AGAIN_MS = 250;

/** What a transfer needs of its call. */
interface TransferParts {
  /** UUID of the second leg. */
  legId: string;
  /** Number that the far end sees. */
  from: string;
  /** Throws EncodingError. */
  dialString(to: TransferOrder['to']): string;
  execute(application: string, argument: string): Execution;
  /** False when the call is over. */
  setVariables(values: Record<string, string>): Promise<boolean>;
  kill(id: string, cause: string): void;
  /** The call is the switch's own from now on. */
  letGo(): void;
  clock: Clock;
}

/** A second leg, dialled and joined by the switch (`bridge`) while the call stays at its door. */
export class Transferring implements UnderWay<TransferOutcome> {
  readonly done: Promise<TransferOutcome>;
  readonly #order: TransferOrder;
  readonly #parts: TransferParts;
  readonly #answered = Promise.withResolvers<'answered'>();
  /** When the two began to talk, by the switch's clock and by ours. */
  #talking: { since: number; heardAt: number } | null = null;
  #ending: 'stopped' | 'maxtime' | null = null;
  #over = false;
  #timers: Timer[] = [];

  /** Begins when `before` has come to its end, which it is told to. */
  constructor(order: TransferOrder, parts: TransferParts, before: UnderWay<unknown> | null) {
    this.#order = order;
    this.#parts = parts;
    this.done = this.#transfer(before).finally(() => {
      this.#over = true;
      for (const timer of this.#timers) timer.cancel();
    });
  }

  async stop(): Promise<void> {
    this.#end('stopped', 'ORIGINATOR_CANCEL');
    await this.done;
  }

  /** Takes CHANNEL_BRIDGE. */
  handle(event: EslEvent): void {
    if (this.#over || event.get('Bridge-B-Unique-ID') !== this.#parts.legId) return;
    const { maxTimeMs } = this.#order;
    this.#talking = { since: event.happenedAt, heardAt: this.#parts.clock.now() };
    this.#answered.resolve('answered');
    if (maxTimeMs !== null) this.#after(maxTimeMs, () => this.#end('maxtime', 'ALLOTTED_TIMEOUT'));
  }

  async #transfer(before: UnderWay<unknown> | null): Promise<TransferOutcome> {
    const { kind, audio } = this.#order;
    let leg: string;
    let ringback: string;
    try {
      leg = this.#leg();
      ringback = audio === null ? '' : playableFile(audio);
    } catch (error) {
      if (error instanceof EncodingError) return { kind: 'failed', cause: 'INVALID_NUMBER_FORMAT' };
      throw error;
    }
    await before?.stop();
    const stays = kind === 'bridge';
    const set = await this.#parts.setVariables({
      // Who is let go of comes back to no door when the far end does not answer.
      continue_on_fail: String(kind !== 'blind'),
      hangup_after_bridge: String(!stays),
      transfer_ringback: ringback,
    });
    if (!set) return { kind: 'call-ended' };
    if (this.#ending) return { kind: 'stopped' };
    const outcome = await this.#bridge(leg);
    if (stays) await this.#parts.setVariables({ hangup_after_bridge: 'true' });
    return outcome;
  }

  async #bridge(leg: string): Promise<TransferOutcome> {
    const { started, completed } = this.#parts.execute('bridge', leg);
    if (!(await started)) return { kind: 'call-ended' };
    if (this.#order.kind === 'blind') return this.#letGo();
    const first = await Promise.race([completed, this.#answered.promise]);
    if (first === 'answered' && this.#order.kind === 'consultation') return this.#letGo();
    const end = first === 'answered' ? await completed : first;
    return this.#talking ? this.#talked(end, this.#talking) : this.#unanswered(end);
  }

  #letGo(): TransferOutcome {
    this.#parts.letGo();
    return { kind: 'transferred' };
  }

  #unanswered(end: EslEvent | null): TransferOutcome {
    if (!end) return { kind: 'call-ended' };
    if (this.#ending) return { kind: 'stopped' };
    return { kind: 'failed', cause: end.variable('originate_disposition') || 'UNKNOWN' };
  }

  #talked(end: EslEvent | null, { since, heardAt }: { since: number; heardAt: number }): TransferOutcome {
    const ms = end ? end.happenedAt - since : this.#parts.clock.now() - heardAt;
    const talked = { kind: 'talked', ms: Math.max(0, Math.round(ms)) } as const;
    if (!end) return { ...talked, end: 'caller', cause: '' };
    return { ...talked, end: this.#ending ?? 'far-end', cause: end.variable('bridge_hangup_cause') };
  }

  #leg(): string {
    const { to, timeoutS, variables } = this.#order;
    return legToDial(
      {
        ...dataVariables(variables),
        origination_uuid: this.#parts.legId,
        originate_timeout: String(Math.max(1, Math.round(timeoutS))),
        ignore_early_media: 'true',
        origination_caller_id_number: this.#parts.from,
      },
      this.#parts.dialString(to),
    );
  }

  #end(why: 'stopped' | 'maxtime', cause: string): void {
    if (this.#over || this.#ending) return;
    this.#ending = why;
    this.#kill(cause);
  }

  #kill(cause: string): void {
    if (this.#over) return;
    this.#parts.kill(this.#parts.legId, cause);
    this.#after(KILL_AGAIN_MS, () => this.#kill(cause));
  }

  #after(ms: number, action: () => void): void {
    this.#timers.push(this.#parts.clock.at(this.#parts.clock.now() + ms, action));
  }
}
