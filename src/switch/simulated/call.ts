import type { Channel } from './channel.ts';
import { Execution, type Order, type Running } from './execution.ts';
import { billingVariables, causeVariables, sipVariables } from './hangup-variables.ts';
import type { Line, LineEnd, LineEvent } from './line/line.ts';
import { type PressedKey, PressedKeys } from './pressed-keys.ts';

/** Steps of a hang-up, for those who must act between its events. */
export type HangupStage = 'hangup' | 'complete' | 'destroyed';

export interface CallHost {
  /** Begins an application; null if there is none of that name. */
  begin(call: Call, order: Order, finish: (response: string) => void): Running | null;
  /** The channel is gone. */
  remove(call: Call): void;
  newUuid: () => string;
  now(): number;
}

/** A call leg on the simulated switch: turns what happens on its line into events and runs its applications. */
export class Call {
  readonly channel: Channel;
  readonly execution: Execution;
  /** The leg it is bridged with. */
  partner: Call | null = null;
  /** Detectors that listen beside the running application, by name: how to stop them. */
  readonly detectors = new Map<string, () => void>();
  readonly keys: PressedKeys;
  #leads = false;
  #onLeft: (() => void) | null = null;
  #host: CallHost;
  #watchers = new Set<(stage: HangupStage) => void>();

  constructor(channel: Channel, host: CallHost) {
    this.channel = channel;
    this.#host = host;
    this.execution = new Execution({
      begin: (order, finish) => this.#begin(order, finish),
      executing: (order) => this.#executing(order),
      completed: (order, response) => this.#completed(order, response),
      ranOut: (lastApp) => this.#ranOut(lastApp),
    });
    this.keys = new PressedKeys(({ key, source }) =>
      channel.fire('DTMF', { 'DTMF-Digit': key, 'DTMF-Duration': '2000', 'DTMF-Source': source }),
    );
    channel.line.watch((event) => this.#onLine(event));
  }

  get uuid(): string {
    return this.channel.uuid;
  }

  get line(): Line {
    return this.channel.line;
  }

  /** Tells `watcher` the steps of the hang-up; returns how to stop. */
  onHangup(watcher: (stage: HangupStage) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Media before the answer: what a prompt on an unanswered call needs. */
  preAnswer(): void {
    const { channel } = this;
    if (channel.early || this.line.answeredAt !== null || this.line.direction === 'outbound') return;
    channel.early = true;
    channel.progressMediaAt = this.#host.now();
    channel.fire('CHANNEL_PROGRESS_MEDIA');
    channel.callStateIs('EARLY');
  }

  answer(): void {
    this.preAnswer();
    this.line.accept();
  }

  hangup(cause: string): void {
    this.line.release(cause);
  }

  /** A digit comes in, and waits for an application that reads it. */
  press(key: PressedKey): void {
    this.keys.press(key);
    this.execution.keyPressed();
  }

  /** Is parked without an application: what a bridge leaves behind where `park_after_bridge` says so. */
  parkAgain(): void {
    this.execution.run([{ app: 'park', data: '', uuid: this.#host.newUuid(), lock: false, untold: true }]);
  }

  /** Runs one application as if it were the dialplan's only line. */
  runOnly(app: string, data = ''): void {
    this.execution.run([{ app, data, uuid: this.#host.newUuid(), lock: false }]);
  }

  /**
   * Joins two answered legs; this one leads. With uuid_bridge both leave what they were doing; where an application of
   * this one has dialled the other, it goes on, and is told when the other has hung up.
   */
  bridgeWith(other: Call, onLeft: (() => void) | null = null): void {
    this.#leads = true;
    other.#leads = false;
    this.#onLeft = onLeft;
    this.partner = other;
    other.partner = this;
    if (!onLeft) for (const leg of [other, this]) leg.execution.clear();
    for (const [leg, far] of [
      [this, other],
      [other, this],
    ] as const) {
      leg.channel.state = onLeft && leg === this ? 'CS_EXECUTE' : 'CS_SOFT_EXECUTE';
      leg.channel.bridgedAt = this.#host.now();
      leg.channel.bridgedWith = far.uuid;
      leg.channel.set('bridge_uuid', far.uuid);
      leg.channel.set('signal_bond', far.uuid);
      leg.channel.set('bridge_channel', far.channel.name);
      if (!onLeft) leg.runOnly('uuid_bridge', far.uuid);
    }
    this.channel.fire('CHANNEL_BRIDGE', {
      'Bridge-A-Unique-ID': this.uuid,
      'Bridge-B-Unique-ID': other.uuid,
      'Other-Type': 'originatee',
      'Other-Leg-Unique-ID': other.uuid,
    });
    this.line.joined();
    other.line.joined();
  }

  /** Ends its bridge, and no leg by it; returns the other one. */
  part(): Call | null {
    const other = this.#partFromOther();
    if (other && this.#leads) this.#tellUnbridged(this, other);
    else if (other) this.#tellUnbridged(other, this);
    return other;
  }

  // ---- what happens on the line

  #onLine(event: LineEvent): void {
    const { channel } = this;
    switch (event.kind) {
      case 'ringing':
        channel.progressAt = this.#host.now();
        channel.fire('CHANNEL_PROGRESS');
        channel.callStateIs('RINGING');
        return;
      case 'early-media':
        channel.progressMediaAt = this.#host.now();
        channel.early = true;
        channel.set('endpoint_disposition', 'EARLY MEDIA');
        channel.fire('CHANNEL_PROGRESS_MEDIA');
        channel.callStateIs('EARLY');
        return;
      case 'answered':
        if (this.line.direction === 'outbound') {
          channel.set('endpoint_disposition', 'ANSWER');
          channel.set('channel_cid_flipped', 'yes');
        }
        channel.fire('CHANNEL_ANSWER');
        channel.callStateIs('ACTIVE');
        return;
      case 'key':
        this.press({ key: event.key, source: 'RTP' });
        return;
      case 'noise':
        return;
      case 'ended':
        this.#onEnd(event.end);
        return;
    }
  }

  #onEnd(end: LineEnd): void {
    const { channel } = this;
    const sip = sipVariables(channel, end);
    // What came from the far end is known at once; what we send is known when it has been sent.
    if (end.by === 'far-end') channel.setAll(omit(sip, end.answered ? 'sip_hangup_disposition' : ''));
    channel.fire('CHANNEL_HANGUP');
    channel.callStateIs('HANGUP');
    if (end.by === 'far-end' && end.answered)
      channel.setAll({ sip_hangup_disposition: 'recv_bye', ...causeVariables(end) });
    this.execution.end();
    this.#reach('hangup');
    const other = this.#partFromOther();
    if (this.#leads && other) this.#tellUnbridged(this, other);
    channel.enter('CS_HANGUP');
    channel.enter('CS_REPORTING');
    channel.setAll({ ...sip, ...billingVariables(channel, end) });
    channel.fire('CHANNEL_HANGUP_COMPLETE');
    this.#reach('complete');
    this.#host.remove(this);
    if (!this.#leads && other) this.#tellUnbridged(other, this);
    if (other) other.leftAlone();
    channel.fire('CHANNEL_DESTROY');
    channel.enter('CS_DESTROY');
    this.#reach('destroyed');
  }

  #partFromOther(): Call | null {
    const other = this.partner;
    if (!other) return null;
    this.partner = other.partner = null;
    other.channel.bridgedWith = null;
    return other;
  }

  #tellUnbridged(leader: Call, other: Call): void {
    leader.channel.fire('CHANNEL_UNBRIDGE', {
      'Bridge-A-Unique-ID': leader.uuid,
      'Bridge-B-Unique-ID': other.uuid,
    });
  }

  /** The other leg of its bridge has ended. */
  leftAlone(): void {
    if (this.#onLeft) this.#onLeft();
    else if (this.channel.variables.get('park_after_bridge') === 'true') this.parkAgain();
    else this.hangup('NORMAL_CLEARING');
  }

  #reach(stage: HangupStage): void {
    for (const watcher of [...this.#watchers]) watcher(stage);
  }

  // ---- what runs on the channel

  #begin(order: Order, finish: (response: string) => void): Running | null {
    const running = this.#host.begin(this, order, finish);
    // FreeSWITCH: "Invalid Application" ends the call.
    if (!running) this.hangup('DESTINATION_OUT_OF_ORDER');
    return running;
  }

  #executing(order: Order): void {
    const { channel } = this;
    if (order.untold === true) return;
    channel.set('current_application_response', '');
    channel.application = order.app;
    channel.applicationData = order.data;
    channel.set('current_application', order.app);
    channel.set('current_application_data', order.data);
    channel.fire('CHANNEL_EXECUTE', this.#applicationHeaders(order));
  }

  #completed(order: Order, response: string): void {
    // A bridge is no application that completes: CHANNEL_UNBRIDGE says its end.
    if (order.app === 'uuid_bridge' || order.untold === true) return;
    if (response !== '_none_') this.channel.set('current_application_response', response);
    // An application without a response of its own has that of the last one inside it.
    const last = this.channel.variables.get('current_application_response') ?? '_none_';
    const headers = { ...this.#applicationHeaders(order), 'Application-Response': last };
    this.channel.fire('CHANNEL_EXECUTE_COMPLETE', headers);
  }

  #applicationHeaders(order: Order): Record<string, string> {
    return {
      Application: order.app,
      ...(order.data === '' ? {} : { 'Application-Data': order.data }),
      'Application-UUID': order.uuid,
    };
  }

  #ranOut(lastApp: string): void {
    if (this.line.end || this.partner) return;
    // Where `socket` was the last line the call stays parked; else it is over.
    if (lastApp === 'socket') this.runOnly('park');
    else this.hangup('NORMAL_CLEARING');
  }
}

function omit(variables: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([each]) => each !== name));
}
