import { silentLogger, type Logger } from '../core/logger.ts';
import type { Clock } from '../core/clock.ts';
import { Offenders } from './offenders.ts';
import { WorkerLane, type Account, type LaneOptions } from './worker-lane.ts';

interface FairPoolOptions extends Pick<LaneOptions, 'program' | 'limitMs'> {
  threads: number;
  clock: Clock;
  log?: Logger;
}

/** Which lane a request belongs in, and on whose account it goes. */
interface Place extends Account {
  /** Requests of one key are done in the same lane while nothing is wrong, so that what it loaded is warm. */
  key: string;
}

/**
 * Worker threads that answer requests. An owner whose requests are slow or have to be cut off again and again gets
 * out of the way of the others: for a while its requests, also those that wait, are done in a lane for such owners.
 * What a request is answered does not depend on the lane.
 */
export class FairPool {
  readonly #options: LaneOptions;
  readonly #lanes: WorkerLane[];
  readonly #offenders: Offenders;
  readonly #log: Logger;
  /** Begun when there is somebody for it. */
  #quarantine: WorkerLane | null = null;

  constructor({ threads, log = silentLogger, ...options }: FairPoolOptions) {
    this.#log = log;
    this.#offenders = new Offenders(options.clock);
    this.#options = { ...options, took: (owner, ms) => this.#took(owner, ms) };
    this.#lanes = Array.from({ length: threads }, () => new WorkerLane(this.#options));
  }

  /** @throws RingbackError SCRIPT_LIMIT when a limit, the watchdog or the end of the worker cut it off */
  call({ key, ...account }: Place, request: unknown): Promise<unknown> {
    return (this.#offenders.has(account.owner) ? this.#apart() : this.#laneOf(key)).call(request, account);
  }

  async close(): Promise<void> {
    const lanes = this.#quarantine ? [...this.#lanes, this.#quarantine] : this.#lanes;
    await Promise.all(lanes.map((lane) => lane.close()));
  }

  #laneOf(key: string): WorkerLane {
    let hash = 0;
    for (let at = 0; at < key.length; at++) hash = (Math.imul(hash, 31) + key.charCodeAt(at)) >>> 0;
    const lane = this.#lanes[hash % this.#lanes.length];
    if (!lane) throw new RangeError('a pool needs a thread');
    return lane;
  }

  #apart(): WorkerLane {
    return (this.#quarantine ??= new WorkerLane(this.#options));
  }

  #took(owner: string, ms: number | 'cut off'): void {
    if (!this.#offenders.took(owner, ms)) return;
    this.#log.warn({ owner, ms }, 'its requests hold others up: for a while they are done apart');
    for (const lane of this.#lanes) this.#apart().adopt(lane.withdraw(owner));
  }
}
