import { parentPort } from 'node:worker_threads';

import { messageOf } from '../../core/errors.ts';
import { loadScriptEngine } from '../../sandbox/script-runtime.ts';
import { walkFiles, type Walk, type WalkRequest } from './walk-dialog.ts';

/** A walk for a worker: with all that it stands on. */
export interface WalkOrder {
  id: number;
  parts: Parameters<typeof walkFiles>[0];
  request: WalkRequest;
}

export type WalkAnswer = { id: number; walk: Walk } | { id: number; error: string };

await loadScriptEngine();
parentPort?.on('message', ({ id, parts, request }: WalkOrder) => {
  const say = (answer: WalkAnswer): void => parentPort?.postMessage(answer);
  walkFiles(parts, request).then(
    (walk) => say({ id, walk }),
    (error: unknown) => say({ id, error: messageOf(error) }),
  );
});
