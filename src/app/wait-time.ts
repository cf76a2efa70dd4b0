import { RingbackError } from '../core/errors.ts';
import { estimateWait, newPlace, type WaitEstimate } from '../routing/estimate.ts';
import type { App } from './ports.ts';

/**
 * The expected wait of someone who would join the virtual queue with that arrival (epoch ms); null = now.
 * @throws QUEUE_UNKNOWN
 */
export async function waitTime(app: App, queue: string, placeAt: number | null): Promise<WaitEstimate> {
  const { agents, queues } = app.config();
  if (!queues.some((one) => one.name === queue)) {
    const known = queues.map((one) => one.name).join(', ');
    throw new RingbackError('QUEUE_UNKNOWN', { queue: queue.slice(0, 100), known });
  }
  const state = await app.store.routing.load();
  return estimateWait(state, { agents, queues }, queue, newPlace(placeAt ?? app.clock.now(), 0));
}
