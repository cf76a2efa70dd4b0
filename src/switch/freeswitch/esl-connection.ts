import { connect } from 'node:net';

import type { Clock, Timer } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import { apiCommand, command } from './encoding.ts';
import type { EslEvent } from './esl-event.ts';
import { noReply, type EslReply } from './esl-replies.ts';
import { EslSocket } from './esl-socket.ts';

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;
const LOGIN_TIMEOUT_MS = 5_000;
const PING_EVERY_MS = 10_000;

export interface EslConnectionOptions {
  host: string;
  port: number;
  password: string;
  /** Event names, CUSTOM subclasses last; subscribed again after every reconnect. Empty = no events. */
  events: string[];
  clock: Clock;
  log: Logger;
}

export interface EslConnectionHandlers {
  event(event: EslEvent): void;
  /** Logged in and subscribed. */
  up(): void;
  down(why: string): void;
}

/** A connection of ours to the event socket of a switch: logs in, subscribes, and comes back by itself when lost. */
export class EslConnection {
  readonly #options: EslConnectionOptions;
  readonly #handlers: EslConnectionHandlers;
  #socket: EslSocket | null = null;
  #up = false;
  #detail = 'not started';
  #retryMs = FIRST_RETRY_MS;
  #stopped = false;
  #timers = new Set<Timer>();
  #firstTry = Promise.withResolvers<undefined>();

  constructor(options: EslConnectionOptions, handlers: EslConnectionHandlers) {
    this.#options = options;
    this.#handlers = handlers;
  }

  get up(): boolean {
    return this.#up;
  }

  /** Why it is down; `connected` when it is up. */
  get detail(): string {
    return this.#detail;
  }

  /** Begins to connect; resolves when the first try has succeeded or failed. Goes on trying either way. */
  async start(): Promise<void> {
    this.#open();
    await this.#firstTry.promise;
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) timer.cancel();
    this.#socket?.close('stopped');
  }

  /** Sends an encoded command. Resolves, never rejects: see EslReply. */
  send(encoded: string, timeoutMs?: number): Promise<EslReply> {
    if (!this.#up || !this.#socket) return Promise.resolve(noReply('unsent', this.#detail));
    return this.#socket.send(encoded, timeoutMs);
  }

  /** Runs an api command whose words are encoded already. */
  api(name: string, ...words: string[]): Promise<EslReply> {
    return this.send(apiCommand(name, ...words));
  }

  #open(): void {
    const { host, port, clock } = this.#options;
    const socket = new EslSocket(connect({ host, port }), clock);
    this.#socket = socket;
    const late = this.#after(LOGIN_TIMEOUT_MS, () => socket.close('the switch did not ask for the password'));
    socket.listen({
      event: (event) => this.#handlers.event(event),
      notice: (type) => {
        if (type === 'text/rude-rejection') socket.close('the switch refuses connections from this address');
        if (type !== 'auth/request') return;
        late.cancel();
        void this.#logIn(socket);
      },
      closed: (why) => {
        late.cancel();
        this.#lost(why);
      },
    });
  }

  async #logIn(socket: EslSocket): Promise<void> {
    const accepted = await socket.send(command(`auth ${this.#options.password}`), LOGIN_TIMEOUT_MS);
    if (accepted.kind !== 'ok') {
      socket.close(`the password was not accepted: ${accepted.text}`);
      return;
    }
    if (this.#options.events.length) {
      const subscribed = await socket.send(command(`event json ${this.#options.events.join(' ')}`));
      if (subscribed.kind !== 'ok') {
        socket.close(`the events were refused: ${subscribed.text}`);
        return;
      }
    }
    this.#up = true;
    this.#detail = 'connected';
    this.#retryMs = FIRST_RETRY_MS;
    this.#pingLater(socket);
    this.#handlers.up();
    this.#firstTry.resolve(undefined);
  }

  #lost(why: string): void {
    const wasUp = this.#up;
    this.#up = false;
    if (why !== this.#detail && !this.#stopped) {
      const { host, port, log } = this.#options;
      log.warn({ host, port, why }, 'no connection to the event socket');
    }
    this.#detail = why;
    this.#firstTry.resolve(undefined);
    if (wasUp) this.#handlers.down(why);
    if (this.#stopped) return;
    this.#after(this.#retryMs, () => this.#open());
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }

  /** A peer that vanished without a word is noticed within two pings; any answer is a sign of life. */
  #pingLater(socket: EslSocket): void {
    this.#after(PING_EVERY_MS, () => {
      if (socket !== this.#socket || !this.#up) return;
      void socket.send(apiCommand('uptime'), PING_EVERY_MS).then((reply) => {
        if (reply.kind === 'lost') socket.close('the switch no longer answers');
        else this.#pingLater(socket);
      });
    });
  }

  #after(ms: number, action: () => void): Timer {
    const { clock } = this.#options;
    const timer = clock.at(clock.now() + ms, () => {
      this.#timers.delete(timer);
      action();
    });
    this.#timers.add(timer);
    return {
      cancel: () => {
        this.#timers.delete(timer);
        timer.cancel();
      },
    };
  }
}
