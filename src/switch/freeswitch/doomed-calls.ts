import type { Clock } from '../../core/clock.ts';
import { RecentIds } from '../../core/recent-ids.ts';
import { channelId, hangupCause } from './encoding.ts';
import type { EslReply } from './esl-replies.ts';

const REMEMBERED = 10_000;
/** After how long a switch that has not answered is told again. */
const AGAIN_MS = 1_000;

interface DoomedCallsParts {
  clock: Clock;
  api: (name: string, ...words: string[]) => Promise<EslReply>;
  ended: (id: string) => boolean;
  stopped: () => boolean;
}

/**
 * Calls that nobody wants any more, and that may not be there yet: an originate that is under way brings one after it
 * was called off. Such a call is killed when it shows up.
 */
export class DoomedCalls {
  readonly #parts: DoomedCallsParts;
  readonly #ids = new RecentIds(REMEMBERED);

  constructor(parts: DoomedCallsParts) {
    this.#parts = parts;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(id: string): void {
    this.#ids.add(id);
  }

  async kill(id: string, cause: string): Promise<void> {
    const reply = await this.#parts.api('uuid_kill', channelId(id), hangupCause(cause));
    if (reply.kind !== 'ok' && !this.#parts.ended(id)) this.#ids.add(id);
  }

  /** One of them is there: it is killed, by a switch that hangs too. */
  async showedUp(id: string): Promise<void> {
    const { clock, api, stopped } = this.#parts;
    while (!stopped()) {
      const { kind } = await api('uuid_kill', channelId(id), 'ORIGINATOR_CANCEL');
      if (kind === 'ok' || kind === 'error') return;
      await new Promise<void>((resolve) => clock.at(clock.now() + AGAIN_MS, resolve));
    }
  }
}
