import type { Core } from '../core.ts';
import type { Call } from '../call.ts';
import { stampOf } from '../event-bus.ts';
import type { ApiCommand } from './on-call.ts';

const VERSION = '1.11.1-release';
const MODULES = [
  ...['commands', 'dptools', 'dialplan_xml', 'sofia', 'loopback', 'event_socket', 'sndfile', 'tone_stream'],
  ...['local_stream', 'spandsp', 'avmd', 'flite', 'httapi', 'callcenter'],
].map((name) => `mod_${name}`);

/** The commands that are about the switch as a whole. */
export function systemCommands(core: Core): Record<string, ApiCommand> {
  return {
    status: () => statusText(core),
    version: () => `FreeSWITCH Version ${VERSION}-simulated (64bit)\n`,
    uptime: () => `${Math.floor((core.clock.now() - core.startedAt) / 1000)}\n`,
    global_getvar: (name) => (name.trim() === 'hostname' ? core.bus.hostName : ''),
    create_uuid: () => core.newUuid(),
    module_exists: (name) => String(MODULES.includes(name.trim())),
    hupall: (cause) => {
      for (const call of [...core.calls.values()]) call.hangup(cause.trim() || 'MANAGER_REQUEST');
      return '+OK\n';
    },
    show: (argument) => show(core, argument.trim()),
    fsctl: (argument) => fsctl(core, argument.trim().split(/\s+/)),
  };
}

/** How long the switch has been up, in the words of `status` and HEARTBEAT. */
export function uptimeWords(core: Core): string {
  const ms = core.clock.now() - core.startedAt;
  const seconds = Math.floor(ms / 1000);
  const parts = [
    0,
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  const words = [...parts, seconds % 60, ms % 1000, 0];
  const units = ['year', 'day', 'hour', 'minute', 'second', 'millisecond', 'microsecond'];
  return words.map((count, at) => `${count} ${units[at] ?? ''}${count === 1 ? '' : 's'}`).join(', ');
}

function statusText(core: Core): string {
  const { counts, limits, calls } = core;
  return [
    `UP ${uptimeWords(core)}`,
    `FreeSWITCH (Version ${VERSION} simulated 64bit) is ${limits.paused ? 'paused' : 'ready'}`,
    `${counts.sessions} session(s) since startup`,
    `${calls.size} session(s) - peak ${counts.peak}, last 5min ${counts.peak} `,
    `0 session(s) per Sec out of max ${limits.sessionsPerSecond}, peak 0, last 5min 0 `,
    `${limits.maxSessions} session(s) max`,
    'min idle cpu 0.00/99.00\n',
  ].join('\n');
}

function show(core: Core, what: string): string {
  const calls = [...core.calls.values()];
  if (/^channels count as json$/.test(what)) return JSON.stringify({ row_count: calls.length });
  if (/^channels count$/.test(what)) return `\n${calls.length} total.\n`;
  if (!/^channels\b/.test(what)) return '-ERR Command not found!\n';
  const rows = calls.map((call) => channelRow(core, call));
  if (/as json$/.test(what))
    return JSON.stringify(rows.length === 0 ? { row_count: 0 } : { row_count: rows.length, rows });
  const [first] = rows;
  const table = first ? [Object.keys(first), ...rows.map((row) => Object.values(row))] : [];
  return `${table.map((row) => row.join(',')).join('\n')}\n\n${rows.length} total.\n`;
}

function channelRow(core: Core, { channel, line, uuid }: Call): Record<string, string> {
  const headers = channel.headers();
  return {
    uuid,
    direction: line.direction,
    created: stampOf(line.startedAt),
    created_epoch: String(Math.floor(line.startedAt / 1000)),
    name: channel.name,
    state: channel.state,
    cid_name: headers['Caller-Caller-ID-Name'] ?? '',
    cid_num: headers['Caller-Caller-ID-Number'] ?? '',
    ip_addr: '127.0.0.1',
    dest: channel.destination,
    application: channel.application,
    application_data: channel.applicationData,
    dialplan: 'XML',
    context: 'public',
    hostname: core.bus.hostName,
    callstate: channel.callState,
    callee_name: headers['Caller-Callee-ID-Name'] ?? '',
    callee_num: headers['Caller-Callee-ID-Number'] ?? '',
    call_uuid: uuid,
  };
}

function fsctl(core: Core, [what = '', value = '']: string[]): string {
  switch (what) {
    case 'pause':
    case 'resume':
      core.limits.paused = what === 'pause';
      return '+OK\n';
    case 'max_sessions':
      if (value !== '') core.limits.maxSessions = Number(value) || 0;
      return `+OK max sessions: ${core.limits.maxSessions}\n`;
    case 'sps':
      if (value !== '') core.limits.sessionsPerSecond = Number(value) || 0;
      return `+OK sessions per second: ${core.limits.sessionsPerSecond}\n`;
    case 'pause_check':
      return String(core.limits.paused);
    case 'shutdown':
      // A crash answers nobody.
      if (value === 'now') core.shutDown(true);
      else setImmediate(() => core.shutDown(false));
      return '+OK\n';
    default:
      return '-USAGE: fsctl [pause|resume|max_sessions|sps|shutdown]\n';
  }
}
