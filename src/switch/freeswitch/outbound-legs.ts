import type { Clock, Timer } from '../../core/clock.ts';
import type { CallEnd, DialAck } from '../switch.ts';
import { unseenEnd } from './call-end.ts';
import type { EslEvent } from './esl-event.ts';
import type { EslReply } from './esl-replies.ts';

/** How long a dial waits for the first sign of its channel, or of a refusal, before it counts as sent. */
const SIGN_MS = 1_000;
/** How long after its ringing time a leg may be silent before the switch is asked about it. */
const OVERDUE_MS = 15_000;
/** In how long a switch that is full or paused, or a gateway that is down, may be tried again. */
const RETRY_MS = 5_000;
/** How long the end of a channel may lag behind the result of its originate. */
const LATE_END_MS = 5_000;

/** Results of an originate that no channel took part in: the switch itself refused, and nobody was rung. */
export const refusals: ReadonlySet<string> = new Set([
  'DESTINATION_OUT_OF_ORDER',
  'INVALID_GATEWAY',
  'GATEWAY_DOWN',
  'INVALID_PROFILE',
  'INVALID_URL',
  'CHAN_NOT_IMPLEMENTED',
  'USER_NOT_REGISTERED',
  'SUBSCRIBER_ABSENT',
  'NO_ROUTE_DESTINATION',
]);

/** Those that pass: the switch is full or paused, or waits for a gateway to answer again. */
const passing = new Set(['DESTINATION_OUT_OF_ORDER', 'GATEWAY_DOWN']);

interface Leg {
  id: string;
  jobId: string;
  /** A channel event of it was seen: its end will come as an event. */
  seen: boolean;
  /** Settles when it is known whether the switch refused. */
  sign: PromiseWithResolvers<DialAck>;
  acknowledged: boolean;
  timers: Timer[];
}

export interface OutboundLegsParts {
  switchName: string;
  clock: Clock;
  exists(id: string): Promise<'alive' | 'gone' | 'unknown'>;
  ended(end: CallEnd): void;
}

/**
 * The legs this process dialled, from before the command is written until their end. CHANNEL_HANGUP_COMPLETE is the
 * authority on a leg's outcome; the background job counts only for a leg that never had a channel, because the two
 * come in any order.
 */
export class OutboundLegs {
  readonly #parts: OutboundLegsParts;
  #legs = new Map<string, Leg>();
  #jobs = new Map<string, Leg>();

  constructor(parts: OutboundLegsParts) {
    this.#parts = parts;
  }

  has(id: string): boolean {
    return this.#legs.has(id);
  }

  /** The switch has told of its channel, and not yet of its end. */
  isThere(id: string): boolean {
    return this.#legs.get(id)?.seen ?? false;
  }

  ids(): string[] {
    return [...this.#legs.keys()];
  }

  /**
   * Notes a leg before its command is written, so that no event or result can come too early.
   * @returns what takes the answer to the originate command and tells what became of the dial
   */
  expect(id: string, jobId: string, timeoutS: number): (reply: EslReply) => Promise<DialAck> {
    const leg: Leg = {
      id,
      jobId,
      seen: false,
      sign: Promise.withResolvers(),
      acknowledged: false,
      timers: [],
    };
    this.#legs.set(id, leg);
    this.#jobs.set(jobId, leg);
    this.#after(leg, timeoutS * 1000 + OVERDUE_MS, () => void this.#overdue(leg));
    return (reply) => this.#acknowledge(leg, reply);
  }

  async #acknowledge(leg: Leg, reply: EslReply): Promise<DialAck> {
    // The result of the job has come before the answer to the command: on another connection, and nothing else will come.
    if (this.#legs.get(leg.id) !== leg) return leg.sign.promise;
    const sent: DialAck = { kind: 'sent', switchName: this.#parts.switchName };
    if (reply.kind === 'unsent' || reply.kind === 'error') {
      this.forget(leg.id);
      const refused = { kind: 'refused', detail: reply.text } as const;
      return reply.kind === 'unsent' ? { ...refused, retryMs: RETRY_MS } : refused;
    }
    if (reply.kind === 'ok') this.#after(leg, SIGN_MS, () => leg.sign.resolve(sent));
    // No answer: it may ring. What became of it comes with the events, or when the connection is back.
    else leg.sign.resolve(sent);
    const ack = await leg.sign.promise;
    leg.acknowledged = true;
    return ack;
  }

  /** Takes any event of a channel. */
  channelSeen(id: string): void {
    const leg = this.#legs.get(id);
    if (!leg) return;
    leg.seen = true;
    leg.sign.resolve({ kind: 'sent', switchName: this.#parts.switchName });
  }

  /** Takes BACKGROUND_JOB; jobs of others are broadcast to everyone and ignored. */
  jobDone(event: EslEvent): void {
    const leg = this.#jobs.get(event.get('Job-UUID'));
    if (!leg) return;
    this.#jobs.delete(leg.jobId);
    const result = (event.body ?? '').trim();
    if (result.startsWith('+OK')) this.channelSeen(leg.id);
    else if (leg.seen) this.#after(leg, LATE_END_MS, () => void this.#endIfGone(leg, causeOf(result)));
    else void this.#refused(leg, result);
  }

  /** The leg has ended, or is no leg any more. */
  forget(id: string): void {
    const leg = this.#legs.get(id);
    if (!leg) return;
    this.#legs.delete(id);
    this.#jobs.delete(leg.jobId);
    for (const timer of leg.timers) timer.cancel();
    leg.sign.resolve({ kind: 'sent', switchName: this.#parts.switchName });
  }

  async #refused(leg: Leg, result: string): Promise<void> {
    // With an id that is in use the switch refuses the second originate, and the first call goes on.
    if ((await this.#parts.exists(leg.id)) === 'alive' || leg.seen) {
      this.channelSeen(leg.id);
      return;
    }
    const cause = causeOf(result);
    const nobodyRung = refusals.has(cause) || cause === 'SWITCH_REFUSED';
    if (nobodyRung && !leg.acknowledged) {
      const refused = { kind: 'refused', detail: result } as const;
      leg.sign.resolve(passing.has(cause) ? { ...refused, retryMs: RETRY_MS } : refused);
      this.forget(leg.id);
    } else this.#end(leg, cause === 'DESTINATION_OUT_OF_ORDER' ? 'SWITCH_REFUSED' : cause);
  }

  async #overdue(leg: Leg): Promise<void> {
    if ((await this.#endIfGone(leg, 'UNKNOWN')) === 'unknown')
      this.#after(leg, OVERDUE_MS, () => void this.#overdue(leg));
  }

  async #endIfGone(leg: Leg, cause: string): Promise<'alive' | 'gone' | 'unknown'> {
    const state = await this.#parts.exists(leg.id);
    if (state === 'gone') this.#end(leg, cause);
    return state;
  }

  #end(leg: Leg, cause: string): void {
    if (this.#legs.get(leg.id) !== leg) return;
    this.#parts.ended(unseenEnd(leg.id, this.#parts.clock.now(), cause));
  }

  #after(leg: Leg, ms: number, action: () => void): void {
    if (this.#legs.get(leg.id) === leg)
      leg.timers.push(this.#parts.clock.at(this.#parts.clock.now() + ms, action));
  }
}

/** The cause in `-ERR CAUSE`; SWITCH_REFUSED for a usage text or any other sentence. */
function causeOf(result: string): string {
  return /^-ERR ([A-Z][A-Z0-9_]+)$/.exec(result)?.[1] ?? 'SWITCH_REFUSED';
}
