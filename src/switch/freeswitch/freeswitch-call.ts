import { usualDetection, type DetectionLimits } from '../../callback/detection-limits.ts';
import type { Clock } from '../../core/clock.ts';
import type {
  AfterBeep,
  BridgeOutcome,
  ConferOutcome,
  Detected,
  KeyPress,
  Playback,
  PlaySegment,
  RecordOrder,
  RecordOutcome,
  RejectRequest,
  SipHeaders,
  SwitchCall,
  TransferOrder,
  TransferOutcome,
  UnderWay,
} from '../switch.ts';
import { afterBeep } from './after-beep.ts';
import { detect, type DetectionParts, type Detectors } from './detection.ts';
import {
  apiCommand,
  channelId,
  command,
  hangupCause,
  isChannelId,
  setVariablesCommand,
  type Voices,
} from './encoding.ts';
import type { Way } from './dialling.ts';
import type { Door } from './esl-door.ts';
import type { EslEvent } from './esl-event.ts';
import { Executions } from './executions.ts';
import { Playing } from './playing.ts';
import { RecordingUnderWay } from './recording.ts';
import { Transferring } from './transferring.ts';
import { dataVariables, DOOR, partiesOf, userDataOf } from './channel-facts.ts';
import type { SecondLeg } from './second-legs.ts';
import { callerHeaders } from './sip-headers.ts';
import { uuidOf } from '../../core/ids.ts';

/** How long the switch may take to close a door. */
const LEAVE_LIMIT_MS = 1_000;
const KEYS = /^[0-9*#A-D]$/;

/** What a call needs of the adapter it belongs to. */
export interface CallParts {
  switchName: string;
  voices: Voices;
  detection: Detectors;
  clock: Clock;
  bridge(id: string, otherId: string): Promise<BridgeOutcome>;
  /** How a second leg may be dialled: throws EncodingError. */
  ways: (to: TransferOrder['to']) => Way[];
  /** Waits until one more may be dialled; false when that is not soon. */
  turn: () => Promise<boolean>;
  /** Looks out for a second leg. */
  watch: (legId: string) => SecondLeg;
  /** The door told of the end: CHANNEL_HANGUP_COMPLETE. */
  ended(event: EslEvent): void;
  /** The door closed; the channel may live on elsewhere. */
  left(call: FreeSwitchCall, why: string): void;
}

/** A channel under our control through its door. */
export class FreeSwitchCall implements SwitchCall {
  readonly id: string;
  readonly switchName: string;
  readonly direction: 'inbound' | 'outbound';
  readonly from: string;
  readonly to: string;
  readonly userData: Readonly<Record<string, string>>;
  readonly #door: Door;
  readonly #parts: CallParts;
  readonly #executions: Executions;
  #answered: boolean;
  #ended = false;
  readonly #endListeners: (() => void)[] = [];
  /** What the channel was last asked to do: the next thing begins after it. */
  #latest: UnderWay<unknown> | null = null;
  #recording: RecordingUnderWay | null = null;
  #transfer: Transferring | null = null;
  #transfers = 0;
  #keyListeners = new Set<(press: KeyPress) => void>();
  #keysWaiting: KeyPress[] = [];
  #toneListeners = new Set<(event: EslEvent) => void>();

  constructor(door: Door, parts: CallParts) {
    const { channel, uuid } = door;
    this.id = uuid;
    this.switchName = parts.switchName;
    this.direction = channel.get('Call-Direction') === 'outbound' ? 'outbound' : 'inbound';
    const { from, to } = partiesOf(channel);
    this.from = from;
    this.to = to;
    this.userData = userDataOf(channel);
    this.#door = door;
    this.#parts = parts;
    this.#answered = channel.get('Answer-State') === 'answered';
    this.#executions = new Executions(
      door.socket,
      `${uuid} ${parts.clock.now()} ${channel.get('Event-Sequence')}`,
    );
  }

  get answered(): boolean {
    return this.#answered;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Begins to hear the door, starting with what it has said since it opened. */
  begin(): void {
    this.#door.socket.listen({
      event: (event) => this.#handle(event),
      closed: (why) => {
        this.#finish();
        this.#recording?.callEnded();
        this.#parts.left(this, why);
      },
    });
  }

  /** Closes the door; the call goes on. */
  release(why: string): void {
    this.#finish();
    this.#recording?.callEnded();
    this.#door.socket.close(why);
  }

  /**
   * Has the switch close the door, and waits for that: one that it closes later, when the channel has come to another
   * door, lets go of the channel there (measured).
   */
  async leave(): Promise<void> {
    const closed = Promise.withResolvers<undefined>();
    this.onEnd(() => closed.resolve(undefined));
    this.#send(command('exit'));
    const { clock } = this.#parts;
    const limit = clock.at(clock.now() + LEAVE_LIMIT_MS, () => this.release('it did not close'));
    await closed.promise;
    limit.cancel();
  }

  onEnd(listener: () => void): void {
    if (this.#ended) listener();
    else this.#endListeners.push(listener);
  }

  async answer(): Promise<'answered' | 'call-ended'> {
    if (this.#ended) return 'call-ended';
    if (this.#answered) return 'answered';
    const done = await this.#executions.run('answer', '').completed;
    if (!done) return 'call-ended';
    this.#answered = true;
    return 'answered';
  }

  play(segments: PlaySegment[]): Playback {
    const { voices, clock } = this.#parts;
    const parts = {
      execute: (application: string, argument: string) => this.#executions.run(application, argument),
      breakOff: () => this.#send(apiCommand('uuid_break', channelId(this.id))),
      voices,
      clock,
    };
    const playing = new Playing(segments, parts, this.#latest);
    this.#latest = playing;
    return playing;
  }

  record(order: RecordOrder): UnderWay<RecordOutcome> {
    const parts = {
      execute: (application: string, argument: string) => this.#executions.run(application, argument),
      breakOff: () => this.#send(apiCommand('uuid_break', channelId(this.id))),
      setVariables: (values: Record<string, string>) => this.#set(values),
      clock: this.#parts.clock,
    };
    this.#latest = this.#recording = new RecordingUnderWay(order, parts, this.#latest);
    return this.#recording;
  }

  transfer(order: TransferOrder): UnderWay<TransferOutcome> {
    const { clock, ways, turn, watch } = this.#parts;
    const parts = {
      newLegId: () => uuidOf('transfer', this.id, clock.now(), this.#transfers++),
      from: this.from,
      ...{ ways, turn, watch },
      execute: (application: string, argument: string) => this.#executions.run(application, argument),
      setVariables: (values: Record<string, string>) => this.#set(values),
      kill: (id: string, cause: string) =>
        this.#send(apiCommand('uuid_kill', channelId(id), hangupCause(cause))),
      letGo: () => this.#letGo(),
      clock,
    };
    this.#latest = this.#transfer = new Transferring(order, parts, this.#latest);
    return this.#transfer;
  }

  onKey(listener: (press: KeyPress) => void): () => void {
    this.#keyListeners.add(listener);
    const waiting = this.#keysWaiting;
    this.#keysWaiting = [];
    for (const press of waiting) listener(press);
    return () => void this.#keyListeners.delete(listener);
  }

  async detect(limits: DetectionLimits = usualDetection): Promise<Detected> {
    return this.#ended ? 'call-ended' : detect(this.#detection(), limits);
  }

  async afterBeep(limitMs: number): Promise<AfterBeep> {
    return this.#ended ? 'call-ended' : afterBeep(this.#detection(), usualDetection.level, limitMs);
  }

  #detection(): DetectionParts {
    const { clock, detection } = this.#parts;
    return {
      id: this.id,
      execute: (application, argument) => this.#executions.run(application, argument),
      api: (name, ...words) => this.#send(apiCommand(name, ...words)),
      onTone: (listener) => {
        this.#toneListeners.add(listener);
        return () => void this.#toneListeners.delete(listener);
      },
      after: (ms, action) => void clock.at(clock.now() + ms, action),
      settings: detection,
    };
  }

  async bridge(otherId: string): Promise<BridgeOutcome> {
    if (this.#ended) return { kind: 'call-ended' };
    await this.#latest?.stop();
    return this.#parts.bridge(this.id, otherId);
  }

  async confer(room: string): Promise<ConferOutcome> {
    if (this.#ended) return { kind: 'call-ended' };
    if (!isChannelId(room)) return { kind: 'failed', detail: `"${room}" is no name of a room` };
    await this.#latest?.stop();
    if (!(await this.#set(roomVariables))) return { kind: 'call-ended' };
    const { started } = this.#executions.run('conference', `${room}@default`);
    return { kind: (await started) ? 'joined' : 'call-ended' };
  }

  async attach(values: Record<string, string>, headers?: SipHeaders): Promise<'attached' | 'call-ended'> {
    const variables = { ...dataVariables(values), ...callerHeaders(headers) };
    if (!this.#ended && !Object.keys(variables).length) return 'attached';
    return (await this.#set(variables)) ? 'attached' : 'call-ended';
  }

  async reject({ cause, reason }: RejectRequest): Promise<void> {
    if (this.#ended) return;
    // One after the other on one connection: the variables stand before the hang-up reads them for the CDR.
    this.#send(setVariablesCommand(this.id, rejectionVariables(reason)));
    await this.hangup(cause);
  }

  /** uuid_kill and not the hang-up message: that one would wait for the running application. */
  async hangup(cause: string): Promise<void> {
    if (this.#ended) return;
    await this.#door.socket.send(apiCommand('uuid_kill', channelId(this.id), hangupCause(cause)));
  }

  #handle(event: EslEvent): void {
    switch (event.name) {
      case 'CHANNEL_EXECUTE':
      case 'CHANNEL_EXECUTE_COMPLETE':
        this.#executions.handle(event);
        return;
      case 'CHANNEL_ANSWER':
        this.#answered = true;
        return;
      case 'DTMF':
        this.#pressed(event.get('DTMF-Digit').toUpperCase());
        return;
      case 'DETECTED_TONE':
      case 'avmd::beep':
      case 'mod_amd::info':
        for (const listener of [...this.#toneListeners]) listener(event);
        return;
      case 'RECORD_STOP':
        this.#recording?.handle(event);
        return;
      case 'CHANNEL_BRIDGE':
        this.#transfer?.handle(event);
        return;
      case 'CHANNEL_HANGUP':
        this.#finish();
        return;
      case 'CHANNEL_HANGUP_COMPLETE':
        this.#finish();
        this.#recording?.callEnded();
        this.#parts.ended(event);
    }
  }

  #pressed(key: string): void {
    if (!KEYS.test(key)) return;
    const press = { key, at: this.#parts.clock.now() };
    if (this.#keyListeners.size === 0) this.#keysWaiting.push(press);
    for (const listener of [...this.#keyListeners]) listener(press);
  }

  /** The caller goes on without us: a later process of ours must not take the call for one of its own. */
  #letGo(): void {
    this.#send(setVariablesCommand(this.id, { [DOOR]: '' }));
    this.release('the caller was transferred');
  }

  async #set(variables: Record<string, string>): Promise<boolean> {
    if (this.#ended) return false;
    return (await this.#door.socket.send(setVariablesCommand(this.id, variables))).kind === 'ok';
  }

  #finish(): void {
    this.#ended = true;
    this.#executions.end();
    for (const listener of this.#endListeners.splice(0)) listener();
  }

  #send(encoded: string): void {
    void this.#door.socket.send(encoded);
  }
}

/** mod_conference: no sounds, and no keys with a meaning. */
const roomVariables: Record<string, string> = {
  conference_silent_entry: 'true',
  conference_controls: 'none',
  conference_member_flags: 'nomoh',
};

/** RFC 3326 §2: the SIP Reason header; the others are for the CDR and reports. */
function rejectionVariables(reason: string): Record<string, string> {
  const text = reason.replaceAll(/["\\]/g, ' ');
  return {
    ringback_outcome: 'rejected',
    ringback_reason: reason,
    sip_reason: `SIP;cause=603;text="${text}"`,
  };
}
