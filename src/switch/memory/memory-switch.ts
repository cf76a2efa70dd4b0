import type { Clock, Timer } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import type { People, Person } from '../person.ts';
import { Exchange, type IncomingCall, randomUuid, type Ring } from '../simulated/line/exchange.ts';
import type { Line, LineEnd, LineEvent } from '../simulated/line/line.ts';
import { Rooms } from '../simulated/line/rooms.ts';
import { writeRecording } from '../simulated/recording.ts';
import type {
  BridgeOutcome,
  ConferOutcome,
  DialAck,
  DialRequest,
  PartOutcome,
  SipHeaders,
  Switch,
  SwitchHealth,
  SwitchListener,
  TransferOrder,
  TransferOutcome,
  UnderWay,
} from '../switch.ts';
import { type CallHost, MemoryCall } from './memory-call.ts';
import { MemoryTransfer } from './memory-transfer.ts';

const NAME = 'memory';
/** From dialling to the far end's phone. */
const NETWORK_MS = 20;
const RECORDING_MS = 2000;
const down = { kind: 'failed', detail: 'the switch is down' } as const;

export interface MemorySwitchOptions {
  clock: Clock;
  random: Random;
  people: People;
  /** Spoken characters a second of prompts. */
  speechRate: number;
  /** Length of a recording, ms, or null when there is none; without it every recording is there and lasts 2 s. */
  recordingMs?: (path: string) => number | null;
}

export interface MemorySwitch extends Switch {
  /** Lets a person ring in; returns the call's id. */
  ring(person: Person, call: IncomingCall): string;
  /** Every time a phone was asked to ring. */
  rings(): readonly Ring[];
  /** Channel variables of a call, also after its end. */
  variables(id: string): Readonly<Record<string, string>>;
  /** Breaks the switch (dials are refused, lookups are unknown; calls go on) or mends it. */
  setUp(up: boolean): void;
}

/** A call leg, with or without a door to us. */
interface Leg {
  line: Line;
  variables: Record<string, string>;
  call: MemoryCall | null;
  partner: Leg | null;
  /** It is with somebody who is no call of ours: its door opens again when that is over. */
  transfer: MemoryTransfer | null;
  timeout: Timer | null;
}

/**
 * A switch in memory, for virtual time: promises and the clock only. It outlives whoever uses it: after `stop`, calls
 * and dials go on by themselves, and after the next `start` those that are open arrive again.
 */
export function createMemorySwitch(options: MemorySwitchOptions): MemorySwitch {
  return new InMemory(options);
}

class InMemory implements MemorySwitch, CallHost {
  readonly name = NAME;
  readonly clock: Clock;
  readonly speechRate: number;
  readonly recordingMs: (path: string) => number | null;
  #exchange: Exchange;
  #random: Random;
  #listener: SwitchListener | null = null;
  #up = true;
  #draining = false;
  #legs = new Map<string, Leg>();
  readonly #rooms = new Rooms();
  /** By call id, for ever: an id is never dialled twice, and what a call carried can be read after its end. */
  #variables = new Map<string, Record<string, string>>();

  constructor(options: MemorySwitchOptions) {
    this.clock = options.clock;
    this.speechRate = options.speechRate;
    this.recordingMs = options.recordingMs ?? (() => RECORDING_MS);
    this.#exchange = new Exchange(options);
    this.#random = options.random;
  }

  // ---- the port

  start(listener: SwitchListener): Promise<void> {
    this.#listener = listener;
    for (const leg of [...this.#legs.values()]) {
      if (leg.line.direction === 'inbound' || leg.line.answeredAt !== null) this.#openDoor(leg);
      else if (listener.isStale(leg.line.id)) leg.line.release('ORIGINATOR_CANCEL');
    }
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#listener = null;
    for (const leg of this.#legs.values()) {
      closeDoor(leg);
      leg.transfer?.abandon();
    }
    return Promise.resolve();
  }

  dial(request: DialRequest): Promise<DialAck> {
    const refused = this.#refusal(request);
    if (refused !== null) return Promise.resolve({ kind: 'refused', detail: refused });
    this.#place(request);
    return Promise.resolve({ kind: 'sent', switchName: NAME });
  }

  #refusal(request: DialRequest): string | null {
    if (!this.#listener || !this.#up) return 'the switch is down';
    if (this.#draining && request.beside === undefined) return 'the switch is being emptied';
    return this.#variables.has(request.id) ? 'the id is in use already' : null;
  }

  #place(request: DialRequest): void {
    const phone = request.to.kind === 'number' ? request.to.number : request.to.phone;
    const leg = this.#newLeg(
      this.#exchange.outgoing(request.id, request.callerId.number, phone),
      request.variables,
    );
    const now = this.clock.now();
    leg.timeout = this.clock.at(now + request.timeoutS * 1000, () => leg.line.release('NO_ANSWER'));
    this.clock.at(now + NETWORK_MS, () => this.#exchange.ring(leg.line, request.headers));
  }

  call(id: string): MemoryCall | undefined {
    return this.#legs.get(id)?.call ?? undefined;
  }

  lookup(id: string): Promise<'alive' | 'gone' | 'unknown'> {
    if (!this.#listener || !this.#up) return Promise.resolve('unknown');
    return Promise.resolve(this.#legs.has(id) ? 'alive' : 'gone');
  }

  part(id: string, otherId: string): Promise<PartOutcome> {
    const [one, other] = [this.#legs.get(id), this.#legs.get(otherId)];
    if (!this.#up) return Promise.resolve(down);
    if (!one) return Promise.resolve({ kind: 'call-ended' });
    if (!other || one.partner !== other)
      return Promise.resolve({ kind: 'failed', detail: 'the two do not talk' });
    one.partner = other.partner = null;
    for (const leg of [one, other]) {
      closeDoor(leg);
      this.#openDoor(leg);
    }
    return Promise.resolve({ kind: 'parted' });
  }

  kill(id: string, cause: string): Promise<void> {
    this.#legs.get(id)?.line.release(cause);
    return Promise.resolve();
  }

  health(): SwitchHealth[] {
    const up = this.#up && this.#listener !== null;
    const detail = up ? 'in this process' : 'down';
    return [{ name: NAME, kind: 'memory', up, detail, calls: this.#legs.size, draining: this.#draining }];
  }

  drain(name: string, draining: boolean): boolean {
    if (name !== NAME) return false;
    this.#draining = draining;
    this.#tell((listener) => listener.healthChanged());
    return true;
  }

  // ---- the world outside

  ring(person: Person, call: IncomingCall): string {
    const leg = this.#newLeg(this.#exchange.incoming(call), { ...call.userData });
    leg.line.attach(person);
    this.#openDoor(leg);
    return leg.line.id;
  }

  rings(): readonly Ring[] {
    return this.#exchange.rings;
  }

  variables(id: string): Readonly<Record<string, string>> {
    return this.#variables.get(id) ?? {};
  }

  setUp(up: boolean): void {
    this.#up = up;
    this.#tell((listener) => listener.healthChanged());
  }

  // ---- what calls ask for

  attach(id: string, values: Record<string, string>, headers: SipHeaders = {}): void {
    const leg = this.#legs.get(id);
    if (leg) Object.assign(leg.variables, values, headers);
  }

  bridge(id: string, otherId: string): BridgeOutcome {
    const one = this.#legs.get(id);
    const other = this.#legs.get(otherId);
    if (!this.#up) return down;
    if (!one) return { kind: 'call-ended' };
    if (!other || other === one) return { kind: 'failed', detail: `there is no call ${otherId}` };
    if (one.partner === other) return { kind: 'bridged' };
    if (one.partner || other.partner)
      return { kind: 'failed', detail: 'one of the calls is bridged already' };
    if (one.line.answeredAt === null || other.line.answeredAt === null)
      return { kind: 'failed', detail: 'one of the calls is not answered' };
    one.partner = other;
    other.partner = one;
    for (const leg of [one, other]) {
      this.#rooms.leave(leg.line);
      leg.call?.stopMedia();
    }
    for (const leg of [one, other]) leg.line.joined();
    return { kind: 'bridged' };
  }

  confer(id: string, room: string): ConferOutcome {
    const leg = this.#legs.get(id);
    if (!this.#up) return down;
    if (!leg) return { kind: 'call-ended' };
    if (leg.partner || leg.line.answeredAt === null)
      return { kind: 'failed', detail: 'the call is bridged, or not answered' };
    this.#rooms.enter(room, leg.line);
    return { kind: 'joined' };
  }

  keepRecording(path: string, ms: number): void {
    writeRecording(path, ms);
  }

  transfer(id: string, order: TransferOrder): UnderWay<TransferOutcome> {
    const leg = this.#legs.get(id);
    if (!leg) throw new Error(`there is no call ${id}`);
    const phone = order.to.kind === 'number' ? order.to.number : order.to.phone;
    const host = {
      clock: this.clock,
      dial: () => {
        const far = this.#exchange.outgoing(randomUuid(this.#random), leg.line.from, phone);
        this.clock.at(this.clock.now() + NETWORK_MS, () => this.#exchange.ring(far));
        return far;
      },
      letGo: () => closeDoor(leg),
    };
    const transfer = new MemoryTransfer(leg.line, order, host, () => {
      leg.transfer = null;
      // Whoever asked for it is gone: the next line of the dialplan is a door again.
      this.#openDoor(leg);
    });
    leg.transfer = transfer;
    return transfer;
  }

  // ---- legs

  #newLeg(line: Line, variables: Record<string, string>): Leg {
    const leg: Leg = {
      line,
      variables: { ...variables },
      call: null,
      partner: null,
      transfer: null,
      timeout: null,
    };
    this.#legs.set(line.id, leg);
    this.#variables.set(line.id, leg.variables);
    line.watch((event) => this.#onLine(leg, event));
    return leg;
  }

  #onLine(leg: Leg, event: LineEvent): void {
    if (event.kind === 'ringing' || event.kind === 'early-media')
      this.#tell((listener) => listener.ringing(leg.line.id));
    if (event.kind === 'answered') {
      leg.timeout?.cancel();
      if (leg.line.direction === 'outbound') this.#openDoor(leg);
    }
    if (event.kind === 'ended') this.#onEnd(leg, event.end);
  }

  #onEnd(leg: Leg, end: LineEnd): void {
    const { id, direction } = leg.line;
    leg.timeout?.cancel();
    this.#legs.delete(id);
    this.#tell((listener) =>
      listener.ended({
        id,
        at: end.at,
        cause: end.cause,
        sipStatus: direction === 'outbound' ? end.sipStatus : null,
        answered: end.answered,
        hungUpBy: end.by,
        switchName: NAME,
      }),
    );
    closeDoor(leg);
    leg.partner?.line.release('NORMAL_CLEARING');
    leg.partner = null;
  }

  #openDoor(leg: Leg): void {
    if (!this.#listener || leg.line.end || leg.call || leg.transfer) return;
    const call = (leg.call = new MemoryCall(leg.line, this, { ...leg.variables }));
    this.#tell((listener) => listener.arrived(call));
  }

  /** In order of events, and never from within the call that caused them. */
  #tell(say: (listener: SwitchListener) => void): void {
    const listener = this.#listener;
    if (!listener) return;
    queueMicrotask(() => {
      if (this.#listener === listener) say(listener);
    });
  }
}

function closeDoor(leg: Leg): void {
  leg.call?.close();
  leg.call = null;
}
