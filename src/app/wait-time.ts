import { textOption, type Options } from '../callback/options.ts';
import { waitMethods, type WaitMethod } from '../callback/wait-method.ts';
import { RingbackError } from '../core/errors.ts';
import { estimateWait, newPlace, type WaitEstimate } from '../routing/estimate.ts';
import { routingConfig } from './routing-config.ts';
import type { App } from './ports.ts';

/**
 * The expected wait of someone who would join the virtual queue with that arrival (epoch ms; null = now), by the
 * method; of `entryId`, if that waits in it already.
 * @throws QUEUE_UNKNOWN
 */
export async function waitTime(
  app: App,
  queue: string,
  asked: { placeAt: number | null; method: WaitMethod; priority?: number; entryId?: string | null },
): Promise<WaitEstimate> {
  const { queues } = app.config();
  if (!queues.some((one) => one.name === queue)) {
    const known = queues.map((one) => one.name).join(', ');
    throw new RingbackError('QUEUE_UNKNOWN', { queue: queue.slice(0, 100), known });
  }
  const state = await app.store.routing.load();
  const at = app.clock.now();
  const entry = state.entries.find((one) => one.id === asked.entryId && one.queue === queue);
  const place = { ...(entry ?? newPlace(asked.placeAt ?? at, asked.priority ?? 0)), at };
  return estimateWait(state, routingConfig(app), { queue, method: asked.method, place });
}

/** The service's own choice of method. */
export function waitMethodOf(options: Options): WaitMethod {
  const chosen = textOption(options, '_wait_estimate');
  return waitMethods.find((method) => method === chosen) ?? 'queue-length';
}
