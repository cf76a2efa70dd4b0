import { letsThrough, messageFor, type Receiver } from '../callback/notification.ts';
import { uuidOf } from '../core/ids.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { SessionStart } from '../store/sessions.ts';
import { newSession } from './new-session.ts';
import type { App } from './ports.ts';
import { needStrategy } from './need-strategy.ts';
import { subscriptions } from './subscriptions.ts';

/** The strategy that carries one message to one receiver. */
const STRATEGY = 'notify';

/** A message to all who have subscribed to its tag. */
export interface Notification {
  /** A second one with it goes to nobody a second time. */
  id: string;
  tag: string;
  message: Json;
  /** What the message is called as an event, for receivers that are sessions. */
  event: string;
  /** One more, who need not have subscribed; null: none. */
  receiver: Receiver | null;
  /** The set whose strategy carries it. */
  setHash: string;
}

/**
 * Publishes a notification: for each receiver a session is begun that sends it and tries again (`notify.scxml`). Resolves
 * with the number of receivers once all are stored; asked again with the same id, nobody is begun with twice.
 *
 * @throws DOCUMENT_UNKNOWN when the set has no such strategy
 */
export async function publishNotification(app: App, notification: Notification): Promise<number> {
  const { tag, receiver } = notification;
  const own = receiver ? [{ ...receiver, id: 'own' }] : [];
  const receivers = [...own, ...(await subscriptions(app)).filter(({ filter }) => letsThrough(filter, tag))];
  if (receivers.length === 0) return 0;
  await needStrategy(app, notification.setHash, STRATEGY);
  const sessions = receivers.map((one) => sessionFor(app, notification, one));
  await Promise.all(sessions.map((session) => app.store.sessions.start(session)));
  app.sessions.wake(sessions.map(({ row }) => row.id));
  return receivers.length;
}

function sessionFor(app: App, notification: Notification, to: Receiver & { id: string }): SessionStart {
  const { id, setHash, tag } = notification;
  const params = { id, tag, subscription: to.id, ...wayTo(app, notification, to) };
  return newSession(app, {
    id: uuidOf('notify', id, to.id),
    strategy: STRATEGY,
    setHash,
    callbackId: null,
    params,
  });
}

/** To a session, or to an address: the receiver's own or the push gateway's. */
function wayTo(app: App, { message, event }: Notification, to: Receiver): JsonObject {
  const body = messageFor(to, message);
  if (to.type === 'orscb') return { session: to.deviceId, event, body };
  return { url: to.type === 'httpcb' ? to.deviceId : app.config().genesys.pushGateway, body };
}
