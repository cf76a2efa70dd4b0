import type { EslEvent } from './esl-event.ts';
import { executeCommand } from './encoding.ts';
import type { EslSocket } from './esl-socket.ts';
import { uuidOf } from '../../core/ids.ts';

/** One application on a channel. `null` means that the call ended, or our hold on it, before it came so far. */
export interface Execution {
  started: Promise<EslEvent | null>;
  completed: Promise<EslEvent | null>;
}

interface Waiting {
  start(event: EslEvent | null): void;
  complete(event: EslEvent | null): void;
}

/** Runs applications through a door, one after the other, and tells when each began and ended. */
export class Executions {
  readonly #socket: EslSocket;
  readonly #prefix: string;
  #count = 0;
  #ended = false;
  #waiting = new Map<string, Waiting>();

  /** `prefix` tells this door's executions from those of an earlier door to the same channel. */
  constructor(socket: EslSocket, prefix: string) {
    this.#socket = socket;
    this.#prefix = prefix;
  }

  run(application: string, argument: string): Execution {
    if (this.#ended) return { started: Promise.resolve(null), completed: Promise.resolve(null) };
    const id = uuidOf('execution', this.#prefix, this.#count++);
    const started = Promise.withResolvers<EslEvent | null>();
    const completed = Promise.withResolvers<EslEvent | null>();
    this.#waiting.set(id, { start: started.resolve, complete: completed.resolve });
    void this.#socket.send(executeCommand(application, argument, id)).then((reply) => {
      // `lost` may still have been carried out; its events or the end of the door will tell.
      if (reply.kind === 'error' || reply.kind === 'unsent') this.#settle(id, null);
    });
    return { started: started.promise, completed: completed.promise };
  }

  /** Takes CHANNEL_EXECUTE and CHANNEL_EXECUTE_COMPLETE. */
  handle(event: EslEvent): void {
    const id = event.get('Application-UUID');
    if (event.name === 'CHANNEL_EXECUTE') this.#waiting.get(id)?.start(event);
    // On hang-up every application still completes: that counts as cancelled.
    else this.#settle(id, event.get('Answer-State') === 'hangup' ? null : event);
  }

  /** No more events will come. */
  end(): void {
    this.#ended = true;
    for (const id of [...this.#waiting.keys()]) this.#settle(id, null);
  }

  #settle(id: string, event: EslEvent | null): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.start(event);
    waiting?.complete(event);
  }
}
