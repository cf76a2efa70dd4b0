import { cancel, openAttempt } from '../callback/life.ts';
import type { CallbackRecord, Fact } from '../callback/record.ts';
import { userEvent } from '../callback/user-events.ts';
import { messageOf, RingbackError } from '../core/errors.ts';
import { uuidOf } from '../core/ids.ts';
import type { Delivery } from '../store/sessions.ts';
import type { App } from './ports.ts';
import { statusDeliveries } from './status-notifications.ts';

/** Why it is called off, where no request of the customer's does so, and whether one who is on the line is spared. */
interface CancelWish {
  why?: string;
  waitingOnly?: boolean;
}

/**
 * Calls a callback off: COMPLETED at once, its session is told, and a phone that rings for it stops ringing.
 *
 * @throws CALLBACK_UNKNOWN, CALLBACK_FINAL, CALLBACK_TALKING
 */
export async function cancelCallback(app: App, id: string, wish: CancelWish = {}): Promise<CallbackRecord> {
  for (;;) {
    const record = await app.store.callbacks.get(id);
    if (!record) throw new RingbackError('CALLBACK_UNKNOWN', { id: id.slice(0, 100) });
    if (wish.waitingOnly && record.state === 'ROUTING') throw new RingbackError('CALLBACK_TALKING', { id });
    const cancelled = cancel(record, app.clock.now(), wish.why);
    const deliveries = [...noticeOf(record), ...statusDeliveries(record, cancelled)];
    const result = await app.store.callbacks.change({
      expectedVersion: record.version,
      record: cancelled,
      deliveries,
      session: null,
      slot: record.state === 'SCHEDULED' ? 'free' : 'keep',
      facts: [cancellationOf(cancelled), userEvent(cancelled, true)],
    });
    if (result === 'stale') continue;
    app.sessions.wake(deliveries.map(({ sessionId }) => sessionId));
    await stopLegs(app, cancelled);
    return cancelled;
  }
}

function noticeOf(record: CallbackRecord): Delivery[] {
  if (record.sessionId === null) return [];
  const event = {
    id: uuidOf('cancelled', record.id),
    name: 'callback.cancelled',
    data: { callbackId: record.id },
  };
  return [{ sessionId: record.sessionId, event }];
}

async function stopLegs(app: App, record: CallbackRecord): Promise<void> {
  const legs = new Set([openAttempt(record)?.id, record.interactionId]);
  for (const leg of legs) if (leg) await stopRinging(app, leg);
}

function cancellationOf(record: CallbackRecord): Fact {
  return {
    id: `${record.id}.cancelled`,
    at: record.completedAt ?? record.updatedAt,
    kind: 'callback.cancelled',
    callbackId: record.id,
    data: {},
  };
}

/** The cancel stands whatever the switch says: its session, and whoever sees the leg later, end it too. */
async function stopRinging(app: App, leg: string): Promise<void> {
  try {
    await app.switch.kill(leg, 'ORIGINATOR_CANCEL');
  } catch (error) {
    app.log.warn({ leg, error: messageOf(error) }, 'the leg of a cancelled callback could not be ended');
  }
}
