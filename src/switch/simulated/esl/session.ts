import type { Socket } from 'node:net';

import type { ApiTable } from '../api/api.ts';
import type { Call } from '../call.ts';
import type { Core } from '../core.ts';
import { CommandReader, type EslCommand } from './reading.ts';
import { Subscription } from './subscription.ts';

const GOODBYE = 'Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n';

/** Carries out a command and answers it. The next one waits until the promise is settled. */
export type CommandHandler = (session: EslSession, command: EslCommand) => void | Promise<void>;

/** What every connection of a switch works with. */
export interface SessionParts {
  core: Core;
  api: ApiTable;
  commands: Readonly<Record<string, CommandHandler>>;
}

/** One connection to a client, whoever opened it. Commands are carried out one after the other. */
export class EslSession {
  readonly core: Core;
  readonly api: ApiTable;
  /** The call of an outbound connection. */
  readonly call: Call | null;
  readonly subscription = new Subscription();
  authorised: boolean;
  /** Seconds to stay after the call's end; -1 = until told to go; null = not at all. */
  lingerS: number | null = null;
  #commands: SessionParts['commands'];
  #socket: Socket;
  #reader = new CommandReader();
  #working: Promise<void> = Promise.resolve();
  /** No event is told before this. */
  #eventsAt = 0;
  /** Events that come late, in their order. */
  #late: (() => void)[] = [];
  #unlisten: () => void;
  #closed = false;

  constructor(socket: Socket, parts: SessionParts, call: Call | null) {
    this.core = parts.core;
    this.api = parts.api;
    this.#commands = parts.commands;
    this.call = call;
    this.authorised = call !== null;
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#onData(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#closed = true;
      this.#unlisten();
    });
    this.#unlisten = this.core.bus.listen((event) => {
      const rendered = this.subscription.render(event);
      if (rendered)
        this.#lagging(() => this.#message({ 'Content-Type': rendered.type }, rendered.text, true));
    });
    if (!this.call) this.#message({ 'Content-Type': 'auth/request' });
  }

  reply(text: string, headers: Record<string, string> = {}): void {
    this.#message({ 'Content-Type': 'command/reply', 'Reply-Text': text, ...headers });
  }

  apiResponse(text: string): void {
    this.#message({ 'Content-Type': 'api/response' }, text);
  }

  /** Sends text as it is: the reply to `connect` is an event whose values are encoded. */
  raw(text: string): void {
    if (!this.#closed) this.#socket.write(text);
  }

  /** The call is over but the connection stays: a notice that is not the end. Measured: no event follows it. */
  lingerNotice(): void {
    this.#unlisten();
    this.#message({
      'Content-Type': 'text/disconnect-notice',
      'Controlled-Session-UUID': this.call?.uuid ?? '',
      'Content-Disposition': 'linger',
      'Linger-Time': String(this.lingerS),
      'Content-Length': '0',
    });
  }

  /** The last notice; then the connection is closed. */
  disconnect(text = GOODBYE): void {
    if (this.#closed) return;
    this.#message(
      {
        'Content-Type': 'text/disconnect-notice',
        ...(this.call
          ? { 'Controlled-Session-UUID': this.call.uuid, 'Content-Disposition': 'disconnect' }
          : {}),
      },
      text,
    );
    this.#closed = true;
    this.#unlisten();
    this.#socket.end();
  }

  /** Acts once the reply that was just given is on its way. */
  later(act: () => void): void {
    queueMicrotask(act);
  }

  /** Events keep their order however late they come; answers may overtake them. */
  #lagging(tell: () => void): void {
    const { clock, faults } = this.core;
    this.#eventsAt = Math.max(this.#eventsAt, faults.eventLagMs > 0 ? clock.now() + faults.eventLagMs : 0);
    if (this.#eventsAt <= clock.now() && this.#late.length === 0) return tell();
    this.#late.push(tell);
    // Timers of one instant may fire in any order, and on a busy machine after their time.
    clock.at(this.#eventsAt, () => this.#late.shift()?.());
  }

  /** Resolves when the switch carries out commands of this connection (again). */
  #awake(): Promise<void> {
    const { clock, faults } = this.core;
    const oneUntil = this.core.oldestConnection() === this ? 0 : faults.oneConnectionUntil;
    const until = Math.max(faults.mutedUntil, oneUntil);
    if (until <= clock.now()) return Promise.resolve();
    return new Promise((resolve) => clock.at(until, resolve));
  }

  #onData(chunk: Buffer): void {
    try {
      for (const command of this.#reader.push(chunk))
        this.#working = this.#working
          .then(() => this.#awake())
          .then(() => this.#carryOut(command))
          .catch(() => void this.#socket.destroy());
    } catch {
      this.#socket.destroy();
    }
  }

  async #carryOut(command: EslCommand): Promise<void> {
    if (this.#closed) return;
    const known = Object.hasOwn(this.#commands, command.name) ? this.#commands[command.name] : undefined;
    const allowed = this.authorised || command.name === 'auth' || command.name === 'exit';
    if (!known || !allowed) {
      this.reply('-ERR command not found');
      return;
    }
    await known(this, command);
  }

  /** An event's length goes before its type on the wire, that of other messages after it. */
  #message(headers: Record<string, string>, body?: string, lengthFirst = false): void {
    if (this.#closed) return;
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const all = lengthFirst ? { ...length, ...headers } : { ...headers, ...length };
    const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\n`);
    this.#socket.write(`${head.join('')}\n${body ?? ''}`);
  }
}
