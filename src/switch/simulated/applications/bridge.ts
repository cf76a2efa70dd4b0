import type { Timer } from '../../../core/clock.ts';
import type { Call } from '../call.ts';
import type { Core } from '../core.ts';
import { type Dialled, parseDialled } from '../dial-string.ts';
import { type Application, type Performance, running } from './application.ts';

/** Puts the second leg on the switch; a text is the cause why it cannot be. */
export type PlaceLeg = (uuid: string, order: Dialled) => Call | string;

const NETWORK_MS = 20;
const DEFAULT_TIMEOUT_S = 60;
/** mod_dptools: what DIALSTATUS says instead of the cause. */
const STATUS: Readonly<Record<string, string>> = {
  USER_BUSY: 'BUSY',
  NO_ANSWER: 'NOANSWER',
  ORIGINATOR_CANCEL: 'CANCEL',
  CALL_REJECTED: 'DONTCALL',
};

/** `bridge {variables}endpoint`: dials a second leg and joins it with this one until either hangs up. */
export function bridgeApplication(core: Core, place: PlaceLeg): Application {
  return (performance) => {
    const order = parseDialled(performance.data);
    const uuid = order?.variables.get('origination_uuid') ?? core.newUuid();
    const leg = order ? place(uuid, order) : 'DESTINATION_OUT_OF_ORDER';
    if (typeof leg === 'string') {
      fail(performance, leg);
      return running(performance);
    }
    return new Bridging(performance, leg, Number(order?.variables.get('originate_timeout'))).running();
  };
}

/** One run of the application, from dialling to its end. */
class Bridging {
  readonly #performance: Performance;
  readonly #leg: Call;
  readonly #timeout: Timer;
  #answered = false;
  #over = false;

  constructor(performance: Performance, leg: Call, timeoutS: number) {
    const { core, call } = performance;
    this.#performance = performance;
    this.#leg = leg;
    const now = core.clock.now();
    this.#timeout = core.clock.at(now + (timeoutS || DEFAULT_TIMEOUT_S) * 1000, () =>
      leg.hangup('NO_ANSWER'),
    );
    const ringback = call.channel.variables.get('transfer_ringback');
    if (ringback !== undefined) call.line.hear({ kind: 'recording', path: ringback });
    leg.line.watch((event) => {
      if (event.kind === 'answered') this.#join();
      if (event.kind === 'ended' && !this.#answered) this.#failed(event.end.cause);
    });
    // sip_copy_custom_headers: what came with the call, or was set on it, goes on with the second leg.
    const headers = { ...call.channel.sipHeaders(), ...leg.channel.sipHeaders() };
    core.clock.at(now + NETWORK_MS, () => core.exchange.ring(leg.line, headers));
  }

  running(): ReturnType<Application> {
    return running(this.#performance, { stop: () => this.#stop() });
  }

  #join(): void {
    if (this.#over) return;
    this.#answered = true;
    this.#timeout.cancel();
    const { call } = this.#performance;
    this.#quiet();
    call.channel.setAll({ originate_disposition: 'SUCCESS', DIALSTATUS: 'SUCCESS' });
    call.bridgeWith(this.#leg, () => this.#parted());
  }

  /** The far end has hung up. */
  #parted(): void {
    const { call, finish } = this.#performance;
    const cause = this.#leg.line.end?.cause ?? 'NORMAL_CLEARING';
    this.#over = true;
    call.channel.setAll({ bridge_hangup_cause: cause, last_bridge_hangup_cause: cause });
    finish();
    const set = (name: string): boolean => call.channel.variables.get(name) === 'true';
    if (set('park_after_bridge')) call.parkAgain();
    else if (set('hangup_after_bridge')) call.hangup('NORMAL_CLEARING');
  }

  #failed(cause: string): void {
    this.#timeout.cancel();
    if (this.#over) return;
    this.#over = true;
    this.#quiet();
    fail(this.#performance, cause);
  }

  /** This leg was hung up, or is taken elsewhere. */
  #stop(): void {
    this.#over = true;
    this.#timeout.cancel();
    if (!this.#answered) this.#leg.hangup('ORIGINATOR_CANCEL');
    this.#performance.finish();
  }

  #quiet(): void {
    const { channel, line } = this.#performance.call;
    if (channel.variables.has('transfer_ringback')) line.quiet(true);
  }
}

/** Unless the dialplan says otherwise, a call whose bridge fails is hung up. */
function fail({ call, finish }: Performance, cause: string): void {
  const { channel } = call;
  channel.setAll({
    originate_disposition: cause,
    originate_failed_cause: cause,
    last_bridge_hangup_cause: cause,
    DIALSTATUS: STATUS[cause] ?? cause,
  });
  const goesOn = channel.variables.get('continue_on_fail') === 'true';
  finish();
  if (!goesOn) call.hangup(cause);
}
