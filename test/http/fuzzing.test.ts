import { connect, type AddressInfo } from 'node:net';
import type { Server } from 'node:http';

import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { genesysEndpoints } from '../../src/http/genesys/endpoints.ts';
import { unserved } from '../../src/http/genesys/unserved.ts';
import { httpServer } from '../../src/http/http-server.ts';
import { everyCallback, httpWorld, type World } from './http-world.ts';

let world: World;
let server: Server;
let known: string;
beforeAll(async () => {
  world = await httpWorld({ options: { _enable_in_queue_checking: false } });
  server = httpServer(world.http).listen(0, '127.0.0.1');
  const booked = await world.api
    .post('/genesys/1/service/callback/classic')
    .send({ _customer_number: '+14155550100', _desired_time: '2026-01-05T12:00:00Z' });
  known = booked.body._id as string;
});
afterAll(async () => {
  server.close();
  await world.close();
});

const own = [
  ['get', '/api/v1/status'],
  ['get', '/api/v1/callbacks'],
  ['get', '/api/v1/callbacks/{id}'],
  ['get', '/api/v1/waits/{name}'],
  ['get', '/api/v1/stories/{id}'],
  ['get', '/api/v1/config'],
  ['patch', '/api/v1/config'],
  ['put', '/api/v1/config'],
  ['post', '/api/v1/config/revert'],
  ['get', '/api/v1/config/revisions'],
  ['get', '/api/v1/config/revisions/{no}'],
  ['get', '/api/v1/keys'],
  ['post', '/api/v1/keys'],
  ['post', '/api/v1/keys/{name}/rotate'],
  ['post', '/api/v1/keys/{name}/revoke'],
  ['get', '/api/v1/do-not-call'],
  ['post', '/api/v1/do-not-call'],
  ['get', '/api/v1/do-not-call/{number}'],
  ['delete', '/api/v1/do-not-call/{number}'],
].map(([method = '', path = '']) => ({ method, path }));
const routes = [
  ...[...genesysEndpoints, ...unserved].map(({ method, path }) => ({ method, path: `/genesys${path}` })),
  ...own,
];

/** What hostile clients send: other alphabets' digits, line ends, prototype keys, half characters, depth. */
const nasty = fc.oneof(
  fc.constantFrom(
    '١٢٣',
    '\r\nX-Injected: 1',
    '%0d%0aX-Injected:%201',
    '__proto__',
    'constructor',
    '../../etc/passwd',
    '\ud800',
    '\u0000',
    "' OR 1=1 --",
    '-1',
    '1e309',
    'NaN',
    '9999999999999999999',
    '2026-02-30T25:61:00Z',
    '0000-00-00T00:00:00Z',
    '+999999-01-01T00:00:00Z',
    'Etc/Nowhere',
    '${7*7}',
    '<script>alert(1)</script>',
    'x'.repeat(5_000),
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const names = fc.oneof(
  fc.constantFrom(
    ...['_customer_number', '_desired_time', '_new_desired_time', '_callback_state', '_target', 'operand'],
    ...['name', 'start', 'end', 'number-of-days', 'max-time-slots', 'timezone', 'max', 'states', 'limit'],
    ...['subscriberId', 'filter', 'notificationDetails', 'tag', 'message', '_status_notification_target'],
    ...['objectId', 'statisticType', 'number', 'country', 'mode', 'aqt', 'start-ms', '_id', 'after'],
  ),
  nasty,
);
const pairs = fc.array(fc.tuple(names, nasty), { maxLength: 6 });
const anyJson = fc.oneof(
  pairs.map((list) => JSON.stringify(Object.fromEntries(list))),
  fc.json({ maxDepth: 4 }),
  fc.integer({ min: 1, max: 25_000 }).map((depth) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const bodies = fc.oneof(
  anyJson.map((text) => ({ type: 'application/json', text })),
  anyJson.map((text) => ({ type: 'application/json; charset=utf-16', text })),
  pairs.map((list) => ({
    type: 'application/x-www-form-urlencoded',
    text: list.map(([key, value]) => `${escape(key)}=${value}`).join('&'),
  })),
  nasty.map((text) => ({
    type: 'multipart/form-data; boundary=b',
    text: `--b\r\nContent-Disposition: form-data; name="${text}"; filename="a"\r\n\r\n${text}\r\n--b--`,
  })),
  nasty.map((text) => ({ type: 'text/x-unknown', text })),
  fc.constant({ type: 'application/json', text: `{"a":"${'x'.repeat(70_000)}"}` }),
);
/** Subscriptions and publications that are nearly right. */
const subscriptions = fc
  .tuple(nasty, nasty, fc.constantFrom('httpcb', 'orscb', 'comet', 'fcm'), fc.boolean())
  .map(([filter, deviceId, type, pattern]) => {
    const wanted = { subscriberId: 'x', filter: pattern ? '*' : filter, expire: filter };
    const body = { ...wanted, tag: filter, message: deviceId, notificationDetails: { type, deviceId } };
    return { type: 'application/json', text: JSON.stringify(body) };
  });
const requests = fc.record({
  route: fc.constantFrom(...routes),
  names: fc.array(fc.oneof(nasty, fc.constantFrom('classic', 'KNOWN')), { minLength: 2, maxLength: 2 }),
  query: pairs,
  body: fc.oneof({ weight: 6, arbitrary: bodies }, { weight: 1, arbitrary: subscriptions }),
});

/** As sent: percent-encoded where the URL needs it, half characters and all. */
function escape(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

describe('whatever is asked', () => {
  it('is answered by a code, without a stack trace, and never by 5xx but 501 and 503', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async ({ route, names: given, query, body }) => {
        const left = [...given];
        const path = route.path.replace(/\{\w+\}/g, () => {
          const name = left.shift() ?? 'x';
          return escape(name === 'KNOWN' ? known : name) || 'x';
        });
        const search = query.map(([key, value]) => `${escape(key)}=${escape(value)}`).join('&');
        const { port } = server.address() as AddressInfo;
        const answer = await fetch(`http://127.0.0.1:${port}${path}?${search}`, {
          method: route.method.toUpperCase(),
          ...(route.method === 'get' ? {} : { headers: { 'content-type': body.type }, body: body.text }),
        });
        const text = await answer.text();
        expect(answer.headers.get('x-injected')).toBeNull();
        expect(text).not.toMatch(/node_modules|\.ts:\d|\n +at /);
        if (answer.status >= 500) expect([501, 503], `${path} ${text}`).toContain(answer.status);
        if (answer.status >= 400) expect(Object.keys(JSON.parse(text) as object)).toContain('message');
      }),
      { numRuns: 400 },
    );
    expect(world.logged).toEqual([]);
  });

  it('leaves no half of anything in the store', async () => {
    const records = (await everyCallback(world)) as { id: string; state: string; sessionId: string | null }[];
    for (const { id, state, sessionId } of records) {
      const place = await world.store.slots.heldBy(id);
      expect(place !== null, id).toBe(state === 'SCHEDULED');
      if (state === 'QUEUED') expect(await world.store.sessions.get(sessionId ?? '')).not.toBeNull();
    }
    for (const { id } of await world.store.deposits.ofKind('storage'))
      await world.api.get(`/genesys/1/storage/${id}`).expect(200);
    for (const { content } of await world.store.deposits.ofKind('subscription'))
      expect(content).toMatchObject({ subscriberId: 'x', filter: expect.any(String), type: 'orscb' });
  });

  it('a header with a line end in it never comes out as two', async () => {
    const { port } = server.address() as AddressInfo;
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.end(
          'GET /genesys/1/phonenumber?number=1%0d%0aSet-Cookie:%20a HTTP/1.1\r\nHost: localhost\r\n\r\n',
        );
      });
      let text = '';
      socket.on('data', (data) => (text += data.toString()));
      socket.on('close', () => resolve(text));
    });
    expect(answer.split('\r\n\r\n')[0]).not.toMatch(/^set-cookie/im);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d/);
  });
});
