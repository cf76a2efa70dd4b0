import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

import { messageOf, RingbackError } from '../../core/errors.ts';
import { fromFailure, toFailure } from './failure.ts';
import { ring } from './bell.ts';
import type { LaneData, ToMain, ToWorker } from './lane-worker.ts';
import type { MortalLane } from './restarted-lane.ts';
import type { Reply, Request } from './transaction.ts';

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * Opens a connection in a thread of its own. What is called in one turn of the event loop travels in one message,
 * and the results of one transaction come back in one.
 *
 * @throws STORE_DOWN when the thread cannot open the file
 */
export async function workerLane(data: LaneData): Promise<MortalLane> {
  const file = new URL(`./lane-worker${extname(fileURLToPath(import.meta.url))}`, import.meta.url);
  const lane = new WorkerLane(new Worker(file, { workerData: data, name: `store-${data.kind}` }), data.bell);
  await lane.ready();
  return lane;
}

class WorkerLane implements MortalLane {
  readonly #worker: Worker;
  readonly #bell: Int32Array;
  readonly ended: Promise<void>;
  readonly #pending = new Map<number, Pending>();
  readonly #ready = Promise.withResolvers<true>();
  #outgoing: Request[] = [];
  #nextId = 0;
  #down: RingbackError | null = null;

  constructor(worker: Worker, bell: Int32Array) {
    this.#bell = bell;
    this.#worker = worker;
    this.ended = new Promise((resolve) => worker.once('exit', () => resolve()));
    worker.on('message', (message: ToMain) => this.#receive(message));
    worker.on('error', (error) => this.#fail(`its thread failed (${messageOf(error)}) and is started again`));
    worker.on('exit', () => this.#fail('its thread has ended and is started again'));
  }

  get down(): Error | null {
    return this.#down;
  }

  async ready(): Promise<void> {
    await this.#ready.promise;
  }

  call(name: string, args: unknown[]): Promise<unknown> {
    if (this.#down) return Promise.reject(this.#down);
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#pending.set(id, { resolve, reject });
      // Not sooner: the requests of one turn of the event loop share one message, and one sync of the disk.
      if (this.#outgoing.length === 0) setImmediate(() => this.#flush());
      this.#outgoing.push({ id, name, args });
    });
  }

  async close(): Promise<void> {
    this.#flush();
    this.#post(null);
    await this.ended;
  }

  #flush(): void {
    if (this.#outgoing.length === 0) return;
    const requests = this.#outgoing;
    this.#outgoing = [];
    try {
      this.#post(requests);
    } catch (error) {
      // Something in them is no JSON and cannot travel, a mistake of the caller; none of them has left.
      for (const { id } of requests) this.#settle({ id, failure: toFailure(error, '') });
    }
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
    ring(this.#bell);
  }

  #receive(message: ToMain): void {
    if (message === 'ready') this.#ready.resolve(true);
    else for (const reply of message) this.#settle(reply);
  }

  #settle(reply: Reply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if ('failure' in reply) pending?.reject(fromFailure(reply.failure));
    else pending?.resolve(reply.result);
  }

  /** Whether what was on its way has been committed is not known. */
  #fail(why: string): void {
    this.#down ??= new RingbackError('STORE_DOWN', { why });
    this.#ready.reject(this.#down);
    for (const pending of this.#pending.values()) pending.reject(this.#down);
    this.#pending.clear();
    this.#outgoing = [];
  }
}
