import { desiredTime } from '../callback/desired-time.ts';
import { reschedule } from '../callback/life.ts';
import { msOption } from '../callback/options.ts';
import type { CallbackRecord, Fact } from '../callback/record.ts';
import { checkedUserData } from '../callback/user-data.ts';
import { uuidOf } from '../core/ids.ts';
import type { CallbackChange } from '../store/callbacks.ts';
import { callbackSession, callbackSessionId } from './callback-session.ts';
import { getCallback } from './find-callbacks.ts';
import type { App } from './ports.ts';
import { slotClaim, slotFull } from './slots.ts';
import { statusDeliveries } from './status-notifications.ts';

interface Rescheduling {
  id: string;
  /** ISO 8601; null, empty or `now` for as soon as possible. */
  newTime: string | null;
  /** Pairs that replace or join the caller's own. */
  userData: Record<string, string>;
}

/**
 * Gives a callback another time: its old slot is freed and the new one taken in one commit. A callback that waits in
 * the queue leaves it; one that is moved to now begins.
 *
 * @throws CALLBACK_UNKNOWN, CALLBACK_FINAL, CALLBACK_STATE, TIME_INVALID, OFFICE_CLOSED, SLOT_FULL,
 *   BAD_REQUEST for too many user data; nothing is changed then
 */
export async function rescheduleCallback(app: App, wanted: Rescheduling): Promise<CallbackRecord> {
  for (;;) {
    const before = await getCallback(app, wanted.id);
    const change = await changeOf(app, before, wanted);
    const result = await app.store.callbacks.change(change);
    if (result === 'stale') continue;
    if (result === 'slot-full' && typeof change.slot === 'object') throw await slotFull(app, change.slot);
    const told = change.deliveries.map(({ sessionId }) => sessionId);
    const woken = [before.sessionId, change.session?.row.id ?? null, ...told];
    app.sessions.wake(woken.filter((id) => id !== null));
    return change.record;
  }
}

async function changeOf(app: App, before: CallbackRecord, wanted: Rescheduling): Promise<CallbackChange> {
  const now = app.clock.now();
  const desiredAt = desiredTime(wanted.newTime, before.options, now, '_new_desired_time');
  const { state } = before;
  const leavesQueue = state === 'QUEUED' && desiredAt !== null;
  const begins = state === 'SCHEDULED' && desiredAt === null;
  const { moves = 0 } = before;
  const startAt = desiredAt ?? now;
  const moved = reschedule(
    before,
    {
      desiredAt,
      placeAt: desiredAt === null && !begins ? before.placeAt : startAt,
      expiresAt: startAt + msOption(before.options, '_ttl'),
      sessionId: begins ? callbackSessionId(before.id, moves) : leavesQueue ? null : before.sessionId,
    },
    now,
  );
  const record = {
    ...moved,
    userData: checkedUserData({ ...before.userData, ...wanted.userData }),
    ...(leavesQueue && { moves: moves + 1 }),
  };
  const { service, options } = record;
  return {
    expectedVersion: before.version,
    record,
    deliveries: [
      ...(leavesQueue && before.sessionId !== null ? [farewell(before, before.sessionId)] : []),
      ...statusDeliveries(before, record),
    ],
    session: begins ? await callbackSession(app, record) : null,
    slot: desiredAt === null ? 'free' : await slotClaim(app, { service, options, at: desiredAt }),
    facts: [moveOf(record)],
  };
}

/** To its session, the callback is called off: another one carries it out when the time comes. */
function farewell(record: CallbackRecord, sessionId: string): CallbackChange['deliveries'][number] {
  const event = {
    id: uuidOf('moved', record.id, record.version),
    name: 'callback.cancelled',
    data: { callbackId: record.id },
  };
  return { sessionId, event };
}

function moveOf(record: CallbackRecord): Fact {
  const { id, version, updatedAt, desiredAt } = record;
  return {
    id: `${id}.rescheduled.${version}`,
    at: updatedAt,
    kind: 'callback.rescheduled',
    callbackId: id,
    data: { desiredAt },
  };
}
