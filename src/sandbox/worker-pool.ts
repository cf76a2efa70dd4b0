import { WorkerLane, type LaneOptions } from './worker-lane.ts';

export interface WorkerPoolOptions extends LaneOptions {
  threads: number;
}

/**
 * Worker threads that answer requests. Counted limits inside are what normally ends a script; the watchdog of a lane
 * is for what those do not see, such as a catastrophic regular expression.
 */
export class WorkerPool {
  readonly #lanes: WorkerLane[];

  constructor({ threads, ...options }: WorkerPoolOptions) {
    this.#lanes = Array.from({ length: threads }, () => new WorkerLane(options));
  }

  /** The lane of a key: the same one each time, so that what it loaded is warm. */
  laneOf(key: string): WorkerLane {
    let hash = 0;
    for (let at = 0; at < key.length; at++) hash = (Math.imul(hash, 31) + key.charCodeAt(at)) >>> 0;
    const lane = this.#lanes[hash % this.#lanes.length];
    if (!lane) throw new RangeError('a pool needs a thread');
    return lane;
  }

  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }
}
