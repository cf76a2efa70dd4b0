import type { Gateway } from '../../callback/gateway.ts';
import type { Clock } from '../../core/clock.ts';
import { uuidOf } from '../../core/ids.ts';
import type { Random } from '../../core/random.ts';
import type { CallEnd, DialAck, DialRequest } from '../switch.ts';
import { legVariablesOf } from './channel-facts.ts';
import { certainlyNotRung } from './certain-refusals.ts';
import type { DialPace } from './dial-pace.ts';
import { channelId, dialString, EncodingError, originateCommand } from './encoding.ts';
import type { EslEvent } from './esl-event.ts';
import type { EslReply } from './esl-replies.ts';
import { GatewayLoad } from './gateway-load.ts';
import { gatewayOrder } from './gateway-order.ts';
import type { OutboundLegs } from './outbound-legs.ts';

/** What a dial that found every gateway, or the switch itself, full waits before the next try. */
const FULL_RETRY_MS = 5_000;
/** How long the id of a refused channel may stay in use on the switch, and how often it is asked. */
const FREE_WITHIN_MS = 2_000;
const ASK_EVERY_MS = 50;
/** A customer's phone that could ring for less than this through the next gateway is not rung through it. */
const SHORTEST_RING_S = 5;

export interface DiallingParts {
  switchName: string;
  gateways: readonly Gateway[];
  dialPhone: string;
  dialUri: string;
  enter: string;
  /** The door of this process. */
  door: string;
  detection: { early: boolean };
  clock: Clock;
  random: Random;
  pace: DialPace;
  legs: OutboundLegs;
  send(encoded: string): Promise<EslReply>;
  exists(id: string): Promise<'alive' | 'gone' | 'unknown'>;
  /** Nobody wants the leg any more. */
  doomed(id: string): boolean;
  ended(end: CallEnd): void;
}

/** One way to ring somebody, for a leg that the switch itself dials. */
export interface Way {
  dialled: string;
  /** Counts a call on it; false when it is full. */
  take(): boolean;
  leave(): void;
}

/** One way to ring somebody; a phone needs no gateway. */
interface Route {
  gateway: Gateway | null;
  dialled: string;
}

/** A leg under way, and the ways that are left should this one refuse. */
interface Attempt {
  request: DialRequest;
  startedAt: number;
  gateway: Gateway | null;
  left: Route[];
}

/**
 * Rings somebody by one gateway after the other. The next one is tried only after a certain refusal: the switch
 * refused without a channel, or the gateway did before anything rang.
 */
export class Dialling {
  readonly #parts: DiallingParts;
  readonly #load: GatewayLoad;
  #attempts = new Map<string, Attempt>();

  constructor(parts: DiallingParts) {
    this.#parts = parts;
    this.#load = new GatewayLoad(parts.clock);
  }

  /** True while the leg rings, or is between two gateways. */
  has(id: string): boolean {
    return this.#attempts.has(id);
  }

  /** Ids of legs that are between two gateways, or on one. */
  ids(): string[] {
    return [...this.#attempts.keys()];
  }

  async dial(request: DialRequest): Promise<DialAck> {
    let routes: Route[];
    try {
      channelId(request.id);
      routes = this.#routesTo(request.to);
    } catch (error) {
      if (error instanceof EncodingError) return { kind: 'refused', detail: error.message };
      throw error;
    }
    if (routes.length === 0) return { kind: 'refused', detail: 'no gateway takes this number' };
    const attempt: Attempt = {
      request,
      startedAt: this.#parts.clock.now(),
      gateway: null,
      left: routes,
    };
    this.#attempts.set(request.id, attempt);
    const turn = await this.#parts.pace.turn(request.beside !== undefined);
    const wanted = this.#attempts.get(request.id) === attempt && !this.#parts.doomed(request.id);
    if (turn && wanted) return this.#next(attempt);
    this.#attempts.delete(request.id);
    if (!wanted) return { kind: 'refused', detail: 'it was called off' };
    const detail = `${this.#parts.switchName} takes no more calls for now`;
    return { kind: 'refused', detail, retryMs: FULL_RETRY_MS };
  }

  /** How `bridge` may ring somebody, in the order in which it is tried; none: no gateway takes it. Throws EncodingError. */
  ways(to: DialRequest['to']): Way[] {
    return this.#routesTo(to).map(({ gateway, dialled }) => ({
      dialled,
      take: () => !gateway || this.#load.takes(gateway),
      leave: () => {
        if (gateway) this.#load.left(gateway);
      },
    }));
  }

  /**
   * A leg has ended. True when the next gateway takes it over, so that this is not its end: nothing rang, and the
   * gateway has certainly refused.
   */
  takesOver(event: EslEvent, end: CallEnd): boolean {
    const attempt = this.#attempts.get(end.id);
    if (!attempt) return false;
    const restS = this.#restS(attempt);
    if (attempt.left.length === 0 || restS < SHORTEST_RING_S || !certainlyNotRung(event, end)) return false;
    this.#release(attempt);
    this.#parts.legs.forget(end.id);
    void this.#goOn(attempt, end);
    return true;
  }

  /** The leg is over, or nobody here cares for it any more. */
  forget(id: string): void {
    const attempt = this.#attempts.get(id);
    if (attempt) this.#release(attempt);
    this.#attempts.delete(id);
  }

  /** The id of a channel that has ended stays in use for a moment, in which the switch refuses it a second time. */
  async #goOn(attempt: Attempt, end: CallEnd): Promise<void> {
    const { clock } = this.#parts;
    const until = clock.now() + FREE_WITHIN_MS;
    const ways = [...attempt.left];
    while (this.#attempts.get(end.id) === attempt && !this.#parts.doomed(end.id)) {
      const ack = (await this.#parts.exists(end.id)) === 'gone' ? await this.#next(attempt) : null;
      if (ack?.kind === 'sent') return;
      if (clock.now() >= until || (ack && !refusedByTheSwitch(ack))) break;
      attempt.left = [...ways];
      this.#attempts.set(end.id, attempt);
      await new Promise<void>((resolve) => clock.at(clock.now() + ASK_EVERY_MS, resolve));
    }
    this.#parts.ended(end);
  }

  /** Tries what is left, until one way does not refuse at once. */
  async #next(attempt: Attempt): Promise<DialAck> {
    const details: string[] = [];
    let later = 0;
    for (let route = attempt.left.shift(); route; route = attempt.left.shift()) {
      if (route.gateway && !this.#load.takes(route.gateway)) {
        details.push(`gateway ${route.gateway.name} is full`);
        later = FULL_RETRY_MS;
        continue;
      }
      attempt.gateway = route.gateway;
      const ack = await this.#originate(attempt, route);
      if (ack.kind === 'sent') return ack;
      this.#release(attempt);
      details.push(ack.detail);
      if (ack.retryMs !== undefined) later = ack.retryMs;
    }
    this.#attempts.delete(attempt.request.id);
    return { kind: 'refused', detail: details.join('; '), ...(later > 0 ? { retryMs: later } : {}) };
  }

  async #originate(attempt: Attempt, route: Route): Promise<DialAck> {
    const { legs, clock, enter, door, pace, detection } = this.#parts;
    const { request } = attempt;
    const timeoutS = this.#restS(attempt);
    const jobId = uuidOf('job', request.id, clock.now(), route.dialled);
    const variables = legVariablesOf({ ...request, timeoutS }, { door, listened: detection.early });
    const encoded = originateCommand(jobId, { variables, dialString: route.dialled, enter });
    const acknowledge = legs.expect(request.id, jobId, timeoutS);
    const ack = await acknowledge(await this.#parts.send(encoded));
    // Without a channel and without a word of a gateway: the switch itself is full or paused.
    if (refusedByTheSwitch(ack)) pace.refused();
    return ack;
  }

  #routesTo(to: DialRequest['to']): Route[] {
    const { gateways, dialPhone, dialUri, random } = this.#parts;
    const asNumber = numberOf(to);
    if (asNumber === null)
      return [{ gateway: null, dialled: dialString(to, { dialNumber: '', dialPhone, dialUri }) }];
    return gatewayOrder(gateways, asNumber.number, random).map((gateway) => ({
      gateway,
      dialled: dialString(asNumber, { dialNumber: gateway.dial, dialPhone, dialUri }),
    }));
  }

  #restS({ request, startedAt }: Attempt): number {
    return request.timeoutS - (this.#parts.clock.now() - startedAt) / 1000;
  }

  #release(attempt: Attempt): void {
    if (attempt.gateway) this.#load.left(attempt.gateway);
    attempt.gateway = null;
  }
}

function refusedByTheSwitch(ack: DialAck): boolean {
  return ack.kind === 'refused' && ack.detail.includes('DESTINATION_OUT_OF_ORDER');
}

/** An agent's phone may be a number of the public network too. */
function numberOf(to: DialRequest['to']): Extract<DialRequest['to'], { kind: 'number' }> | null {
  if (to.kind === 'number') return to;
  return /^\+[0-9]+$/.test(to.phone) ? { kind: 'number', number: to.phone } : null;
}
