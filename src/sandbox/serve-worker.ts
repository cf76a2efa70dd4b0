import { parentPort } from 'node:worker_threads';

import { isRingbackError, messageOf } from '../core/errors.ts';
import type { WorkerCall, WorkerReply } from './worker-pool.ts';

/** Answers the requests a pool sends to this worker, one after the other. */
export function serveWorker(answer: (request: unknown) => unknown): void {
  parentPort?.on('message', ({ id, request }: WorkerCall) => {
    let reply: WorkerReply;
    try {
      reply = { id, value: answer(request) };
    } catch (error) {
      const limit = isRingbackError(error, 'SCRIPT_LIMIT');
      const message = limit ? String(error.details['limit']) : messageOf(error);
      reply = { id, error: { name: error instanceof Error ? error.name : 'Error', message, limit } };
    }
    parentPort?.postMessage(reply);
  });
}
