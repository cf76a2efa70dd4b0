import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import { eventually } from './eventually.ts';

type Answer = string | null;
type Rule = { pattern: RegExp; answer: (match: RegExpExecArray) => Answer };

/**
 * A switch's side of the event socket, played by a test: it logs clients in, answers commands by rules, says events
 * when told to, and opens doors. `channels` are the calls it has.
 */
export class EslPeer {
  readonly channels = new Set<string>();
  /** Every command of every connection, without its closing empty line. */
  readonly commands: string[] = [];
  /** How many connections were logged in since the start. */
  logins = 0;
  password = 'ClueCon';
  #server: Server;
  #sockets = new Map<Socket, { subscribed: boolean }>();
  #rules: Rule[] = [];
  #hangsAt: RegExp | null = null;
  #release = Promise.withResolvers<undefined>();

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => this.#serve(socket));
  }

  static async open(port = 0): Promise<EslPeer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new EslPeer(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Answers the api or bgapi commands that match; the newest rule counts, null = no answer at all. */
  when(pattern: RegExp, answer: Answer | ((match: RegExpExecArray) => Answer)): void {
    this.#rules.unshift({ pattern, answer: typeof answer === 'function' ? answer : () => answer });
  }

  /** A connection that is asked this answers nothing more, until `answersAgain`: as on a switch that hangs. */
  hangAt(pattern: RegExp): void {
    this.#hangsAt = pattern;
  }

  /** What was asked meanwhile is answered in its order. */
  answersAgain(): void {
    this.#hangsAt = null;
    this.#release.resolve(undefined);
    this.#release = Promise.withResolvers();
  }

  /** Resolves with the first command that matches, past or to come. */
  received(pattern: RegExp): Promise<string> {
    return eventually(() => this.commands.find((command) => pattern.test(command)));
  }

  /** Says an event to everyone who subscribed. */
  event(name: string, fields: Record<string, string> = {}): void {
    for (const [socket, { subscribed }] of this.#sockets)
      if (subscribed) socket.write(jsonEvent(name, fields));
  }

  /** Writes bytes as they are to every connection. */
  raw(text: string): void {
    for (const socket of this.#sockets.keys()) socket.write(text);
  }

  /** The result of a job that was started with `bgapi`; takes the newest originate unless told otherwise. */
  async job(body: string, jobId?: string): Promise<void> {
    const id = jobId ?? /Job-UUID: (\S+)/.exec(await this.received(/^bgapi originate/))?.[1] ?? '';
    this.event('BACKGROUND_JOB', { 'Job-UUID': id, _body: `${body}\n` });
  }

  /** Cuts every connection, without a word. */
  drop(): void {
    for (const socket of this.#sockets.keys()) socket.destroy();
  }

  async close(): Promise<void> {
    this.drop();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  answerTo(command: string): Answer {
    this.commands.push(command);
    for (const { pattern, answer } of this.#rules) {
      const match = pattern.exec(command);
      if (match) return answer(match);
    }
    const exists = /^api uuid_exists (\S+)/.exec(command)?.[1];
    if (exists !== undefined) return String(this.channels.has(exists));
    if (command.startsWith('api show channels')) return this.#list();
    if (command.startsWith('api uuid_getvar')) return '_undef_';
    return '+OK';
  }

  #list(): string {
    const rows = [...this.channels].map((uuid) => ({ uuid, direction: 'outbound' }));
    return JSON.stringify(rows.length ? { row_count: rows.length, rows } : { row_count: 0 });
  }

  #serve(socket: Socket): void {
    const state = { subscribed: false };
    this.#sockets.set(socket, state);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.write('Content-Type: auth/request\n\n');
    let answered = Promise.resolve<undefined>(undefined);
    let hangs = false;
    const carryOut = (command: string): void => {
      if (command.startsWith('auth ')) {
        this.#logIn(socket, command);
        return;
      }
      if (command.startsWith('event ')) state.subscribed = true;
      answer(socket, command, this.answerTo(command));
    };
    onCommands(socket, (command) => {
      if (!hangs && this.#hangsAt?.test(command)) {
        hangs = true;
        answered = this.#release.promise;
        void answered.then(() => (hangs = false));
      }
      if (hangs)
        answered = answered.then(() => {
          carryOut(command);
          return undefined;
        });
      else carryOut(command);
    });
  }

  #logIn(socket: Socket, command: string): void {
    if (command === `auth ${this.password}`) {
      this.logins++;
      socket.write(commandReply('+OK accepted'));
    } else
      socket.end(
        `${commandReply('-ERR invalid')}Content-Type: text/disconnect-notice\nContent-Length: 4\n\nbye\n`,
      );
  }
}

/** A door the played switch opens to us. */
export class DoorPeer {
  readonly commands: string[] = [];
  readonly uuid: string;
  closed = false;
  #socket: Socket;

  private constructor(socket: Socket, uuid: string) {
    this.#socket = socket;
    this.uuid = uuid;
  }

  /** Connects like the `socket` application; `fields` are added to the channel's data. */
  static open(peer: EslPeer, port: number, uuid: string, fields: Record<string, string> = {}): DoorPeer {
    const socket = connect({ host: '127.0.0.1', port });
    const door = new DoorPeer(socket, uuid);
    socket.on('error', () => undefined);
    socket.on('close', () => (door.closed = true));
    onCommands(socket, (command) => {
      door.commands.push(command);
      if (command === 'connect') socket.write(channelData(uuid, fields));
      else answer(socket, command, peer.answerTo(command));
    });
    return door;
  }

  received(pattern: RegExp): Promise<string> {
    return eventually(() => this.commands.find((command) => pattern.test(command)));
  }

  event(name: string, fields: Record<string, string> = {}): void {
    this.#socket.write(jsonEvent(name, { 'Unique-ID': this.uuid, ...fields }));
  }

  /** Waits for an application to be asked for, begins it, and gives its id. */
  async begins(application: string, argument?: string): Promise<string> {
    const command = await eventually(() =>
      this.commands.find(
        (candidate) =>
          candidate.includes(`execute-app-name: ${application}\n`) &&
          (argument === undefined || candidate.includes(`\n\n${argument}`)) &&
          !candidate.includes('(begun)'),
      ),
    );
    this.commands[this.commands.indexOf(command)] = `${command}\n(begun)`;
    const id = /Event-UUID: (\S+)/.exec(command)?.[1] ?? '';
    this.event('CHANNEL_EXECUTE', { 'Application-UUID': id, Application: application, ...at(1_000) });
    return id;
  }

  completes(id: string, fields: Record<string, string> = {}): void {
    this.event('CHANNEL_EXECUTE_COMPLETE', { 'Application-UUID': id, 'Answer-State': 'answered', ...fields });
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** When an event happened by the switch's clock, ms. */
export function at(ms: number): Record<string, string> {
  return { 'Event-Date-Timestamp': String(ms * 1000) };
}

function answer(socket: Socket, command: string, text: Answer): void {
  if (text === null) return;
  const body = Buffer.from(text);
  if (command.startsWith('api '))
    socket.write(`Content-Type: api/response\nContent-Length: ${body.length}\n\n${text}`);
  else socket.write(commandReply(text));
}

function commandReply(text: string): string {
  return `Content-Type: command/reply\nReply-Text: ${text}\n\n`;
}

function jsonEvent(name: string, fields: Record<string, string>): string {
  const body = JSON.stringify({ 'Event-Name': name, ...fields });
  return `Content-Length: ${Buffer.byteLength(body)}\nContent-Type: text/event-json\n\n${body}`;
}

function channelData(uuid: string, fields: Record<string, string>): string {
  const data = { 'Unique-ID': uuid, 'Call-Direction': 'inbound', 'Answer-State': 'ringing', ...fields };
  const lines = Object.entries(data).map(([name, value]) => `${name}: ${encodeURIComponent(value)}\n`);
  const end = { 'Socket-Mode': 'async', Control: 'full', ...fields };
  return (
    `Event-Name: CHANNEL_DATA\n${lines.join('')}Content-Type: command/reply\nReply-Text: %2BOK%0A\n` +
    `Socket-Mode: ${end['Socket-Mode']}\nControl: ${end.Control}\n\n`
  );
}

/** Lines, and after an empty one the body of those that have one. */
function onCommands(socket: Socket, act: (command: string) => void): void {
  let bytes = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (let end = bytes.indexOf('\n\n'); end >= 0; end = bytes.indexOf('\n\n')) {
      const length = Number(/^content-length: (\d+)$/m.exec(bytes.toString('utf8', 0, end))?.[1] ?? 0);
      const next = end + 2 + length;
      if (bytes.length < next) return;
      const command = bytes.toString('utf8', 0, length === 0 ? end : next);
      bytes = bytes.subarray(next);
      act(command);
    }
  });
}
