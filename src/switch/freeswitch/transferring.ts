import type { Clock, Timer } from '../../core/clock.ts';
import type { TransferOrder, TransferOutcome, UnderWay } from '../switch.ts';
import { dataVariables } from './channel-facts.ts';
import { inviteHeaders } from './sip-headers.ts';
import { EncodingError, legToDial, playableFile } from './encoding.ts';
import type { Way } from './dialling.ts';
import type { EslEvent } from './esl-event.ts';
import type { Execution } from './executions.ts';
import type { SecondLeg } from './second-legs.ts';

/** How far what the switch tells may lag behind what it answers. */
const EVENT_LAG_MS = 100;
/** A kill that comes before the leg is there is lost, so it is repeated. */
const KILL_AGAIN_MS = 250;

/** What a transfer needs of its call. */
interface TransferParts {
  /** UUID of a second leg. */
  newLegId(): string;
  /** Number that the far end sees. */
  from: string;
  /** Throws EncodingError. */
  ways(to: TransferOrder['to']): Way[];
  turn(): Promise<boolean>;
  watch(legId: string): SecondLeg;
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
  /** UUID of the second leg; empty before there is one. */
  #legId = '';
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
    if (this.#over || event.get('Bridge-B-Unique-ID') !== this.#legId) return;
    const { maxTimeMs } = this.#order;
    this.#talking = { since: event.happenedAt, heardAt: this.#parts.clock.now() };
    this.#answered.resolve('answered');
    if (maxTimeMs !== null) this.#after(maxTimeMs, () => this.#end('maxtime', 'ALLOTTED_TIMEOUT'));
  }

  async #transfer(before: UnderWay<unknown> | null): Promise<TransferOutcome> {
    const { kind, audio } = this.#order;
    let ways: Way[];
    let ringback: string;
    try {
      ways = this.#parts.ways(this.#order.to);
      ringback = audio === null ? '' : playableFile(audio);
    } catch (error) {
      if (error instanceof EncodingError) return { kind: 'failed', cause: 'INVALID_NUMBER_FORMAT' };
      throw error;
    }
    await before?.stop();
    const stays = kind === 'bridge';
    const set = await this.#parts.setVariables({
      continue_on_fail: 'true',
      hangup_after_bridge: String(!stays),
      transfer_ringback: ringback,
    });
    if (!set) return { kind: 'call-ended' };
    const outcome = await this.#through(ways);
    if (stays) await this.#parts.setVariables({ hangup_after_bridge: 'true' });
    return outcome;
  }

  /** By one gateway after the other, as callbacks are: the next one only where it is certain that nothing rang. */
  async #through(ways: Way[]): Promise<TransferOutcome> {
    if (ways.length === 0) return { kind: 'failed', cause: 'NO_ROUTE_DESTINATION' };
    let outcome: TransferOutcome = { kind: 'failed', cause: 'SWITCH_CONGESTION' };
    if (!(await this.#parts.turn())) return outcome;
    for (const [at, way] of ways.entries()) {
      if (this.#ending) return { kind: 'stopped' };
      if (!way.take()) continue;
      this.#legId = this.#parts.newLegId();
      const leg = this.#parts.watch(this.#legId);
      outcome = await this.#bridge(this.#leg(way.dialled), leg.ringing);
      // Who was let go of is on the gateway until the two have talked.
      if (outcome.kind === 'transferred') void leg.over.then(() => way.leave());
      else way.leave();
      const isLast = at === ways.length - 1;
      if (outcome.kind !== 'failed' || isLast || !(await leg.nothingRang(outcome.cause))) return outcome;
    }
    return outcome;
  }

  async #bridge(dialled: string, ringing: SecondLeg['ringing']): Promise<TransferOutcome> {
    const { kind } = this.#order;
    const { started, completed } = this.#parts.execute('bridge', dialled);
    if (!(await started)) return { kind: 'call-ended' };
    const signs = [completed, this.#answered.promise, ...(kind === 'blind' ? [ringing] : [])];
    const first = await Promise.race(signs);
    if (first === 'ringing') return this.#sendOff(completed);
    if (first === 'answered' && kind !== 'bridge') return this.#letGo();
    const end = first === 'answered' ? await completed : first;
    return this.#talking ? this.#talked(end, this.#talking) : this.#unanswered(end);
  }

  /** Who is rung through blindly comes back to no door from now on, unless the ringing has ended already. */
  async #sendOff(completed: Execution['completed']): Promise<TransferOutcome> {
    if (!(await this.#parts.setVariables({ continue_on_fail: 'false' }))) return { kind: 'call-ended' };
    const goesOn = Promise.withResolvers<'goes-on'>();
    this.#after(EVENT_LAG_MS, () => goesOn.resolve('goes-on'));
    const end = await Promise.race([completed, goesOn.promise]);
    return end === 'goes-on' ? this.#letGo() : this.#unanswered(end);
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

  #leg(dialled: string): string {
    const { timeoutS, variables, headers } = this.#order;
    return legToDial(
      {
        ...dataVariables(variables),
        ...inviteHeaders(headers),
        origination_uuid: this.#legId,
        originate_timeout: String(Math.max(1, Math.round(timeoutS))),
        ignore_early_media: 'true',
        origination_caller_id_number: this.#parts.from,
      },
      dialled,
    );
  }

  #end(why: 'stopped' | 'maxtime', cause: string): void {
    if (this.#over || this.#ending) return;
    this.#ending = why;
    this.#kill(cause);
  }

  #kill(cause: string): void {
    if (this.#over) return;
    if (this.#legId !== '') this.#parts.kill(this.#legId, cause);
    this.#after(KILL_AGAIN_MS, () => this.#kill(cause));
  }

  #after(ms: number, action: () => void): void {
    this.#timers.push(this.#parts.clock.at(this.#parts.clock.now() + ms, action));
  }
}
