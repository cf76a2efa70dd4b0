import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { CUSTOMER } from '../../support/behaviours.ts';
import { OutgoingRequests } from '../../support/outgoing-requests.ts';
import { logsOfCall, onCall, strategy, strategyWorld } from '../../support/strategy-world.ts';
import type { World } from '../../support/world.ts';

let world: World;
let seen: { method: string; url: string; body: string; key: string; apiKey: string | undefined }[];
let answers: RequestListener[];
let server: ReturnType<typeof createServer>;
let outgoing: OutgoingRequests;
let base: string;

beforeEach(async () => {
  seen = [];
  answers = [];
  outgoing = new OutgoingRequests();
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', url = '' } = request;
      const { apikey, 'idempotency-key': key } = request.headers;
      seen.push({ method, url, body, key: String(key), apiKey: apikey?.toString() });
      const listener = answers[seen.length - 1] ?? answers.at(-1);
      listener?.(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await world.close();
  outgoing.close();
  server.closeAllConnections();
  server.close();
});

const json: RequestListener = (_, response) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end('{"open": true}');
const status =
  (code: number): RequestListener =>
  (_, response) =>
    void response.writeHead(code).end('no');

async function fetched(attributes: string, inside = '', hosts = [new URL(base).host]): Promise<string[]> {
  world = await strategyWorld(
    onCall(`<session:fetch requestid="r" ${attributes}>${inside}</session:fetch>`, 'error').replace(
      '<transition event="error">',
      `<transition event="session.fetch.done"><log expr="JSON.stringify(_event.data.content) + (_event.data.requestid == r)"/></transition>
       <transition event="error">`,
    ),
    { sessionEvents: { hosts, privateNetworks: true }, underWay: outgoing.underWay },
  );
  const call = world.ring(CUSTOMER);
  await world.clock.advance(30_000);
  return logsOfCall(world, call);
}

describe('a fetch', () => {
  it('tells JSON as its value; parameters go into the address', async () => {
    answers = [json];
    const logs = await fetched(`srcexpr="'${base}/hours'"`, `<param name="zone" expr="'Europe/Berlin'"/>`);
    expect(logs).toEqual(['{"open":true}true']);
    expect(seen).toMatchObject([{ method: 'GET', url: '/hours?zone=Europe%2FBerlin' }]);
  });

  it.each([
    ['a form', `method="'post'"`, 'a=1'],
    ['JSON', `method="'post'" enctype="'application/json'"`, '{"a":1}'],
  ])('posts %s', async (_, attributes, body) => {
    answers = [json];
    await fetched(`srcexpr="'${base}/'" ${attributes}`, `<param name="a" expr="1"/>`);
    expect(seen).toMatchObject([{ method: 'POST', body }]);
  });

  it('takes headers and a body as Composer writes them', async () => {
    answers = [json];
    const more = `headers="({ apiKey: 'k-1' })" maxage="0" gdelivery="false" gd_retries="1"`;
    const logs = await fetched(
      `srcexpr="'${base}/'" method="'post'" enctype="'application/json'" ${more}`,
      `<content _expr="({ a: [1] })"/>`,
    );
    expect(logs).toEqual(['{"open":true}true']);
    expect(seen).toMatchObject([{ method: 'POST', body: '{"a":[1]}', apiKey: 'k-1' }]);
  });

  it.each([`({ Host: 'elsewhere' })`, `({ a: 'b\\r\\nX: y' })`, `({ 'a b': 1 })`])(
    'with the headers %s is not sent',
    async (headers) => {
      const logs = await fetched(`srcexpr="'${base}/'" headers="${headers}"`);
      expect(logs.join()).toContain('error.session.fetch invalidattribute: the header');
      expect(seen).toEqual([]);
    },
  );

  it('is tried again while the server is in trouble, with the same key', async () => {
    answers = [status(503), status(503), json];
    expect(await fetched(`srcexpr="'${base}/'"`)).toEqual(['{"open":true}true']);
    expect(new Set(seen.map(({ key }) => key)).size).toBe(1);
    expect(seen).toHaveLength(3);
  });

  it.each([
    [404, 1],
    [500, 3],
  ])('comes back with the status %i after %i requests', async (code, times) => {
    answers = [status(code)];
    expect((await fetched(`srcexpr="'${base}/'"`)).join()).toContain(`error.session.fetch protocol.${code}`);
    expect(seen).toHaveLength(times);
  });

  it('of more than a journal takes is refused', async () => {
    answers = [(_, response) => void response.writeHead(200).end('x'.repeat(100_000))];
    expect((await fetched(`srcexpr="'${base}/'"`)).join()).toContain('answered more than 48000 bytes');
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['a host that is not listed', `srcexpr="'http://elsewhere.example/'"`, 'not among the configured hosts'],
    ['a file', `srcexpr="'file:///etc/passwd'"`, 'is not spoken here'],
    ['no address', `srcexpr="'hours'"`, 'is no address'],
    ['a method of URS', `srcexpr="'http://elsewhere.example/'" method="'esp'"`, 'the method "esp"'],
  ])('of %s is refused', async (_, attributes, why) => {
    const logs = (await fetched(attributes)).join();
    expect(logs).toContain('error.session.fetch invalidattribute');
    expect(logs).toContain(why);
    expect(seen).toEqual([]);
  });
});

describe('other sessions', () => {
  const other = strategy(
    `<script>var greeting;</script><datamodel><data id="greeting"/></datamodel>
     <state id="on"><onentry><log expr="'hello ' + greeting"/><send event="'late'" delay="'60s'"/></onentry>
       <transition event="late"><log expr="'late'"/></transition></state>`,
  );

  async function after(does: string): Promise<string[]> {
    world = await strategyWorld(
      onCall(does, 'session error').replace(
        '<transition event="session">',
        `<transition event="session.start.done"><log expr="_event.name"/><session:terminate sessionid="_event.data.sessionid"/></transition><transition event="session">`,
      ),
      { documents: { 'dialogs/other.scxml': other } },
    );
    const call = world.ring(CUSTOMER);
    await world.clock.advance(1_000);
    return logsOfCall(world, call);
  }

  it('one is started with its parameters, and ended where it stands', async () => {
    const logs = await after(
      `<session:start requestid="r" src="'other'"><param name="greeting" expr="'you'"/></session:start>`,
    );
    expect(logs).toEqual(['session.start.done', 'session.terminate.done ']);
    expect((await world.store.sessions.running()).map(({ strategy: its }) => its)).toEqual(['classic']);
    expect(await world.store.sessions.nextTimer()).toBeNull();
  });

  it.each([
    [`<session:start requestid="r" src="'nothing'"/>`, 'error.session.start invalidattribute'],
    [`<session:terminate requestid="r" sessionid="'nobody'"/>`, 'error.session.terminate invalidsession'],
    [`<session:terminate requestid="r" sessionid="_sessionid"/>`, 'a session ends by its final state'],
    [
      `<session:updatestart requestid="r" sessionid="'nobody'" delay="'1s'"/>`,
      'error.session.updatestart invalidsession',
    ],
  ])('%s comes back as an error', async (does, log) => {
    expect((await after(does)).join()).toContain(log);
  });
});
