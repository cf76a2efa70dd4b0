import { urlEncode } from '../event.ts';
import type { EslCommand } from './reading.ts';
import type { CommandHandler, EslSession } from './session.ts';

/** The commands of the event socket. */
export const commands: Readonly<Record<string, CommandHandler>> = {
  auth(session, { argument }) {
    session.authorised = argument === session.core.settings.password;
    session.reply(session.authorised ? '+OK accepted' : '-ERR invalid');
    if (!session.authorised) session.disconnect();
  },
  connect(session) {
    const { call } = session;
    if (!call) {
      session.reply('-ERR command not found');
      return;
    }
    const headers = {
      ...session.core.bus.baseHeaders('CHANNEL_DATA'),
      ...call.channel.profile('Channel'),
      ...call.channel.headers(),
      'Content-Type': 'command/reply',
      'Reply-Text': '+OK\n',
      'Socket-Mode': 'async',
      Control: 'full',
    };
    // The type alone is written plainly.
    const lines = Object.entries(headers).map(
      ([name, value]) => `${name}: ${name === 'Content-Type' ? value : urlEncode(value)}\n`,
    );
    session.raw(`${lines.join('')}\n`);
  },
  exit(session) {
    session.reply('+OK bye');
    session.disconnect();
  },
  event(session, { argument }) {
    const added = session.subscription.add(argument);
    const { format } = session.subscription;
    session.reply(added ? `+OK event listener enabled ${format}` : '-ERR no keywords supplied');
  },
  myevents(session, { argument }) {
    const words = argument.split(/\s+/).filter((word) => word !== '');
    const uuid = session.call?.uuid ?? words.shift();
    if (uuid === undefined) {
      session.reply('-ERR no uuid');
      return;
    }
    session.subscription.addOwn(uuid, words[0] ?? '');
    session.reply('+OK Events Enabled');
  },
  nixevent(session, { argument }) {
    session.subscription.remove(argument);
    session.reply('+OK events nixed');
  },
  noevents(session) {
    session.subscription.clear();
    session.reply('+OK no longer listening for events');
  },
  filter: (session, { argument }) => session.reply(session.subscription.filter(argument)),
  divert_events: (session) => session.reply('+OK events diverted'),
  linger(session, { argument }) {
    if (!session.call) {
      session.reply('-ERR not controlling a session');
      return;
    }
    const seconds = Number.parseInt(argument, 10);
    session.lingerS = seconds > 0 ? seconds : -1;
    session.reply(seconds > 0 ? `+OK will linger ${seconds} seconds` : '+OK will linger');
  },
  nolinger(session) {
    session.lingerS = null;
    session.reply('+OK will not linger');
  },
  log: (session, { argument }) => session.reply(`+OK log level ${argument}`),
  nolog: (session) => session.reply('+OK no longer logging'),
  getvar: (session, { argument }) => session.reply(session.call?.channel.variables.get(argument) ?? ''),
  async api(session, { argument }) {
    session.apiResponse(await new Promise<string>((resolve) => session.api(argument, resolve)));
  },
  bgapi: background,
  sendmsg: sendMessage,
};

function background(session: EslSession, { argument, headers }: EslCommand): void {
  const job = headers.get('job-uuid') ?? session.core.newUuid();
  session.reply(`+OK Job-UUID: ${job}`, { 'Job-UUID': job });
  const [, name = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(argument) ?? [];
  const fields = { 'Job-UUID': job, 'Job-Command': name, ...(rest ? { 'Job-Command-Arg': rest } : {}) };
  session.later(() =>
    session.api(argument, (result) => session.core.bus.fire('BACKGROUND_JOB', fields, result)),
  );
}

function sendMessage(session: EslSession, { argument, headers, body }: EslCommand): void {
  const call = argument === '' ? session.call : session.core.calls.get(argument);
  if (!call || call.line.end) {
    session.reply(`-ERR invalid session id [${argument}]`);
    return;
  }
  session.reply('+OK');
  const what = headers.get('call-command');
  if (what === 'hangup') {
    session.later(() => call.hangup(headers.get('hangup-cause') ?? 'NORMAL_CLEARING'));
    return;
  }
  if (what !== 'execute') return;
  const order = {
    app: headers.get('execute-app-name') ?? '',
    data: headers.get('execute-app-arg') ?? body,
    uuid: headers.get('event-uuid') ?? session.core.newUuid(),
    lock: headers.get('event-lock') === 'true',
  };
  session.later(() => {
    if (!call.line.end) call.execution.execute(order);
  });
}
