import type { CallbackRecord } from '../callback/record.ts';
import type { App } from './ports.ts';
import { positionOf } from './queue-position.ts';

/** With the place in the queue and the wait at the first dial (`_CB_*_WHEN_READY_TO_START_MEDIA_IXN`). */
export async function withPlace(app: App, record: CallbackRecord): Promise<CallbackRecord> {
  if (record.attempts.length !== 1) return record;
  const { position, eta } = await positionOf(app, record);
  const place = {
    _CB_POS_WHEN_READY_TO_START_MEDIA_IXN: position,
    _CB_EWT_WHEN_READY_TO_START_MEDIA_IXN: eta,
  };
  return { ...record, kvps: { ...record.kvps, ...place } };
}
