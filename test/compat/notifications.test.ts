import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { letsThrough } from '../../src/callback/notification.ts';
import { gmsWorld, type GmsWorld } from './gms-client.ts';

const HOST = 'hooks.example.com';
const TO_SERVER = { type: 'httpcb', deviceId: `https://${HOST}/told` };
const PATH = '/1/notification/subscription';

let world: GmsWorld;
beforeEach(async () => (world = await opened()));
afterEach(() => world.close());

async function opened(access = {}): Promise<GmsWorld> {
  const made = await gmsWorld({}, { access, editable: true });
  const { sessionEvents } = made.app.config();
  sessionEvents.hosts.push(HOST);
  return made;
}

function subscription(more: object = {}): object {
  return { subscriberId: 'shop', filter: 'ors.contact.7', notificationDetails: TO_SERVER, ...more };
}

async function subscribed(more: object = {}): Promise<string> {
  const { body } = await world.gms.post(PATH, subscription(more)).expect(200);
  return body.id as string;
}

async function publish(tag: string, message: unknown, id?: string): Promise<number> {
  const { body } = await world.gms.post('/1/notification/publish', { tag, message, id }).expect(200);
  return body.subscriptions as number;
}

/** What is on its way, in the order it was published. */
async function onItsWay(): Promise<unknown[]> {
  const rows = await world.store.sessions.running();
  return rows.filter(({ strategy }) => strategy === 'notify').map(({ params }) => params);
}

describe('the Notification API of GMS 8.5', () => {
  it('sends what is published to every subscription whose filter has its tag', async () => {
    await subscribed();
    await subscribed({ filter: 'ors.contact.*' });
    await subscribed({ filter: 'ors.chat.*' });
    expect(await publish('ors.contact.7', { hello: 'Ada' })).toBe(2);
    expect(await onItsWay()).toMatchObject([
      { url: TO_SERVER.deviceId, body: { hello: 'Ada' }, tag: 'ors.contact.7' },
      { url: TO_SERVER.deviceId, body: { hello: 'Ada' } },
    ]);
    expect(await publish('ors.contact.70', 'text')).toBe(1);
    expect(await publish('ORS.contact.7', 'text')).toBe(0);
  });

  it('sends what is published twice under one id once', async () => {
    await subscribed();
    await publish('ors.contact.7', 'first', 'a');
    await publish('ors.contact.7', 'again', 'a');
    await publish('ors.contact.7', 'another', 'b');
    expect((await onItsWay()).map((params) => (params as { body: string }).body)).toEqual([
      'first',
      'another',
    ]);
  });

  it('ends a subscription by its id, and forgets it when its time is over', async () => {
    const id = await subscribed();
    await world.gms.delete(`${PATH}/${id}`).expect(200);
    const { body } = await world.gms.delete(`${PATH}/${id}`).expect(404);
    expect(body).toMatchObject({ exception: 'SUBSCRIPTION_UNKNOWN' });
    await subscribed({ expire: '100' });
    await world.clock.advance(99_999);
    expect(await publish('ors.contact.7', 'x')).toBe(1);
    await world.clock.advance(1);
    expect(await publish('ors.contact.7', 'y')).toBe(0);
  });

  it.each([
    [undefined, 30],
    [1, 30],
    [29, 30],
    [4_000, 4_000],
  ])('stands for %s seconds, and for 30 at least', async (expire, granted) => {
    const { body } = await world.gms.post(PATH, subscription({ expire })).expect(200);
    expect(body.expire).toBe(granted);
  });

  it.each([
    ['application/x-www-form-urlencoded', 'subscriberId=shop'],
    ['text/plain', '{}'],
    ['application/jsonp', '{}'],
    [undefined, undefined],
  ])('takes JSON only: %s is 415', async (type, text) => {
    for (const path of [PATH, '/1/notification/publish']) {
      const asked = world.api.post(`/genesys${path}`);
      const answer = type === undefined ? await asked : await asked.set('content-type', type).send(text);
      expect(answer.status).toBe(415);
      expect(answer.body).toMatchObject({ exception: 'CONTENT_TYPE_UNSUPPORTED' });
    }
    await world.api
      .post(`/genesys${PATH}`)
      .set('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify(subscription()))
      .expect(200);
  });

  it.each([
    ['subscriberId', { subscriberId: undefined }],
    ['filter', { filter: '' }],
    ['filter', { filter: 'a*b*c*d*e*f*g*h*i*j' }],
    ['notificationDetails', { notificationDetails: undefined }],
    ['deviceId', { notificationDetails: { type: 'httpcb' } }],
    [
      'not among the configured hosts',
      { notificationDetails: { type: 'httpcb', deviceId: 'http://10.0.0.1/' } },
    ],
    ['is no address', { notificationDetails: { type: 'httpcb', deviceId: 'somewhere' } }],
    ['comet', { notificationDetails: { deviceId: 'phone-1' } }],
    ['is none of', { notificationDetails: { type: 'pigeon', deviceId: 'x' } }],
    ['push gateway', { notificationDetails: { type: 'fcm', deviceId: 'token' } }],
    ['expire', { expire: 'soon' }],
  ])('refuses one that is wrong: %s', async (what, wrong) => {
    const { body } = await world.gms.post(PATH, subscription(wrong)).expect(400);
    expect(body.message).toContain(what);
    expect(await world.store.deposits.count('subscription')).toBe(0);
  });

  it('reaches devices through the push gateway, wrapped as it takes them', async () => {
    const { genesys } = world.app.config();
    genesys.pushGateway = 'https://push.example.com/send';
    const notificationDetails = { type: 'fcm', deviceId: 'token', properties: { debug: true } };
    await subscribed({ notificationDetails, providerName: 'shop-app' });
    await publish('ors.contact.7', 'hello');
    const body = { deviceId: 'token', type: 'fcm', message: 'hello', properties: { debug: true } };
    expect(await onItsWay()).toMatchObject([{ url: 'https://push.example.com/send', body }]);
  });
});

describe('who may hear what', () => {
  const ROOT = 'the-root-key-of-the-file';
  const CALLBACK = `callback.classic.${'0'.repeat(32)}`;

  async function keyOf(role: string, services?: string[]): Promise<string> {
    const made = await world.api
      .post('/api/v1/keys')
      .set('x-api-key', ROOT)
      .send({ name: `${role}-${String(services)}`, role, services })
      .expect(201);
    return made.body.key as string;
  }
  const asks = async (key: string, filter: string): Promise<number> =>
    (await world.gms.post(PATH, subscription({ filter })).set('x-api-key', key)).status;

  beforeEach(async () => {
    await world.close();
    world = await opened({ keys: { root: ROOT } });
  });

  it('whoever asks for callbacks follows one whose id is known, and nothing else', async () => {
    const key = await keyOf('agent');
    expect(await asks(key, CALLBACK)).toBe(200);
    for (const filter of ['*', 'callback.*', 'callback.classic.*', 'ors.contact.7', `${CALLBACK}*`])
      expect(await asks(key, filter), filter).toBe(403);
  });

  it('whoever sees everything hears everything, and with a key for a service what is of that service', async () => {
    const all = await keyOf('supervisor');
    for (const filter of ['*', 'callback.classic.*', 'ors.contact.7'])
      expect(await asks(all, filter)).toBe(200);
    const own = await keyOf('supervisor', ['classic']);
    expect(await asks(own, 'callback.classic.*')).toBe(200);
    for (const filter of ['*', 'ors.contact.7', 'callback.*', CALLBACK.replace('classic', 'other')])
      expect(await asks(own, filter), filter).toBe(403);
  });

  it('only administrators publish, and no device does', async () => {
    const message = { tag: 'a', message: 'b' };
    for (const role of ['agent', 'monitor', 'supervisor', 'developer']) {
      const asked = world.gms.post('/1/notification/publish', message).set('x-api-key', await keyOf(role));
      expect((await asked).status, role).toBe(403);
    }
    await world.gms.post('/1/notification/publish', message).set('x-api-key', ROOT).expect(200);
  });
});

describe('a filter', () => {
  const part = fc.string({ maxLength: 5 }).map((text) => text.replaceAll('*', '.'));

  it('lets its own text through, and whatever stands where it has stars', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(part, part), { minLength: 1, maxLength: 6 }), (pieces) => {
        const filter = pieces.map(([fixed]) => fixed).join('*');
        const tag = pieces.map(([fixed, free], at) => (at === 0 ? fixed : free + fixed)).join('');
        expect(letsThrough(filter, tag)).toBe(true);
      }),
    );
  });

  it('decides as the regular expression does that says the same', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    fc.assert(
      fc.property(few, few, (filter, written) => {
        const tag = written.replaceAll('*', 'a');
        const same = new RegExp(`^${filter.replaceAll('*', '.*')}$`);
        expect(letsThrough(filter, tag), `${filter} ${tag}`).toBe(same.test(tag));
      }),
      { numRuns: 2_000 },
    );
  });
});
