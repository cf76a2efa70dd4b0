import type { Call } from '../call.ts';
import type { Core } from '../core.ts';
import { parseVariables } from '../dial-string.ts';
import { dialplanLines } from '../dialplan.ts';
import { eventAsJson } from '../event.ts';
import type { Order } from '../execution.ts';
import { type ApiCommand, NO_CHANNEL, onCall as onCallOf } from './on-call.ts';

const OK = '+OK\n';

/** The commands that are about one channel, each `name <uuid> ...`. */
export function channelCommands(core: Core): Record<string, ApiCommand> {
  /** After the response, as on the wire: an api reply can overtake the events it causes. */
  const later = (act: () => void): string => {
    setImmediate(act);
    return OK;
  };
  const onCall = (act: (call: Call, rest: string) => string): ApiCommand => onCallOf(core, act);
  const setVariables = (call: Call, pairs: [string, string][]): string => {
    for (const [name, value] of pairs) call.channel.set(name, value);
    return OK;
  };
  return {
    uuid_exists: (argument) => String(core.calls.has(argument.trim())),
    uuid_kill: onCall((call, cause) => later(() => call.hangup(cause || 'NORMAL_CLEARING'))),
    sched_hangup: (argument) => {
      const [, seconds = '', uuid = '', cause = ''] = /^\+?(\d+)\s+(\S+)\s*(\S*)/.exec(argument) ?? [];
      const call = core.calls.get(uuid);
      if (!call) return NO_CHANNEL;
      const at = core.clock.now() + Number(seconds) * 1000;
      core.clock.at(at, () => call.hangup(cause || 'ALLOTTED_TIMEOUT'));
      return OK;
    },
    uuid_answer: onCall((call) => later(() => call.answer())),
    uuid_bridge: (argument) => bridge(core, argument, later),
    uuid_break: onCall((call, rest) => later(() => call.execution.interrupt(rest === 'all'))),
    uuid_transfer: onCall((call, rest) => later(() => transfer(core, call, rest))),
    uuid_broadcast: onCall((call, rest) => {
      later(() => call.execution.execute(broadcastOrder(core, rest)));
      return '+OK Message sent\n';
    }),
    uuid_setvar: onCall((call, rest) => {
      const [, name = '', value = ''] = /^(\S+)\s*(.*)$/s.exec(rest) ?? [];
      return setVariables(call, [[name, value]]);
    }),
    uuid_setvar_multi: onCall((call, rest) => setVariables(call, parseVariables(rest, ';'))),
    uuid_getvar: onCall((call, name) => call.channel.variables.get(name) ?? '_undef_'),
    uuid_dump: onCall((call) =>
      eventAsJson({ headers: { ...core.bus.baseHeaders('CHANNEL_DATA'), ...call.channel.headers() } }),
    ),
    uuid_recv_dtmf: onCall((call, keys) => {
      const digits = keys.match(/[0-9*#A-D]/g) ?? [];
      later(() => digits.forEach((key) => call.press({ key, source: 'APP' })));
      return `+OK ${call.uuid} received DTMF ${keys}.\n`;
    }),
    uuid_record: onCall((call, rest) => {
      later(() => tellRecord(call, rest));
      return '+OK Success\n';
    }),
  };
}

/** `start <path>`, or `stop <path>`. Measured: whoever stops it, its time is said to be over. */
function tellRecord({ channel }: Call, rest: string): void {
  const [action = '', path = ''] = rest.split(/\s+/);
  const file = { 'Record-File-Path': path };
  if (action !== 'stop') channel.fire('RECORD_START', file);
  else channel.fire('RECORD_STOP', { ...file, 'Record-Completion-Cause': 'success-maxtime' });
}

/**
 * `[-bleg|-both] <extension> ...`: on in the dialplan; a leg that is left behind by its bridge ends. With `inline` the
 * extension is the dialplan: `application:argument,...`.
 */
function transfer(core: Core, call: Call, rest: string): void {
  const [, flag, extension = '', dialplan] = /^(?:(-bleg|-both)\s+)?(\S*)(?:\s+(\S+))?/.exec(rest) ?? [];
  const other = call.part();
  const moved = [flag === '-bleg' ? null : call, flag === undefined ? null : other];
  for (const leg of [other, call]) {
    if (!leg || !moved.includes(leg)) {
      leg?.leftAlone();
      continue;
    }
    leg.channel.sendTo(extension);
    leg.execution.run(dialplan === 'inline' ? inlineLines(core, extension) : dialplanLines(core, extension));
  }
}

function inlineLines(core: Core, extension: string): Order[] {
  return extension.split(',').map((line) => {
    const [, app = '', data = ''] = /^(\w+):?(.*)$/s.exec(line) ?? [];
    return { app, data, uuid: core.newUuid(), lock: false };
  });
}

function bridge(core: Core, argument: string, later: (act: () => void) => string): string {
  const [one = '', other = ''] = argument.split(/\s+/);
  const [a, b] = [core.calls.get(one), core.calls.get(other)];
  const live = (call: Call | undefined): call is Call =>
    call !== undefined && call.line.end === null && call.line.answeredAt !== null && call.partner === null;
  if (!live(a) || !live(b) || a === b) return '-ERR Invalid uuid\n';
  later(() => {
    if (live(a) && live(b)) a.bridgeWith(b);
  });
  return `+OK ${other}\n`;
}

/** `path [aleg]`, or `application::argument [aleg]`. */
function broadcastOrder(core: Core, rest: string): Order {
  const what = rest.replace(/\s+(aleg|bleg|both)$/, '');
  const [, app = 'playback', data = what] = /^(\w+)!?::(.*)$/s.exec(what) ?? [];
  return { app, data, uuid: core.newUuid(), lock: false };
}
