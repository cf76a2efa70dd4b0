import type { Tell } from './api/api.ts';
import { Call, type CallHost } from './call.ts';
import { Channel } from './channel.ts';
import type { Core } from './core.ts';
import { type Dialled, type Originate, parseOriginate } from './dial-string.ts';
import { dialplanLines } from './dialplan.ts';
import type { Line } from './line/line.ts';

const USAGE =
  '-USAGE: <call url> <exten>|&<application_name>(<app_args>) [<dialplan>] [<context>] [<cid_name>] [<cid_num>] [<timeout_sec>]\n';
const ENDPOINTS = ['sofia', 'user', 'loopback'];
/** A gateway that no switch has. */
const UNKNOWN_GATEWAY = 'unknown';
const NETWORK_MS = 20;
const stages = ['hangup', 'complete', 'destroyed'] as const;
/** FreeSWITCH's originate_timeout when none is given, seconds. */
const DEFAULT_TIMEOUT_S = 60;

/** Puts a line on the switch as a call, with its first events. */
export function addCall(core: Core, host: CallHost, line: Line, callerName: string): Call {
  const name = `sofia/${line.direction === 'inbound' ? 'external' : 'internal'}/${line.own}@127.0.0.1`;
  const sessionId = ++core.counts.sessions;
  const call = new Call(new Channel({ line, bus: core.bus, name, callerName, sessionId }), host);
  core.calls.set(line.id, call);
  core.counts.peak = Math.max(core.counts.peak, core.calls.size);
  return call;
}

/**
 * `originate`: tells `+OK <uuid>` once the call is answered (or heard, unless early media is ignored), or
 * `-ERR <cause>`.
 */
export function originate(core: Core, host: CallHost, argument: string, tell: Tell): void {
  const order = parseOriginate(argument);
  if (!order) {
    tell(USAGE);
    return;
  }
  const uuid = order.variables.get('origination_uuid') ?? core.newUuid();
  const call = placeCall(core, host, uuid, order);
  if (typeof call === 'string') tell(`-ERR ${call}\n`);
  else dial(core, call, order, tell);
}

/** Puts a leg that is to be rung on the switch; a text is the cause why the switch itself refuses it. */
export function placeCall(core: Core, host: CallHost, uuid: string, order: Dialled): Call | string {
  if (core.limits.paused || core.calls.size >= core.limits.maxSessions || core.calls.has(uuid))
    return 'DESTINATION_OUT_OF_ORDER';
  if (!withinRate(core)) return 'DESTINATION_OUT_OF_ORDER';
  if (!ENDPOINTS.includes(order.endpoint)) return 'CHAN_NOT_IMPLEMENTED';
  if (order.gateway !== UNKNOWN_GATEWAY) return newLeg(core, host, uuid, order);
  core.bus.fire('CHANNEL_DESTROY', neverCreated(uuid));
  return 'INVALID_GATEWAY';
}

/** Measured: of a leg by a gateway that there is not a lone CHANNEL_DESTROY tells, without a caller. */
function neverCreated(uuid: string): Record<string, string> {
  return {
    'Channel-State': 'CS_NONE',
    'Channel-Call-State': 'DOWN',
    'Channel-State-Number': '0',
    'Channel-Name': 'N/A',
    'Unique-ID': uuid,
    'Call-Direction': 'outbound',
    'Presence-Call-Direction': 'outbound',
    'Channel-HIT-Dialplan': 'false',
    'Channel-Call-UUID': uuid,
    'Answer-State': 'ringing',
  };
}

/** Measured: of so many `sessions-per-second`, one fewer is begun in each second of the clock. */
function withinRate({ clock, counts, limits }: Core): boolean {
  const second = Math.floor(clock.now() / 1000);
  if (counts.second !== second) counts.begun = 0;
  counts.second = second;
  return ++counts.begun < limits.sessionsPerSecond;
}

function newLeg(core: Core, host: CallHost, uuid: string, order: Dialled): Call {
  const from = order.variables.get('origination_caller_id_number') ?? '0000000000';
  const line = core.exchange.outgoing(uuid, from, order.phone);
  const call = addCall(core, host, line, order.variables.get('origination_caller_id_name') ?? '');
  const { channel } = call;
  channel.fire('CHANNEL_OUTGOING');
  for (const [name, value] of order.variables) channel.set(name, value);
  channel.enter('CS_INIT');
  channel.fire('CHANNEL_CREATE');
  channel.fire('CHANNEL_ORIGINATE');
  channel.enter('CS_ROUTING');
  channel.enter('CS_CONSUME_MEDIA');
  return call;
}

function dial(core: Core, call: Call, order: Originate, tell: Tell): void {
  const { line } = call;
  const now = core.clock.now();
  const timeoutS = Number(order.variables.get('originate_timeout')) || DEFAULT_TIMEOUT_S;
  const legTimeoutS = Number(order.variables.get('leg_timeout')) || Infinity;
  const timeout =
    legTimeoutS < timeoutS
      ? core.clock.at(now + legTimeoutS * 1000, () => line.release('ALLOTTED_TIMEOUT'))
      : core.clock.at(now + timeoutS * 1000, () => line.release('NO_ANSWER'));
  core.clock.at(now + NETWORK_MS, () => core.exchange.ring(line, call.channel.sipHeaders()));
  // The job's result comes before, between or after the last events of the call, and before or after what an answered
  // one does first: that is not fixed (measured).
  const stage = stages[Math.floor(core.random.next() * stages.length)];
  const unwatchEnd = call.onHangup((reached) => {
    timeout.cancel();
    if (reached === stage) tell(`-ERR ${line.end?.cause ?? ''}\n`);
  });
  const earlyCounts = !/^(true|consume)$/.test(order.variables.get('ignore_early_media') ?? '');
  const unwatch = line.watch(({ kind }) => {
    if (kind !== 'answered' && !(kind === 'early-media' && earlyCounts)) return;
    unwatch();
    timeout.cancel();
    unwatchEnd();
    const steps = [(): void => tell(`+OK ${call.uuid}\n`), (): void => enter(core, call, order)];
    for (const step of stage === 'hangup' ? steps : steps.reverse()) queueMicrotask(step);
  });
}

function enter(core: Core, call: Call, order: Originate): void {
  if (call.line.end) return;
  call.channel.state = 'CS_EXECUTE';
  call.channel.fire('CHANNEL_STATE');
  call.channel.hitDialplan = true;
  const onAnswer = /^(\S+)\s*(.*)$/s.exec(order.variables.get('execute_on_answer') ?? '');
  const { then } = order;
  const uuid = core.newUuid();
  if ('extension' in then) call.channel.destination = then.extension;
  call.execution.run([
    ...(onAnswer
      ? [{ app: onAnswer[1] ?? '', data: onAnswer[2] ?? '', uuid: core.newUuid(), lock: false }]
      : []),
    ...('app' in then ? [{ ...then, uuid, lock: false }] : dialplanLines(core, then.extension)),
  ]);
}
