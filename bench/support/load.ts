import { Worker } from 'node:worker_threads';

import type { Load, LoadResult } from './load-worker.ts';

/** Sends requests from a thread of its own, so that the server has its thread to itself. */
export interface LoadClient {
  /** Resolves to answers a second. @throws Error when one was not the answer expected */
  run(load: Load): Promise<number>;
  close(): Promise<void>;
}

export function startLoadClient(): LoadClient {
  const worker = new Worker(new URL('./load-worker.ts', import.meta.url));
  return {
    run: (load) =>
      new Promise((resolve, reject) => {
        worker.once('message', (result: LoadResult) => {
          if (result.trouble === null) resolve(result.perSecond);
          else reject(new Error(`${load.url}: ${result.trouble}`));
        });
        worker.postMessage(load);
      }),
    async close() {
      await worker.terminate();
    },
  };
}
