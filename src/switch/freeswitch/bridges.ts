import type { Clock } from '../../core/clock.ts';
import type { BridgeOutcome } from '../switch.ts';
import { isChannelId } from './encoding.ts';
import type { EslEvent } from './esl-event.ts';
import type { EslReply } from './esl-replies.ts';

const BRIDGE_TIMEOUT_MS = 5_000;

interface Joining {
  ids: readonly [string, string];
  settle: (outcome: BridgeOutcome) => void;
}

/** Joins two channels and waits for the proof: `+OK` says only that the switch will try. */
export class Bridges {
  readonly #clock: Clock;
  readonly #api: (name: string, ...words: string[]) => Promise<EslReply>;
  #joining = new Set<Joining>();

  constructor(clock: Clock, api: (name: string, ...words: string[]) => Promise<EslReply>) {
    this.#clock = clock;
    this.#api = api;
  }

  async join(id: string, otherId: string): Promise<BridgeOutcome> {
    if (!isChannelId(otherId)) return { kind: 'failed', detail: `there is no call ${otherId}` };
    const proof = Promise.withResolvers<BridgeOutcome>();
    const joining: Joining = { ids: [id, otherId], settle: proof.resolve };
    this.#joining.add(joining);
    const timer = this.#clock.at(this.#clock.now() + BRIDGE_TIMEOUT_MS, () =>
      proof.resolve({ kind: 'failed', detail: `not joined within ${BRIDGE_TIMEOUT_MS} ms` }),
    );
    const reply = await this.#api('uuid_bridge', id, otherId);
    if (reply.kind === 'error' || reply.kind === 'unsent')
      proof.resolve({ kind: 'failed', detail: reply.text });
    const outcome = await proof.promise;
    timer.cancel();
    this.#joining.delete(joining);
    return outcome;
  }

  /** Takes CHANNEL_BRIDGE. */
  bridged(event: EslEvent): void {
    const pair = [event.get('Bridge-A-Unique-ID'), event.get('Bridge-B-Unique-ID')];
    for (const { ids, settle } of this.#joining)
      if (ids.every((id) => pair.includes(id))) settle({ kind: 'bridged' });
  }

  /** A channel has ended: `call-ended` for the call that was to be joined, a failure when it was the other one. */
  ended(id: string): void {
    for (const { ids, settle } of this.#joining) {
      if (ids[0] === id) settle({ kind: 'call-ended' });
      else if (ids[1] === id) settle({ kind: 'failed', detail: 'the other leg ended' });
    }
  }
}
