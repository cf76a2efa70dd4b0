import type { Clock } from '../../core/clock.ts';
import type { EslMessage } from './esl-framing.ts';

/**
 * What became of a command.
 * - `ok`, `error`: the switch answered, the latter with `-ERR` or `-USAGE`
 * - `unsent`: it certainly never left us
 * - `lost`: it was sent, and no answer came; the switch may have carried it out
 */
export interface EslReply {
  kind: 'ok' | 'error' | 'unsent' | 'lost';
  /** The answer's text without its last line feed, or why there is none. */
  text: string;
  /** The outer headers as they stand on the wire. */
  headers: ReadonlyMap<string, string>;
}

interface Slot {
  settle(reply: EslReply): void;
}

/**
 * Answers carry no ids: command/reply and api/response come strictly in the order of the commands. So there is one
 * queue for both, and a command whose time ran out keeps its place in it, else every later answer would be one off.
 */
export class EslReplies {
  readonly #clock: Clock;
  #slots: Slot[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Commands that wait for an answer, those included whose time ran out. */
  get waiting(): number {
    return this.#slots.length;
  }

  /** Takes a slot for a command that is about to be written. Resolves with `lost` after `timeoutMs`. */
  expect(timeoutMs: number): Promise<EslReply> {
    return new Promise((resolve) => {
      const timer = this.#clock.at(this.#clock.now() + timeoutMs, () =>
        resolve(noReply('lost', `no answer within ${timeoutMs} ms`)),
      );
      this.#slots.push({
        settle(reply) {
          timer.cancel();
          resolve(reply);
        },
      });
    });
  }

  /** Hands an answer to the oldest command; false when none waits for one. */
  settle(message: EslMessage): boolean {
    const slot = this.#slots.shift();
    slot?.settle(readReply(message));
    return slot !== undefined;
  }

  /** The connection is gone: no answer will come any more. */
  abandon(why: string): void {
    const slots = this.#slots;
    this.#slots = [];
    for (const slot of slots) slot.settle(noReply('lost', why));
  }
}

/** A reply for a command that got none. */
export function noReply(kind: 'unsent' | 'lost', why: string): EslReply {
  return { kind, text: why, headers: new Map() };
}

function readReply(message: EslMessage): EslReply {
  const text = (message.body?.toString('utf8') ?? message.headers.get('Reply-Text') ?? '').replace(/\n$/, '');
  const failed = /^-(ERR|USAGE)/.test(text);
  return { kind: failed ? 'error' : 'ok', text, headers: message.headers };
}
