import { Worker } from 'node:worker_threads';

import type { Clock, Timer } from '../core/clock.ts';
import { RingbackError } from '../core/errors.ts';
import type { WorkerReply } from './serve-worker.ts';

/** On whose account a request goes. */
export interface Account {
  /** Who is answerable for the time it takes, such as a document. */
  owner: string;
  /** It may take its time, as it is done only once: only being cut off counts. */
  once: boolean;
}

/** A request that waits for its turn, or is being done. */
interface Job extends Account {
  request: unknown;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export interface LaneOptions {
  /** The program each worker runs: a module that calls `serveWorker`. */
  program: URL;
  clock: Clock;
  /** Longest time one request may take before its worker is ended, ms. */
  limitMs: number;
  /** Hears of every request that is not done only once how long it took, or that it was cut off. */
  took?: (owner: string, ms: number | 'cut off') => void;
}

const nobody: Account = { owner: '', once: true };

/** Deep scripts end by the limit of the interpreter, not by that of the thread. */
const STACK_MB = 16;

/**
 * One worker thread and the requests that wait for it. It has one request at a time, so that a worker that ends, or
 * is ended by the watchdog, takes only that one with it: the rest waits for the next worker.
 */
export class WorkerLane {
  readonly #options: LaneOptions;
  readonly #waiting: Job[] = [];
  #worker: Worker | null = null;
  #ready = false;
  #current: Job | null = null;
  #begun = 0;
  #watchdog: Timer | null = null;
  #closed = false;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#start();
  }

  /** @throws RingbackError SCRIPT_LIMIT when a limit, the watchdog or the end of the worker cut it off */
  call(request: unknown, account: Account = nobody): Promise<unknown> {
    if (this.#closed) return Promise.reject(closed());
    return new Promise((resolve, reject) => this.adopt([{ ...account, request, resolve, reject }]));
  }

  /** Gives up the requests of an owner that have not begun. */
  withdraw(owner: string): Job[] {
    const waiting = this.#waiting.splice(0);
    this.#waiting.push(...waiting.filter((job) => job.owner !== owner));
    return waiting.filter((job) => job.owner === owner);
  }

  /** Takes over requests that another lane gave up. */
  adopt(jobs: Job[]): void {
    if (jobs.length === 0) return;
    this.#waiting.push(...jobs);
    if (!this.#worker) this.#start();
    this.#next();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#drop();
    for (const job of [this.#current, ...this.#waiting.splice(0)]) job?.reject(closed());
    await worker?.terminate();
  }

  #start(): void {
    const worker = new Worker(this.#options.program, { resourceLimits: { stackSizeMb: STACK_MB } });
    worker.unref();
    // Whatever a worker that was given up still says is heard by nobody.
    const ifOurs = (act: () => void) => {
      if (worker === this.#worker) act();
    };
    worker.on('message', (reply: WorkerReply) => ifOurs(() => this.#hear(reply)));
    worker.on('error', (error: Error) => ifOurs(() => this.#ended(error)));
    worker.on('exit', () => ifOurs(() => this.#ended(new Error('the worker ended'))));
    this.#worker = worker;
  }

  #drop(): Worker | null {
    const worker = this.#worker;
    this.#worker = null;
    this.#ready = false;
    this.#watchdog?.cancel();
    return worker;
  }

  #next(): void {
    if (!this.#ready || this.#current) return;
    const job = this.#waiting.shift();
    if (!job) return;
    const { clock, limitMs } = this.#options;
    this.#current = job;
    this.#begun = clock.now();
    this.#watchdog = clock.at(this.#begun + limitMs, () => {
      void this.#worker?.terminate();
      this.#ended(new Error('the watchdog ended it'), `${limitMs} ms`);
    });
    this.#worker?.postMessage(job.request);
  }

  #hear(reply: WorkerReply): void {
    this.#watchdog?.cancel();
    const job = this.#current;
    this.#current = null;
    this.#ready = true;
    const { clock, took } = this.#options;
    if (job && !job.once) took?.(job.owner, clock.now() - this.#begun);
    this.#next();
    if (reply.kind === 'value') job?.resolve(reply.value);
    else if (reply.kind === 'error')
      job?.reject(
        reply.limit ? new RingbackError('SCRIPT_LIMIT', { limit: reply.message }) : new Error(reply.message),
      );
  }

  /** The worker is gone: so is what it was doing. One that never came up would not come up for the rest either. */
  #ended(error: Error, limit = 'a worker thread'): void {
    const cameUp = this.#ready;
    const job = this.#current;
    this.#current = null;
    this.#drop();
    if (job) this.#options.took?.(job.owner, 'cut off');
    job?.reject(new RingbackError('SCRIPT_LIMIT', { limit }, error));
    if (!cameUp) for (const waiting of this.#waiting.splice(0)) waiting.reject(error);
    else this.#start();
  }
}

function closed(): RingbackError {
  return new RingbackError('INTERNAL', { id: 'worker pool closed' });
}
