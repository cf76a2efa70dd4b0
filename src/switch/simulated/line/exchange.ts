import type { Clock } from '../../../core/clock.ts';
import type { Random } from '../../../core/random.ts';
import type { People } from '../../person.ts';
import { Line } from './line.ts';

/** One time that a phone was asked to ring: the customers' own count. */
export interface Ring {
  /** UUID of the dial attempt. */
  attempt: string;
  phone: string;
  at: number;
  /** Those of the INVITE that go beyond what it takes to ring: `X-...` and `User-to-User`, as they are on the wire. */
  headers: Readonly<Record<string, string>>;
}

/** Who rings whom, and what comes along as user data: headers such as `X-Segment`, or variables such as `_CB_ID`. */
export interface IncomingCall {
  from: string;
  to: string;
  userData?: Record<string, string>;
}

/** The telephone network around a simulated switch: makes lines to people and counts what rang. */
export class Exchange {
  readonly rings: Ring[] = [];
  #clock: Clock;
  #random: Random;
  #people: People;

  constructor(parts: { clock: Clock; random: Random; people: People }) {
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#people = parts.people;
  }

  /** A line on which somebody rings the switch; put the person on it with `attach` when the switch is ready. */
  incoming(call: IncomingCall): Line {
    const parties = { id: randomUuid(this.#random), from: call.from, to: call.to };
    return new Line({ ...parties, direction: 'inbound' }, this.#clock);
  }

  /** A line to a phone that does not ring yet: see `ring`. */
  outgoing(id: string, from: string, phone: string): Line {
    return new Line({ id, direction: 'outbound', from, to: phone }, this.#clock);
  }

  /** The INVITE reaches the phone. */
  ring(line: Line, headers: Ring['headers'] = {}): void {
    if (line.end) return;
    this.rings.push({ attempt: line.id, phone: line.to, at: this.#clock.now(), headers });
    line.attach(this.#people.at(line.to));
  }
}

/** A version 4 UUID (RFC 9562 §5.4) from the given source of chance. */
export function randomUuid(random: Random): string {
  const bytes = Buffer.from(random.bytes(16));
  bytes[6] = (bytes.readUInt8(6) & 0x0f) | 0x40;
  bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
