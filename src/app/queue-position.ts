import type { CallbackRecord } from '../callback/record.ts';
import { RingbackError } from '../core/errors.ts';
import { estimateWait, newPlace } from '../routing/estimate.ts';
import { asks } from '../routing/order.ts';
import { getCallback } from './find-callbacks.ts';
import type { App } from './ports.ts';
import { serviceNamed } from './services.ts';
import { routingConfig } from './routing-config.ts';
import { waitMethodOf } from './wait-time.ts';

interface QueuePosition {
  /** 1 = next; 0 when its turn has come. */
  position: number;
  /** Expected wait in seconds; -1 when it is not known. */
  eta: number;
  /** Live and virtual callers who wait in its queue, itself among them. */
  waiting: number;
  /** An agent is near, or taken: its turn has come. */
  agentNear: boolean;
}

/**
 * Where a callback stands in its virtual queue.
 * @throws CALLBACK_UNKNOWN, CALLBACK_FINAL; CALLBACK_NOT_QUEUED before its time has come
 */
export async function queuePosition(app: App, id: string): Promise<QueuePosition> {
  const record = await getCallback(app, id);
  if (record.state === 'COMPLETED') throw new RingbackError('CALLBACK_FINAL', { id, reason: record.reason });
  if (record.state === 'SCHEDULED') throw new RingbackError('CALLBACK_NOT_QUEUED', { id });
  return positionOf(app, record);
}

/** As `queuePosition`, for who has the record of one whose time has come. */
export async function positionOf(app: App, record: CallbackRecord): Promise<QueuePosition> {
  const { id } = record;
  const { queue, options } = serviceNamed(app, record.service);
  const state = await app.store.routing.load();
  const entry = state.entries.find((one) => one.id === id);
  const at = app.clock.now();
  const waiting = state.entries.filter((one) => one.queue === queue && asks(one)).length;
  if (entry && ['notified', 'reserved', 'talking'].includes(entry.mode))
    return { position: 0, eta: 0, waiting, agentNear: true };
  const place = { ...(entry ?? newPlace(record.placeAt, 0)), at };
  const asked = { queue, method: waitMethodOf(options), place };
  const { seconds, position } = estimateWait(state, routingConfig(app), asked);
  return { position, eta: seconds, waiting, agentNear: false };
}
