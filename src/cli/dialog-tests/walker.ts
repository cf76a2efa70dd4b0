import { Worker } from 'node:worker_threads';

import type { Configuration } from '../../callback/configuration.ts';
import type { Clock } from '../../core/clock.ts';
import { messageOf, RingbackError } from '../../core/errors.ts';
import type { Files } from '../../dialog/compile-set.ts';
import type { Walk, WalkRequest } from './walk-dialog.ts';
import type { WalkAnswer, WalkOrder } from './walk-program.ts';

/** A page of a designer's own may hold scripts: a walk that takes so long hangs in one. */
const LONGEST_MS = 15_000;

/** Walks through the dialogs of sets. */
export interface Walker {
  /** @throws WALK_FAILED */
  walk(set: { hash: string; files: Files }, request: WalkRequest): Promise<Walk>;
  close(): Promise<void>;
}

interface Waiting {
  resolve: (walk: Walk) => void;
  reject: (error: Error) => void;
}

/** In a thread of its own, begun with the first walk. One that hangs is ended, and the next walk gets another. */
export function createWalker(configuration: Configuration, clock: Clock): Walker {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let walks = 0;
  const end = (why: string): void => {
    void worker?.terminate();
    worker = null;
    for (const { reject } of waiting.values()) reject(new RingbackError('WALK_FAILED', { why }));
    waiting.clear();
  };
  const begun = (): Worker => {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const started = new Worker(new URL(`./walk-program.${extension}`, import.meta.url));
    started.unref();
    started.on('error', (error) => end(messageOf(error)));
    started.on('message', (answer: WalkAnswer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('walk' in answer) asked?.resolve(answer.walk);
      else asked?.reject(new RingbackError('WALK_FAILED', { why: answer.error }));
    });
    return started;
  };
  return {
    walk({ hash, files }, request) {
      const id = walks++;
      worker ??= begun();
      const order: WalkOrder = { id, parts: { configuration, hash, files: withoutSound(files) }, request };
      worker.postMessage(order);
      const { promise, resolve, reject } = Promise.withResolvers<Walk>();
      waiting.set(id, { resolve, reject });
      const timer = clock.at(clock.now() + LONGEST_MS, () => end('it takes too long'));
      return promise.finally(() => timer.cancel());
    },
    close() {
      end('the server stops');
      return Promise.resolve();
    },
  };
}

/** Of recordings only the names count. */
function withoutSound(files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, name.endsWith('.wav') ? '' : text]),
  );
}
