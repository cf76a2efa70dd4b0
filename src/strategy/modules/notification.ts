import { publishNotification } from '../../app/publish-notification.ts';
import type { Receiver } from '../../callback/notification.ts';
import { isRingbackError, messageOf } from '../../core/errors.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import { attributesOf, elementSpec, objectOf, textOf, type StrategyModule, type Tools } from '../module.ts';

/** Ours: messages to whoever has subscribed. */
export const notificationModule: StrategyModule = {
  name: 'notification',
  namespaces: ['urn:ringback:modules:notification'],
  does: 'Ours: messages to whoever has subscribed to their tag.',
  functions: {},
  constants: {},
  elements: {
    publish: {
      spec: elementSpec(['tag', 'message', 'event', 'id', 'receiver'], ['tag', 'message']),
      about: {
        does: 'Publishes `message` under `tag`: each subscription whose filter lets the tag through gets it, by a session of `notify.scxml`. To receivers that are sessions it is the event `event` (`notification`). `receiver`, an object of `type` and `deviceId`, gets it without having subscribed. What has the same `id` goes to nobody twice; left out, each is one of its own. It is published whether the session still runs or not; there are no events.',
        events: [],
        errors: [],
      },
      mode: 'repeatable',
      outlives: true,
      run: publish,
      recover: publish,
    },
  },
};

/** Doing it again begins nothing twice. */
async function publish(action: ActionRow, session: SessionRow, { app }: Tools): Promise<void> {
  const attributes = attributesOf(action);
  try {
    await publishNotification(app, {
      id: textOf(attributes, 'id') || action.id,
      tag: textOf(attributes, 'tag'),
      message: attributes['message'] ?? null,
      event: textOf(attributes, 'event') || 'notification',
      receiver: receiverOf(action),
      setHash: session.setHash,
    });
  } catch (error) {
    if (!isRingbackError(error, 'DOCUMENT_UNKNOWN')) throw error;
    app.log.error({ action: action.id, error: messageOf(error) }, 'a notification could not be published');
  }
  await app.store.outbox.finish(action.id);
}

function receiverOf(action: ActionRow): Receiver | null {
  const given = objectOf(attributesOf(action), 'receiver');
  const type = textOf(given, 'type');
  if (type === '') return null;
  return { type, deviceId: textOf(given, 'deviceId'), properties: objectOf(given, 'properties') };
}
