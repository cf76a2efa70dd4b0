import { parentPort } from 'node:worker_threads';

import { isRingbackError, messageOf } from '../core/errors.ts';
import { ScriptEngineBroken } from './script-error.ts';

/** What a worker says: that it is ready for requests, or how one went and how much processor time it took. */
export type WorkerReply =
  | { kind: 'ready' }
  | { kind: 'value'; value: unknown; ms: number }
  | { kind: 'error'; message: string; limit: boolean; ms: number };

/** Answers the requests a pool sends to this worker, one after the other. */
export function serveWorker(answer: (request: unknown) => unknown): void {
  const say = (reply: WorkerReply): void => parentPort?.postMessage(reply);
  parentPort?.on('message', (request: unknown) => {
    const before = process.threadCpuUsage();
    const ms = (): number => {
      const { user, system } = process.threadCpuUsage(before);
      return (user + system) / 1_000;
    };
    try {
      const value = answer(request);
      say({ kind: 'value', value, ms: ms() });
    } catch (error) {
      // The pool puts a fresh worker in the place of one that ends.
      if (error instanceof ScriptEngineBroken) throw error;
      const limit = isRingbackError(error, 'SCRIPT_LIMIT');
      const message = limit ? String(error.details['limit']) : messageOf(error);
      say({ kind: 'error', message, limit, ms: ms() });
    }
  });
  say({ kind: 'ready' });
}
