import { complete, start } from '../callback/life.ts';
import type { CallbackRecord } from '../callback/record.ts';
import { userEvent } from '../callback/user-events.ts';
import type { CallbackChange } from '../store/callbacks.ts';
import { callbackSession, callbackSessionId } from './callback-session.ts';
import type { App } from './ports.ts';
import { statusDeliveries } from './status-notifications.ts';

const AT_A_TIME = 100;

/** Starts the sessions of scheduled callbacks whose time has come. Resolves with the next such time, or null. */
export async function startDueCallbacks(app: App): Promise<number | null> {
  await app.refreshConfig();
  for (;;) {
    const due = await app.store.callbacks.due(app.clock.now(), AT_A_TIME);
    for (const record of due) {
      const change = await changeOf(app, record);
      // Stale: cancelled or started by another meanwhile; if it is still due, the next round sees it.
      const result = await app.store.callbacks.change(change);
      if (result !== 'changed') continue;
      const told = change.deliveries.map(({ sessionId }) => sessionId);
      app.sessions.wake(change.session ? [change.session.row.id, ...told] : told);
    }
    if (due.length === 0) return app.store.callbacks.nextDue();
  }
}

async function changeOf(app: App, record: CallbackRecord): Promise<CallbackChange> {
  const next = await nextOf(app, record);
  const deliveries = statusDeliveries(record, next.record);
  return { expectedVersion: record.version, deliveries, slot: 'keep', ...next };
}

type Next = Pick<CallbackChange, 'record' | 'session' | 'facts'>;

async function nextOf(app: App, record: CallbackRecord): Promise<Next> {
  const now = app.clock.now();
  if (!app.config().services.some((service) => service.name === record.service)) {
    const why = `service ${record.service} is no longer configured`;
    return ended(complete(record, 'FAIL_ERROR', why, now));
  }
  if (now >= record.expiresAt) {
    const why = 'its time to live (_ttl) was over before it could be started';
    return ended(complete(record, 'FAIL_TIMEOUT_TTL', why, now));
  }
  const started = start(record, callbackSessionId(record.id, record.moves), now);
  return { record: started, session: await callbackSession(app, started), facts: [] };
}

function ended(record: CallbackRecord): Next {
  return { record, session: null, facts: [userEvent(record, true)] };
}
