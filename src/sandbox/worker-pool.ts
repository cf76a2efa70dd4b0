import { Worker } from 'node:worker_threads';

import type { Clock, Timer } from '../core/clock.ts';
import { RingbackError } from '../core/errors.ts';

/** What travels to a worker and back. */
export interface WorkerCall {
  id: number;
  request: unknown;
}

export type WorkerReply = { id: number; value: unknown } | { id: number; error: { name: string; message: string; limit: boolean } };

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

interface Lane {
  worker: Worker;
  waiting: Map<number, Waiting>;
  watchdog: Timer | null;
}

export interface WorkerPoolOptions {
  /** The program each worker runs: a module that calls `serveWorker`. */
  program: URL;
  threads: number;
  clock: Clock;
  /** Longest time one request may take before its worker is ended, ms. */
  limitMs: number;
}

/**
 * Worker threads that answer requests one at a time each. Counted limits inside are what normally ends a script;
 * the watchdog ends a worker that does not come back, fails what it was doing with SCRIPT_LIMIT, and a fresh one
 * takes its place.
 */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #lanes: Lane[] = [];
  #nextId = 0;
  #closed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    for (let lane = 0; lane < options.threads; lane++) this.#lanes.push(this.#start());
  }

  /** Which lane serves a key: the same one each time, so that what it loaded is warm. */
  laneOf(key: string): number {
    let hash = 0;
    for (let at = 0; at < key.length; at++) hash = (Math.imul(hash, 31) + key.charCodeAt(at)) >>> 0;
    return hash % this.#lanes.length;
  }

  call(laneIndex: number, request: unknown): Promise<unknown> {
    const lane = this.#lanes[laneIndex];
    if (!lane || this.#closed) return Promise.reject(new RingbackError('INTERNAL', { id: 'worker pool closed' }));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      lane.waiting.set(id, { resolve, reject });
      lane.watchdog ??= this.#watch(laneIndex, lane);
      lane.worker.postMessage({ id, request } satisfies WorkerCall);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { watchdog } of this.#lanes) watchdog?.cancel();
    await Promise.all(this.#lanes.map(({ worker }) => worker.terminate()));
  }

  #start(): Lane {
    const lane: Lane = { worker: new Worker(this.#options.program), waiting: new Map(), watchdog: null };
    lane.worker.unref();
    lane.worker.on('message', (reply: WorkerReply) => this.#reply(lane, reply));
    lane.worker.on('error', (error) => this.#fail(lane, new RingbackError('SCRIPT_LIMIT', { limit: 'a worker thread' }, error)));
    return lane;
  }

  #reply(lane: Lane, reply: WorkerReply): void {
    const waiting = lane.waiting.get(reply.id);
    lane.waiting.delete(reply.id);
    lane.watchdog?.cancel();
    lane.watchdog = lane.waiting.size > 0 ? this.#watch(this.#lanes.indexOf(lane), lane) : null;
    if (!waiting) return;
    if ('value' in reply) waiting.resolve(reply.value);
    else if (reply.error.limit) waiting.reject(new RingbackError('SCRIPT_LIMIT', { limit: reply.error.message }));
    else waiting.reject(new Error(reply.error.message));
  }

  #watch(index: number, lane: Lane): Timer {
    const { clock, limitMs } = this.#options;
    return clock.at(clock.now() + limitMs, () => {
      void lane.worker.terminate();
      this.#lanes[index] = this.#start();
      this.#fail(lane, new RingbackError('SCRIPT_LIMIT', { limit: `${limitMs} ms` }));
    });
  }

  #fail(lane: Lane, error: RingbackError): void {
    const index = this.#lanes.indexOf(lane);
    if (index >= 0 && !this.#closed) this.#lanes[index] = this.#start();
    lane.watchdog?.cancel();
    for (const waiting of lane.waiting.values()) waiting.reject(error);
    lane.waiting.clear();
  }
}
