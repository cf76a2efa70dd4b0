import { z } from 'zod';

import { publishNotification } from '../../app/publish-notification.ts';
import { subscribe, unsubscribe } from '../../app/subscriptions.ts';
import { secretId } from '../../core/ids.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';

const name = z.string().min(1).max(200);
/** A number, also as text. */
const seconds = z
  .union([z.number(), z.string().regex(/^\d{1,9}$/)])
  .transform(Number)
  .refine((value) => Number.isFinite(value) && value >= 0, { error: 'it is a number of seconds' })
  .meta({ type: 'integer', minimum: 0 });

const subscription = endpoint({
  method: 'post',
  path: '/1/notification/subscription',
  summary: 'Subscribe to notifications',
  inferred:
    'the answer; `*` in a filter stands for any characters; a filter with it takes the right to see what it lets through; `comet` is refused',
  json: true,
  body: z.looseObject({
    subscriberId: name.meta({ description: 'who subscribes; mandatory' }),
    filter: name.meta({ description: 'a tag, or a pattern of tags with `*`; mandatory' }),
    notificationDetails: z
      .looseObject({
        deviceId: z.string().min(1).max(4096),
        type: z.string().max(100).default('comet'),
        properties: z.record(z.string(), z.unknown()).default({}),
      })
      .meta({
        description:
          'where to: `type` (`httpcb`, `orscb`, or a kind of device for the push gateway), `deviceId`, `properties`; mandatory',
      }),
    providerName: name.optional().meta({ description: 'kept, without effect: there is one push gateway' }),
    expire: seconds.optional().meta({ description: 'seconds it stands' }),
    authorization: z.unknown().optional().meta({ description: 'not kept: the push gateway has its own' }),
  }),
  answer: z.object({ id: z.string(), expire: z.number() }),
  handle: async (app, { body, caller }) => {
    const { subscriberId, filter, notificationDetails, providerName = null, expire = null } = body;
    const { type, deviceId, properties } = notificationDetails;
    const wanted = {
      subscriberId,
      filter,
      providerName,
      type,
      deviceId,
      properties: properties as JsonObject,
    };
    const made = await subscribe(app, caller, { ...wanted, seconds: expire });
    return { id: made.id, expire: made.seconds };
  },
});

const unsubscription = endpoint({
  method: 'delete',
  path: '/1/notification/subscription/{id}',
  summary: 'End a subscription',
  inferred: '404 when there is none',
  answer: null,
  handle: async (app, { path }) => unsubscribe(app, path.id),
});

const publication = endpoint({
  method: 'post',
  path: '/1/notification/publish',
  summary: 'Publish a message under a tag; for administrators, strategies have notification:publish',
  inferred: 'the answer; `id`: what is sent twice under it goes to nobody twice',
  json: true,
  body: z.looseObject({
    tag: name.meta({ description: 'mandatory' }),
    message: z.unknown().meta({ description: 'a text, or JSON; mandatory' }),
    id: name.optional().meta({ description: 'makes the request repeatable' }),
  }),
  answer: z.object({ id: z.string(), subscriptions: z.int() }),
  handle: async (app, { body }) => {
    const { tag, message, id = secretId(app.random) } = body;
    const setHash = await app.activeSet();
    const given = { id: `http.${id}`, tag, message: (message ?? null) as Json, event: 'notification' };
    return { id, subscriptions: await publishNotification(app, { ...given, receiver: null, setHash }) };
  },
});

/** The Notification API of GMS 8.5. */
export const notifications: readonly Endpoint[] = [subscription, unsubscription, publication];
