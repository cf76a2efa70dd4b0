import type { Clock } from '../../core/clock.ts';
import type { PartOutcome } from '../switch.ts';
import { isChannelId } from './encoding.ts';
import type { EslReply } from './esl-replies.ts';

const PART_TIMEOUT_MS = 5_000;

interface Parting {
  /** Whose door has not opened again yet. */
  away: Set<string>;
  ended: (id: string) => void;
  settle: (outcome: PartOutcome) => void;
}

export interface PartingsParts {
  clock: Clock;
  /** Where channels enter the dialplan that leads to our door: extension, dialplan, context. */
  enter: string;
  api: (name: string, ...words: string[]) => Promise<EslReply>;
}

/** Takes two channels that talk apart: both enter the dialplan again, and two open doors are the proof. */
export class Partings {
  readonly #parts: PartingsParts;
  #parting = new Set<Parting>();

  constructor(parts: PartingsParts) {
    this.#parts = parts;
  }

  async part(id: string, otherId: string): Promise<PartOutcome> {
    const { clock, api, enter } = this.#parts;
    if (!isChannelId(id)) return { kind: 'call-ended' };
    const proof = Promise.withResolvers<PartOutcome>();
    const parting: Parting = {
      away: new Set([id, otherId]),
      settle: proof.resolve,
      ended: (gone) =>
        proof.resolve(
          gone === id ? { kind: 'call-ended' } : { kind: 'failed', detail: 'the other leg ended' },
        ),
    };
    this.#parting.add(parting);
    const timer = clock.at(clock.now() + PART_TIMEOUT_MS, () =>
      proof.resolve({ kind: 'failed', detail: `not apart within ${PART_TIMEOUT_MS} ms` }),
    );
    const reply = await api('uuid_transfer', id, '-both', enter);
    if (reply.kind === 'error' || reply.kind === 'unsent')
      proof.resolve({ kind: 'failed', detail: reply.text });
    const outcome = await proof.promise;
    timer.cancel();
    this.#parting.delete(parting);
    return outcome;
  }

  /** The door of a channel has opened. */
  entered(id: string): void {
    for (const { away, settle } of this.#parting)
      if (away.delete(id) && away.size === 0) settle({ kind: 'parted' });
  }

  ended(id: string): void {
    for (const { away, ended } of this.#parting) if (away.has(id)) ended(id);
  }
}
