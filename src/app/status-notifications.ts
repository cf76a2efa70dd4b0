import { callbackTag, receiverProblem } from '../callback/notification.ts';
import { textOption } from '../callback/options.ts';
import type { CallbackRecord } from '../callback/record.ts';
import { newsOf, type StatusNews } from '../callback/status-news.ts';
import { RingbackError } from '../core/errors.ts';
import { uuidOf } from '../core/ids.ts';
import type { JsonObject } from '../core/json.ts';
import type { Delivery, SessionStart } from '../store/sessions.ts';
import { needStrategy } from './need-strategy.ts';
import { newSession } from './new-session.ts';
import type { App } from './ports.ts';

/** The strategy that follows one callback and publishes what becomes of it. */
const STRATEGY = 'status-notifications';

/**
 * The session that tells what becomes of a new callback, to be started with it; null when nobody is told.
 *
 * @throws OPTION_INVALID when nothing can be sent to `_status_notification_target`; DOCUMENT_UNKNOWN
 */
export async function statusSession(app: App, record: CallbackRecord): Promise<SessionStart | null> {
  const [news] = newsOf(null, record);
  if (!news) return null;
  const setHash = await app.activeSet();
  await needStrategy(app, setHash, STRATEGY);
  const { service, id } = record;
  const receiver = receiverOf(app, record);
  const params: JsonObject = { service, tag: callbackTag(record), receiver, news: dataOf(news) };
  return newSession(app, { id: sessionIdOf(id), strategy: STRATEGY, setHash, callbackId: id, params });
}

/** What its session is told of a change of a callback, in the commit of the change. */
export function statusDeliveries(before: CallbackRecord, after: CallbackRecord): Delivery[] {
  return newsOf(before, after).map((news) => ({
    sessionId: sessionIdOf(after.id),
    event: {
      id: uuidOf('news', after.id, after.version, news.event),
      name: 'callback.news',
      data: dataOf(news),
    },
  }));
}

function sessionIdOf(callbackId: string): string {
  return uuidOf('status', callbackId);
}

/** With `notify` clients subscribe themselves. */
function receiverOf(app: App, { options }: CallbackRecord): JsonObject | null {
  if (textOption(options, '_enable_status_notification') !== 'subscribe_notify') return null;
  const [type, deviceId] = [
    textOption(options, '_status_notification_type'),
    textOption(options, '_status_notification_target'),
  ];
  const { genesys, sessionEvents } = app.config();
  const why = receiverProblem({ type, deviceId }, { gateway: genesys.pushGateway, rules: sessionEvents });
  if (why !== null)
    throw new RingbackError('OPTION_INVALID', {
      ...{ option: '_status_notification_target', value: deviceId.slice(0, 100), why },
    });
  return { type, deviceId, properties: {} };
}

function dataOf(news: StatusNews): JsonObject {
  return { ...news };
}
