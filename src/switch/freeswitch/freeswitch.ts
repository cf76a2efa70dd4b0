import { isIPv6 } from 'node:net';

import type { SwitchConfiguration } from '../../callback/configuration.ts';
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import { RecentIds } from '../../core/recent-ids.ts';
import type {
  CallEnd,
  DialAck,
  DialRequest,
  PartOutcome,
  Switch,
  SwitchCall,
  SwitchHealth,
  SwitchListener,
} from '../switch.ts';
import { blockListOf } from './block-list.ts';
import { Bridges } from './bridges.ts';
import { callEndOf, unseenEnd } from './call-end.ts';
import { DOOR, isLeg, isOurs, LEG, legVariables } from './channel-facts.ts';
import { readChannelList, type ListedChannel } from './channel-list.ts';
import { DialPace } from './dial-pace.ts';
import { Dialling } from './dialling.ts';
import { isChannelId, setVariablesCommand } from './encoding.ts';
import { DoomedCalls } from './doomed-calls.ts';
import type { Door, Doors } from './esl-door.ts';
import { EarlyTones } from './early-tones.ts';
import type { EslEvent } from './esl-event.ts';
import type { EslReply } from './esl-replies.ts';
import { FreeSwitchCall } from './freeswitch-call.ts';
import { Lines } from './lines.ts';
import { OutboundLegs } from './outbound-legs.ts';
import { Partings } from './partings.ts';
import { SecondLegs } from './second-legs.ts';

/** How long a door waits for a connection over which its channel can be confirmed. */
const CONFIRM_TIMEOUT_MS = 5_000;
/** Events may lag behind what the switch answers: nothing is declared gone before it was asked twice. */
const ASK_AGAIN_MS = 1_000;
/** A call without a door for so long will not come to one any more. */
const LOST_AFTER_MS = 30_000;
const REMEMBERED = 10_000;
const DOWN_RETRY_MS = 5_000;

/** Settings of one switch; a simulated one speaks the same protocol. */
export type FreeSwitchOptions = Omit<Extract<SwitchConfiguration, { kind: 'freeswitch' }>, 'kind'> & {
  kind: 'freeswitch' | 'simulated';
};

/** One FreeSWITCH behind the port. Its channels come in at `doors`, which the caller listens with and closes. */
export function createFreeSwitch(
  options: FreeSwitchOptions,
  doors: Doors,
  parts: { clock: Clock; random: Random; log: Logger },
): Switch {
  return new FreeSwitch(options, doors, parts);
}

class FreeSwitch implements Switch {
  readonly #options: FreeSwitchOptions;
  readonly #doors: Doors;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #lines: Lines;
  readonly #legs: OutboundLegs;
  readonly #pace: DialPace;
  readonly #dialling: Dialling;
  readonly #bridges: Bridges;
  readonly #secondLegs: SecondLegs;
  readonly #partings: Partings;
  readonly #earlyTones: EarlyTones | null;
  readonly #doomed: DoomedCalls;
  #listener: SwitchListener | null = null;
  #draining = false;
  #wasUp = false;
  /** Calls whose door is open. */
  #calls = new Map<string, FreeSwitchCall>();
  /** Calls that had a door and have not ended. */
  #known = new Set<string>();
  #ends = new RecentIds(REMEMBERED);

  constructor(
    options: FreeSwitchOptions,
    doors: Doors,
    { clock, random, log }: Parameters<typeof createFreeSwitch>[2],
  ) {
    this.#options = options;
    this.#doors = doors;
    this.#clock = clock;
    this.#log = log;
    const api = (name: string, ...words: string[]): Promise<EslReply> =>
      this.#lines.control.api(name, ...words);
    const { tones, early } = options.detection;
    this.#earlyTones = early && tones !== null ? new EarlyTones(tones, api) : null;
    this.#lines = new Lines(
      { ...options, early: this.#earlyTones !== null, clock, log },
      {
        event: (event) => this.#handle(event),
        up: () => {
          if (this.#wasUp) this.#pace.resumed();
          this.#wasUp = true;
          void this.#resynchronise();
          void this.#checkModules();
        },
        changed: () => this.#listener?.healthChanged(),
      },
    );
    this.#bridges = new Bridges(clock, api);
    const ended = (id: string): boolean => this.#ends.has(id);
    this.#doomed = new DoomedCalls({ clock, api, ended, stopped: () => this.#listener === null });
    this.#partings = new Partings({ clock, enter: options.enter, api });
    this.#secondLegs = new SecondLegs(clock);
    this.#legs = new OutboundLegs({
      switchName: options.name,
      clock,
      exists: (id) => this.lookup(id),
      ended: (end) => this.#end(end),
    });
    this.#pace = new DialPace(clock, options.dialsPerSecond);
    this.#dialling = new Dialling({
      ...options,
      ...{ switchName: options.name, door: doors.place },
      clock,
      random,
      pace: this.#pace,
      legs: this.#legs,
      send: (encoded) => this.#lines.dialling.send(encoded),
      exists: (id) => this.lookup(id),
      doomed: (id) => this.#doomed.has(id),
      ended: (end) => this.#end(end),
    });
    const allowed = blockListOf(options.addresses);
    doors.register({
      accepts: (address) => allowed.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'),
      owns: (uuid) => this.#owns(uuid),
      enter: (door) => this.#enter(door),
    });
  }

  async start(listener: SwitchListener): Promise<void> {
    this.#listener = listener;
    await this.#lines.start();
  }

  stop(): Promise<void> {
    this.#listener = null;
    this.#lines.stop();
    for (const id of this.#dialling.ids()) this.#dialling.forget(id);
    for (const id of this.#legs.ids()) this.#legs.forget(id);
    for (const call of this.#calls.values()) call.release('stopped');
    this.#calls.clear();
    return Promise.resolve();
  }

  async dial(request: DialRequest): Promise<DialAck> {
    const { id } = request;
    if (this.#dialling.has(id) || this.#legs.has(id) || this.#known.has(id) || this.#ends.has(id))
      return { kind: 'refused', detail: `${id} was dialled already` };
    if (this.#draining && request.beside === undefined)
      return { kind: 'refused', detail: `${this.#options.name} is being emptied`, retryMs: DOWN_RETRY_MS };
    if (this.#lines.up) return this.#dialling.dial(request);
    const detail = `${this.#options.name} is down: ${this.#lines.detail}`;
    return { kind: 'refused', detail, retryMs: DOWN_RETRY_MS };
  }

  call(id: string): SwitchCall | undefined {
    return this.#calls.get(id);
  }

  async lookup(id: string): Promise<'alive' | 'gone' | 'unknown'> {
    if (!isChannelId(id)) return 'gone';
    const { kind, text } = await this.#lines.control.api('uuid_exists', id);
    if (kind !== 'ok') return 'unknown';
    return text === 'true' ? 'alive' : 'gone';
  }

  async kill(id: string, cause: string): Promise<void> {
    if (isChannelId(id)) await this.#doomed.kill(id, cause);
  }

  async part(id: string, otherId: string): Promise<PartOutcome> {
    const open = [id, otherId].flatMap((leg) => this.#calls.get(leg) ?? []);
    await Promise.all(open.map((call) => call.leave()));
    return this.#partings.part(id, otherId);
  }

  health(): SwitchHealth[] {
    const { name, kind } = this.#options;
    const calls = new Set([...this.#known, ...this.#legs.ids(), ...this.#dialling.ids()]).size;
    return [{ name, kind, up: this.#lines.up, detail: this.#lines.detail, calls, draining: this.#draining }];
  }

  drain(name: string, draining: boolean): boolean {
    if (name !== this.#options.name) return false;
    this.#draining = draining;
    this.#listener?.healthChanged();
    return true;
  }

  #handle(event: EslEvent): void {
    this.#pace.heard(event);
    if (event.name === 'BACKGROUND_JOB') {
      this.#legs.jobDone(event);
      return;
    }
    this.#legs.channelSeen(event.channel);
    switch (event.name) {
      case 'CHANNEL_CREATE':
        this.#killIfStale(event.channel, isLeg(event));
        return;
      case 'CHANNEL_PROGRESS':
      case 'CHANNEL_PROGRESS_MEDIA':
        this.#secondLegs.rings(event);
        if (isLeg(event)) this.#listener?.ringing(event.channel);
        if (isLeg(event) && event.name === 'CHANNEL_PROGRESS_MEDIA') this.#earlyTones?.begin(event.channel);
        return;
      case 'CHANNEL_ANSWER':
        this.#earlyTones?.forget(event.channel);
        return;
      case 'DETECTED_TONE':
        this.#earlyTones?.heard(event);
        return;
      case 'CHANNEL_BRIDGE':
        this.#bridges.bridged(event);
        return;
      case 'CHANNEL_HANGUP_COMPLETE':
        this.#secondLegs.ended(event);
        this.#earlyTones?.forget(event.channel);
        if (this.#legs.has(event.channel) || this.#known.has(event.channel) || isOurs(event))
          this.#ended(event);
    }
  }

  #ended(event: EslEvent): void {
    const end = callEndOf(event, this.#clock.now());
    if (!this.#ends.has(end.id) && !this.#dialling.takesOver(event, end)) this.#end(end);
  }

  #killIfStale(id: string, leg: boolean): void {
    const stale = leg && !this.#legs.has(id) && this.#listener?.isStale(id) === true;
    if (stale || this.#doomed.has(id)) void this.#doomed.showedUp(id);
  }

  async #owns(uuid: string): Promise<boolean> {
    if (this.#legs.isThere(uuid)) return true;
    if (!(await this.#lines.controlUp(CONFIRM_TIMEOUT_MS))) return false;
    return (await this.lookup(uuid)) === 'alive';
  }

  #enter(door: Door): void {
    const { uuid } = door;
    if (!this.#listener || this.#ends.has(uuid)) {
      door.socket.close('nobody is in');
      return;
    }
    const call = new FreeSwitchCall(door, {
      switchName: this.#options.name,
      voices: this.#options,
      detection: this.#options.detection,
      clock: this.#clock,
      bridge: (id, otherId) => this.#bridges.join(id, otherId),
      ways: (to) => this.#dialling.ways(to),
      turn: () => this.#pace.turn(true),
      watch: (legId) => this.#secondLegs.watch(legId),
      ended: (event) => this.#ended(event),
      left: (left, why) => void this.#doorClosed(left, why),
    });
    this.#calls.get(uuid)?.release('another door to the same channel was opened');
    this.#calls.set(uuid, call);
    this.#known.add(uuid);
    this.#legs.channelSeen(uuid);
    const missing = Object.entries({ ...legVariables, [DOOR]: this.#doors.place }).filter(
      ([name, value]) => door.channel.variable(name) !== value,
    );
    if (missing.length > 0) void door.socket.send(setVariablesCommand(uuid, Object.fromEntries(missing)));
    this.#listener.arrived(call);
    call.begin();
    if (this.#doomed.has(uuid)) void this.#doomed.showedUp(uuid);
    this.#partings.entered(uuid);
  }

  async #doorClosed(call: FreeSwitchCall, why: string): Promise<void> {
    if (this.#calls.get(call.id) !== call) return;
    this.#calls.delete(call.id);
    if (!this.#listener || this.#ends.has(call.id)) return;
    this.#log.debug({ call: call.id, why }, 'a door closed');
    await this.#endIfGone(call.id);
    await this.#reopen(call.id);
    await this.#letGoIfLost(call.id);
  }

  /** What plays at a door that has closed is broken off: only then does the dialplan go on, and knock again. */
  async #reopen(id: string): Promise<void> {
    if (await this.#isDoorless(id)) await this.#lines.control.api('uuid_break', id, 'all');
  }

  /** Its last door was here, and it has none now. */
  async #isDoorless(id: string): Promise<boolean> {
    return (await this.#variable(id, DOOR)) === this.#doors.place && !this.#calls.has(id);
  }

  async #letGoIfLost(id: string): Promise<void> {
    do await this.#passed(LOST_AFTER_MS);
    while (this.#listener && (await this.lookup(id)) === 'unknown');
    if (this.#ends.has(id) || !(await this.#isDoorless(id))) return;
    if ((await this.#listener?.lost(id)) !== true) return;
    this.#log.warn({ call: id }, 'a call that came to no door again was let go');
    this.#ends.add(id);
    this.#known.delete(id);
  }

  /** Reports an end once, whoever told of it first: the events, the door, a job, or the lack of the channel. */
  #end(end: CallEnd): void {
    if (!this.#ends.add(end.id)) return;
    this.#legs.forget(end.id);
    this.#dialling.forget(end.id);
    this.#known.delete(end.id);
    this.#bridges.ended(end.id);
    this.#partings.ended(end.id);
    // Should it come into being after all, nobody waits for it any more.
    if (end.cause === 'UNKNOWN') this.#doomed.add(end.id);
    this.#calls.get(end.id)?.release('the call has ended');
    this.#calls.delete(end.id);
    this.#listener?.ended({ ...end, switchName: this.#options.name });
  }

  /** After a loss of the connections their events are lost too: what is known is compared with what is there. */
  async #resynchronise(): Promise<void> {
    const asked = new Set([...this.#known, ...this.#legs.ids()]);
    const reply = await this.#lines.control.api('show', 'channels', 'as', 'json');
    const listed = reply.kind === 'ok' ? readChannelList(reply.text) : null;
    if (!listed) return this.#askedAgain(() => this.#resynchronise());
    const alive = new Set(listed.map(({ id }) => id));
    this.#secondLegs.onlyAlive(alive);
    await Promise.all([
      ...[...asked].filter((id) => !alive.has(id)).map((id) => this.#endIfGone(id)),
      ...listed.filter(({ id }) => !asked.has(id)).map((channel) => this.#takeUp(channel)),
      ...[...this.#known].filter((id) => alive.has(id)).map((id) => this.#reopen(id)),
      // Told to end, perhaps, on a connection that was lost.
      ...[...asked]
        .filter((id) => alive.has(id) && this.#doomed.has(id))
        .map((id) => this.#doomed.showedUp(id)),
    ]);
  }

  /**
   * A channel from before our start. A leg that nobody should be ringing any more is killed. What an earlier process
   * at our door was playing is broken off: only then does the dialplan go on, and knock at our door again.
   */
  async #takeUp({ id, direction, ringing }: ListedChannel): Promise<void> {
    if (!isChannelId(id)) return;
    if (direction === 'outbound' || this.#doomed.has(id))
      this.#killIfStale(id, (await this.#variable(id, LEG)) === id);
    if (!ringing) await this.#reopen(id);
  }

  /** Prompts of a switch without the module they come by would be silent, and nothing else would say so. */
  async #checkModules(): Promise<void> {
    const { audio, name } = this.#options;
    if (audio === 'path') return;
    const module = `mod_${audio}`;
    const { kind, text } = await this.#lines.control.api('module_exists', module);
    if (kind === 'ok' && text === 'false')
      this.#log.error(
        { switch: name, module },
        `"audio: ${audio}" needs a module that this switch has not loaded`,
      );
  }

  async #variable(id: string, name: string): Promise<string> {
    const { kind, text } = await this.#lines.control.api('uuid_getvar', id, name);
    return kind === 'ok' ? text : '';
  }

  async #endIfGone(id: string): Promise<void> {
    await this.#passed(ASK_AGAIN_MS);
    if (this.#ends.has(id) || !this.#listener) return;
    const state = await this.lookup(id);
    if (state === 'gone') this.#end(unseenEnd(id, this.#clock.now(), 'UNKNOWN'));
    if (state === 'unknown') await this.#askedAgain(() => this.#endIfGone(id));
  }

  /** A switch that hangs has not answered. One whose connections are lost is asked when they are there again. */
  async #askedAgain(ask: () => Promise<void>): Promise<void> {
    await this.#passed(ASK_AGAIN_MS);
    if (this.#listener && this.#lines.up) await ask();
  }

  #passed(ms: number): Promise<void> {
    return new Promise((resolve) => this.#clock.at(this.#clock.now() + ms, resolve));
  }
}
