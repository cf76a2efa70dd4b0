import type { Socket } from 'node:net';

import type { Clock } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import { eventNameOf, readEvent, type EslEvent } from './esl-event.ts';
import { EslFraming, type EslMessage } from './esl-framing.ts';
import { EslReplies, noReply, type EslReply } from './esl-replies.ts';

const COMMAND_TIMEOUT_MS = 10_000;
/** Commands without an answer, and messages that nobody listens to yet: beyond so many something is wrong. */
const MOST_WAITING = 10_000;

export interface EslSocketHandlers {
  event(event: EslEvent): void;
  /** `auth/request` and other messages that are neither answers nor events. */
  notice?(contentType: string): void;
  closed(why: string): void;
}

/** The event socket over one TCP connection, whichever side opened it. Nothing here throws or rejects. */
export class EslSocket {
  readonly #socket: Socket;
  readonly #framing = new EslFraming();
  readonly #replies: EslReplies;
  #handlers: EslSocketHandlers | null = null;
  /** What came before somebody listened. */
  #early: ((handlers: EslSocketHandlers) => void)[] = [];
  #heeded: ReadonlySet<string> | null = null;
  #farewell = '';
  #closed = false;

  constructor(socket: Socket, clock: Clock) {
    this.#socket = socket;
    this.#replies = new EslReplies(clock);
    // Without it each command waits for the peer's delayed acknowledgement, 40 ms.
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('error', (error) => (this.#farewell ||= messageOf(error)));
    socket.on('close', () => this.#finish());
  }

  /** Address of the other side, IPv4 ones in their usual form. */
  get peer(): string {
    return (this.#socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  }

  /** From now on events of other names are passed over unread: a channel has dozens, of several kilobytes each. */
  heed(names: ReadonlySet<string>): void {
    this.#heeded = names;
  }

  /** Begins to hear what arrives, starting with what has arrived already. */
  listen(handlers: EslSocketHandlers): void {
    this.#handlers = handlers;
    const early = this.#early;
    this.#early = [];
    for (const tell of early) tell(handlers);
  }

  /** Sends one encoded command (with its closing empty line) in a single write. */
  send(command: string, timeoutMs = COMMAND_TIMEOUT_MS): Promise<EslReply> {
    if (this.#closed || !this.#socket.writable) return Promise.resolve(noReply('unsent', 'not connected'));
    if (this.#replies.waiting >= MOST_WAITING)
      return Promise.resolve(noReply('unsent', 'too many commands wait for an answer'));
    const reply = this.#replies.expect(timeoutMs);
    this.#socket.write(command);
    return reply;
  }

  /** What `send` is called for in it leaves in one write: each alone is one for the system, and a segment. */
  together<Result>(work: () => Result): Result {
    this.#socket.cork();
    try {
      return work();
    } finally {
      this.#socket.uncork();
    }
  }

  /** Ends the connection; what waits for an answer gets `lost`. */
  close(why: string): void {
    this.#farewell = why;
    this.#socket.destroy();
  }

  #received(chunk: Buffer): void {
    try {
      for (const message of this.#framing.push(chunk)) this.#sort(message);
    } catch (error) {
      this.close(messageOf(error));
    }
  }

  #sort(message: EslMessage): void {
    const type = message.headers.get('Content-Type') ?? '';
    if (type === 'command/reply' || type === 'api/response') {
      if (!this.#replies.settle(message)) this.close('an answer came that nothing was waiting for');
    } else if (type.startsWith('text/event-')) {
      const name = this.#heeded && eventNameOf(message);
      const event = name && this.#heeded?.has(name) === false ? null : readEvent(message);
      if (event) this.#tell((handlers) => handlers.event(event));
    } else {
      if (type === 'text/disconnect-notice') this.#noteFarewell(message);
      this.#tell((handlers) => handlers.notice?.(type));
    }
  }

  /** No notice is acted upon, only remembered: the one that begins a linger is empty, and more events follow it. */
  #noteFarewell(message: EslMessage): void {
    this.#farewell ||= (message.body?.toString('utf8') ?? '').split('\n')[0] ?? '';
  }

  #finish(): void {
    this.#closed = true;
    const why = this.#farewell || 'the connection was closed';
    this.#replies.abandon(why);
    this.#tell((handlers) => handlers.closed(why));
  }

  #tell(tell: (handlers: EslSocketHandlers) => void): void {
    if (this.#handlers) tell(this.#handlers);
    else if (this.#early.length < MOST_WAITING) this.#early.push(tell);
    else this.close('nobody listened to what the switch said');
  }
}
