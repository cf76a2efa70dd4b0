import { parentPort } from 'node:worker_threads';

import { isRingbackError, messageOf } from '../core/errors.ts';
import { ScriptEngineBroken } from './script-error.ts';

/** What a worker says: that it is ready for a request, or how the one it had went. */
export type WorkerReply =
  { kind: 'ready' } | { kind: 'value'; value: unknown } | { kind: 'error'; message: string; limit: boolean };

/** Answers the requests a pool sends to this worker, one after the other. */
export function serveWorker(answer: (request: unknown) => unknown): void {
  const say = (reply: WorkerReply): void => parentPort?.postMessage(reply);
  parentPort?.on('message', (request: unknown) => {
    try {
      say({ kind: 'value', value: answer(request) });
    } catch (error) {
      // The pool puts a fresh worker in the place of one that ends.
      if (error instanceof ScriptEngineBroken) throw error;
      const limit = isRingbackError(error, 'SCRIPT_LIMIT');
      say({ kind: 'error', message: limit ? String(error.details['limit']) : messageOf(error), limit });
    }
  });
  say({ kind: 'ready' });
}
