import { restart } from '../callback/life.ts';
import type { CallbackRecord } from '../callback/record.ts';
import { RingbackError } from '../core/errors.ts';
import { uuidOf } from '../core/ids.ts';
import { callbackSession, callbackSessionId } from './callback-session.ts';
import { getCallback } from './find-callbacks.ts';
import type { App } from './ports.ts';

/**
 * Carries a callback that waits in the queue out afresh, by the newest strategy and dialogs. It keeps its place, its
 * options and the attempts that were made. Its old session, here by its id too, is told that it is called off.
 *
 * @throws CALLBACK_UNKNOWN, CALLBACK_FINAL, CALLBACK_NOT_QUEUED; CALLBACK_STATE while the customer rings or is on the line
 */
export async function restartCallback(app: App, id: string): Promise<CallbackRecord> {
  const session = await app.store.sessions.get(id);
  for (;;) {
    const before = await getCallback(app, session?.callbackId ?? id);
    if (before.state === 'SCHEDULED') throw new RingbackError('CALLBACK_NOT_QUEUED', { id: before.id });
    const moves = (before.moves ?? 0) + 1;
    const sessionId = callbackSessionId(before.id, moves);
    const record = { ...restart(before, sessionId, app.clock.now()), moves };
    const event = {
      id: uuidOf('restarted', before.id, before.version),
      name: 'callback.cancelled',
      data: { callbackId: before.id },
    };
    const result = await app.store.callbacks.change({
      expectedVersion: before.version,
      record,
      deliveries: before.sessionId === null ? [] : [{ sessionId: before.sessionId, event }],
      session: await callbackSession(app, record),
      slot: 'keep',
      facts: [],
    });
    if (result === 'stale') continue;
    app.sessions.wake([before.sessionId, sessionId].filter((one) => one !== null));
    return record;
  }
}
