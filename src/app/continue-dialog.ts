import { changed } from '../callback/life.ts';
import type { CallbackRecord } from '../callback/record.ts';
import { RingbackError } from '../core/errors.ts';
import { uuidOf } from '../core/ids.ts';
import type { JsonObject } from '../core/json.ts';
import { getCallback } from './find-callbacks.ts';
import { accessPairs, customerCalls, grantAccess } from './grant-access.ts';
import type { App } from './ports.ts';

/**
 * The customer is ready to talk, as the app says: one who calls learns where, and is expected; one who is called is
 * dialled as soon as an agent is near. Saying it again changes nothing but, when the first is over, the access.
 *
 * @throws CALLBACK_UNKNOWN; CALLBACK_FINAL when it has ended; CALLBACK_STATE before its time and on the line
 */
export async function customerReady(app: App, id: string): Promise<CallbackRecord> {
  for (;;) {
    const before = await getCallback(app, id);
    const { state, reason, sessionId, options, userData, version } = before;
    if (state === 'COMPLETED') throw new RingbackError('CALLBACK_FINAL', { id, reason });
    if (state !== 'QUEUED' || sessionId === null)
      throw new RingbackError('CALLBACK_STATE', { id, from: state, to: 'ROUTING' });
    const now = app.clock.now();
    const valid = before.access && before.access.expiresAt > now ? before.access : null;
    const access = customerCalls(options) ? (valid ?? (await grantAccess(app, before))) : null;
    const why = access ? 'the customer is ready, and was told where to call' : 'the customer is ready';
    const record = changed(
      before,
      { why, ...(access && { access, userData: { ...userData, ...accessPairs(access) } }) },
      now,
    );
    const data: JsonObject = { validFor: access ? (access.expiresAt - now) / 1000 : null };
    const event = { id: uuidOf('callback.confirmed', id, version), name: 'callback.confirmed', data };
    const result = await app.store.callbacks.change({
      expectedVersion: version,
      record,
      deliveries: [{ sessionId, event }],
      ...{ session: null, slot: 'keep', facts: [] },
    });
    if (result === 'stale') continue;
    app.sessions.wake([sessionId]);
    return record;
  }
}
