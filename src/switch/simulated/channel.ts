import { type EventBus, microseconds } from './event-bus.ts';
import type { Line } from './line/line.ts';

const STATE_NUMBERS = {
  CS_NONE: 1,
  CS_INIT: 2,
  CS_ROUTING: 3,
  CS_SOFT_EXECUTE: 3,
  CS_EXECUTE: 4,
  CS_EXCHANGE_MEDIA: 5,
  CS_PARK: 6,
  CS_CONSUME_MEDIA: 7,
  CS_HANGUP: 10,
  CS_REPORTING: 11,
  CS_DESTROY: 12,
} as const;

/** Events that tell of a channel without its variables. */
const WITHOUT_VARIABLES: ReadonlySet<string> = new Set([
  'CHANNEL_OUTGOING',
  'CHANNEL_STATE',
  'CHANNEL_CALLSTATE',
  'DTMF',
  'DETECTED_TONE',
]);

export type ChannelState = keyof typeof STATE_NUMBERS;

export interface ChannelParts {
  line: Line;
  bus: EventBus;
  /** `sofia/internal/15551230100@127.0.0.1`. */
  name: string;
  callerName: string;
  sessionId: number;
}

/** A channel as events show it: state, variables, and the headers made of both. */
export class Channel {
  readonly line: Line;
  readonly uuid: string;
  readonly name: string;
  readonly variables = new Map<string, string>();
  state: ChannelState = 'CS_NONE';
  callState: 'DOWN' | 'RINGING' | 'EARLY' | 'ACTIVE' | 'HANGUP' = 'DOWN';
  /** Early media flows before the answer. */
  early = false;
  hitDialplan = false;
  destination: string;
  /** Where it was to go before it was sent elsewhere. */
  redirectedFrom: string | null = null;
  progressAt = 0;
  progressMediaAt = 0;
  bridgedAt = 0;
  /** Uuid of the channel this one is bridged with. */
  bridgedWith: string | null = null;
  application = '';
  applicationData = '';
  #bus: EventBus;
  #callerName: string;

  constructor(parts: ChannelParts) {
    const { line } = parts;
    this.line = line;
    this.uuid = line.id;
    this.name = parts.name;
    this.destination = line.to;
    this.#bus = parts.bus;
    this.#callerName = parts.callerName;
    this.set('direction', line.direction);
    if (line.direction === 'outbound') this.set('is_outbound', 'true');
    for (const name of ['uuid', 'call_uuid']) this.set(name, line.id);
    this.set('session_id', String(parts.sessionId));
    this.set('channel_name', parts.name);
  }

  get answerState(): 'ringing' | 'early' | 'answered' | 'hangup' {
    if (this.line.end) return 'hangup';
    if (this.line.answeredAt !== null) return 'answered';
    return this.early ? 'early' : 'ringing';
  }

  /** Sets a variable; an empty value unsets it. */
  set(name: string, value: string): void {
    if (value === '') this.variables.delete(name);
    else this.variables.set(name, value);
  }

  setAll(variables: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(variables)) this.set(name, value);
  }

  /** The headers that variables with such a prefix are for: `sip_h_` for those of an INVITE. */
  sipHeaders(prefix = 'sip_h_'): Record<string, string> {
    const headers = [...this.variables].filter(([name]) => name.startsWith(prefix));
    return Object.fromEntries(headers.map(([name, value]) => [name.slice(prefix.length), value]));
  }

  fire(name: string, extra: Record<string, string> = {}): void {
    const headers = WITHOUT_VARIABLES.has(name) ? this.#facts() : this.headers();
    this.#bus.fire(name, { ...headers, ...extra });
  }

  /** Is sent on, to another extension of the dialplan. */
  sendTo(extension: string): void {
    this.redirectedFrom = this.destination;
    this.destination = extension;
  }

  /** Goes to a state and says so. */
  enter(state: ChannelState): void {
    this.state = state;
    this.fire('CHANNEL_STATE');
  }

  callStateIs(state: Channel['callState']): void {
    if (this.callState === state) return;
    this.callState = state;
    this.fire('CHANNEL_CALLSTATE');
  }

  /** All there is to say of it: its state, the caller profile and its variables. */
  headers(): Record<string, string> {
    const variables = [...this.variables].map(([name, value]) => [`variable_${name}`, value]);
    return { ...this.#facts(), ...(Object.fromEntries(variables) as Record<string, string>) };
  }

  #facts(): Record<string, string> {
    const cause = this.line.end?.cause;
    const answered = this.line.answeredAt !== null;
    return {
      'Channel-State': this.state,
      'Channel-Call-State': this.callState,
      'Channel-State-Number': String(STATE_NUMBERS[this.state]),
      'Channel-Name': this.name,
      'Unique-ID': this.uuid,
      'Call-Direction': this.line.direction,
      'Presence-Call-Direction': this.line.direction,
      'Channel-HIT-Dialplan': String(this.hitDialplan),
      'Channel-Call-UUID': this.variables.get('call_uuid') ?? this.uuid,
      'Answer-State': this.answerState,
      ...(cause === undefined ? {} : { 'Hangup-Cause': cause }),
      ...(answered ? { 'Channel-Read-Codec-Name': 'PCMU', 'Channel-Write-Codec-Name': 'PCMU' } : {}),
      ...this.profile('Caller'),
    };
  }

  /** The caller profile under a prefix: `Caller` in events, `Channel` too in the reply to `connect`. */
  profile(prefix: string): Record<string, string> {
    const { line } = this;
    // After the answer of an outbound leg caller and callee change places (channel_cid_flipped).
    const flipped = line.direction === 'outbound' && line.answeredAt !== null;
    const far = line.direction === 'outbound' ? { name: 'Outbound Call', number: line.to } : null;
    const near = { name: this.#callerName, number: line.from };
    const [caller, callee] = flipped && far ? [far, near] : [near, far];
    const times = {
      'Channel-Created-Time': line.startedAt,
      'Channel-Answered-Time': line.answeredAt ?? 0,
      'Channel-Progress-Time': this.progressAt,
      'Channel-Progress-Media-Time': this.progressMediaAt,
      'Channel-Hangup-Time': line.end?.at ?? 0,
      'Channel-Transfer-Time': 0,
      'Channel-Resurrect-Time': 0,
      'Channel-Bridged-Time': this.bridgedAt,
      'Channel-Last-Hold': 0,
      'Channel-Hold-Accum': 0,
    };
    const own: Record<string, string> = {
      Direction: line.direction,
      'Logical-Direction': line.direction,
      Username: line.from,
      Dialplan: 'XML',
      'Caller-ID-Name': caller.name,
      'Caller-ID-Number': caller.number,
      'Orig-Caller-ID-Name': near.name,
      'Orig-Caller-ID-Number': near.number,
      ...(callee ? { 'Callee-ID-Name': callee.name, 'Callee-ID-Number': callee.number } : {}),
      'Network-Addr': '127.0.0.1',
      ANI: line.from,
      'Destination-Number': this.destination,
      ...(this.redirectedFrom === null ? {} : { RDNIS: this.redirectedFrom }),
      'Unique-ID': this.uuid,
      Source: 'mod_sofia',
      Context: 'public',
      'Channel-Name': this.name,
      'Profile-Index': '1',
      'Profile-Created-Time': microseconds(line.startedAt),
      'Screen-Bit': 'true',
      'Privacy-Hide-Name': 'false',
      'Privacy-Hide-Number': 'false',
      ...Object.fromEntries(Object.entries(times).map(([name, at]) => [name, microseconds(at)])),
    };
    return Object.fromEntries(Object.entries(own).map(([name, value]) => [`${prefix}-${name}`, value]));
  }
}
