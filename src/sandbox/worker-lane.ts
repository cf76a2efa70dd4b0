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

/** A request that waits for its turn, or is with the worker. */
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
  /** Hears how much processor time each request took that is not done only once, or that it was cut off. */
  took?: (owner: string, ms: number | 'cut off') => void;
}

const nobody: Account = { owner: '', once: true };

/** Requests that a worker has: the one it does, and so many more that it need not wait for this thread between two. */
const WITH_WORKER = 4;

/** Deep scripts end by the limit of the interpreter, not by that of the thread. */
const STACK_MB = 16;

/**
 * One worker thread and the requests that wait for it. It does one at a time, in order, so a worker that ends, or is
 * ended by the watchdog, takes only the first of what it has with it: the rest waits for the next worker.
 */
export class WorkerLane {
  readonly #options: LaneOptions;
  readonly #waiting: Job[] = [];
  #worker: Worker | null = null;
  #ready = false;
  /** What the worker has, in the order in which it answers. */
  #sent: Job[] = [];
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
    for (const job of [...this.#sent.splice(0), ...this.#waiting.splice(0)]) job.reject(closed());
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
    while (this.#ready && this.#sent.length < WITH_WORKER) {
      const job = this.#waiting.shift();
      if (!job) return;
      this.#sent.push(job);
      if (this.#sent.length === 1) this.#watch();
      this.#worker?.postMessage(job.request);
    }
  }

  /** The time of the first request that the worker has begins now. */
  #watch(): void {
    const { clock, limitMs } = this.#options;
    this.#watchdog = clock.at(clock.now() + limitMs, () => {
      void this.#worker?.terminate();
      this.#ended(new Error('the watchdog ended it'), `${limitMs} ms`);
    });
  }

  #hear(reply: WorkerReply): void {
    this.#watchdog?.cancel();
    this.#ready = true;
    const job = reply.kind === 'ready' ? undefined : this.#sent.shift();
    if (this.#sent.length > 0) this.#watch();
    if (reply.kind !== 'ready' && job && !job.once) this.#options.took?.(job.owner, reply.ms);
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
    const [job, ...others] = this.#sent.splice(0);
    this.#waiting.unshift(...others);
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
