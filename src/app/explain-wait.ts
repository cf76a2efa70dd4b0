import { RingbackError } from '../core/errors.ts';
import type { WaitEstimate } from '../routing/estimate.ts';
import { waitSentence } from '../routing/wait-sentence.ts';
import type { App } from './ports.ts';
import { waitMethodOf, waitTime } from './wait-time.ts';

export interface ExplainedWait {
  /** The formula with its numbers. */
  sentence: string;
  estimate: WaitEstimate | null;
}

/** How the wait of somebody who joins now comes about: of each service's queue. */
export function explainWaits(app: App): Promise<ExplainedWait[]> {
  const queues = app.config().services.map(({ queue }) => queue);
  return Promise.all([...new Set(queues)].map((queue) => explainQueue(app, queue)));
}

/**
 * The same of one queue, by the method of the first service that uses it; or of a callback, as it was when the caller
 * was told.
 * @throws WAIT_UNKNOWN
 */
export async function explainWait(app: App, name: string): Promise<ExplainedWait> {
  const { queues } = app.config();
  if (queues.some((queue) => queue.name === name)) return explainQueue(app, name);
  const record = await app.store.callbacks.get(name);
  if (!record) {
    const known = queues.map((queue) => queue.name).join(', ');
    throw new RingbackError('WAIT_UNKNOWN', { name: name.slice(0, 100), known });
  }
  if (!record.waitEstimate) return { sentence: 'This caller was told no wait.', estimate: null };
  return explained(record.waitEstimate as unknown as WaitEstimate);
}

async function explainQueue(app: App, queue: string): Promise<ExplainedWait> {
  const service = app.config().services.find((one) => one.queue === queue);
  const method = waitMethodOf(service?.options ?? {});
  return explained(await waitTime(app, queue, { placeAt: null, method }));
}

function explained(estimate: WaitEstimate): ExplainedWait {
  return { sentence: waitSentence(estimate), estimate };
}
