import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { roles, type Role } from '../../src/callback/access-key.ts';
import { rights } from '../../src/callback/rights.ts';
import { routeAccess } from '../../src/http/route-access.ts';
import { httpWorld, type World } from './http-world.ts';

const ROOT = 'the-root-key-of-the-file';
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

let world: World;
const keys = new Map<string, string>();
let callbackId: string;
let salesId: string;
beforeAll(async () => {
  world = await httpWorld({
    access: { keys: { root: ROOT } },
    editable: true,
    testPhone: { async *call() {} },
    previews: { view: async () => null, walk: async () => ({}), say: async () => null },
  });
  const as = { 'x-api-key': ROOT, 'if-match': '*' };
  const sales = { queue: 'sales', 'caller-id': { number: '+12025550100' } };
  await world.api
    .patch('/api/v1/config')
    .set(as)
    .send({ services: { sales }, queues: { sales: { target: 'classic > 0' } } })
    .expect(200);
  for (const role of roles) {
    const limited = { name: `${role}-of-sales`, role, services: ['sales'] };
    for (const body of [{ name: role, role }, limited]) {
      const made = await world.api.post('/api/v1/keys').set(as).send(body).expect(201);
      keys.set(body.name, made.body.key);
    }
  }
  const made = await world.api
    .post('/api/v1/keys')
    .set(as)
    .send({ name: 'queue', role: 'monitor', queues: ['sales'] });
  keys.set('monitor-of-the-queue', made.body.key);
  const booked = async (service: string): Promise<string> => {
    const number = { _customer_number: '+14155550100', _desired_time: '2026-01-05T12:00:00Z' };
    const start = world.api.post(`/genesys/1/service/callback/${service}`).set(as);
    const answer = await start.send(number).expect(200);
    return String(answer.body._id);
  };
  callbackId = await booked('classic');
  salesId = await booked('sales');
});
afterAll(() => world.close());

const ask = (method: Method, path: string, key: string) =>
  world.api[method](path).set('x-api-key', keys.get(key) ?? key);

/** `{id}` and the like as what is not there, so that nothing is done. */
const rows = routeAccess
  // An event stream never ends.
  .filter(([route]) => !/events$/.test(route))
  .map(([route, right, about]) => {
    const [method = '', path = ''] = route.split(' ');
    const address = path.replace('{genesys}', '/genesys').replace(/\{\w+\}/g, 'nothing');
    return { route, method: method.toLowerCase() as Method, address, right, about };
  });

describe('roles', () => {
  it.each(rows)('$route takes the right to $right', async ({ method, address, right }) => {
    for (const role of roles) {
      const answer = await ask(method, address, role);
      const code = answer.body?.code ?? answer.body?.exception;
      const holders: readonly Role[] = rights[right];
      if (holders.includes(role)) expect(code, role).not.toBe('ROLE_REFUSED');
      else expect([answer.status, code], role).toEqual([403, 'ROLE_REFUSED']);
    }
  });

  it.each(rows)('$route is for those with a key', async ({ method, address }) => {
    expect((await world.api[method](address)).status).toBe(401);
    expect((await ask(method, address, 'wrong')).status).toBe(401);
  });

  it.each(rows.filter(({ about }) => about === 'site'))('$route is not for keys with limits', async (row) => {
    const answer = await ask(row.method, row.address, 'administrator-of-sales');
    const code = answer.body.code ?? answer.body.exception;
    expect([answer.status, code]).toEqual([403, 'LIMIT_REFUSED']);
  });

  it('a route that stands in no table is for administrators without limits only', async () => {
    expect((await ask('get', '/api/v1/nothing', 'administrator')).body.code).toBe('ROUTE_UNKNOWN');
    expect((await ask('get', '/api/v1/nothing', 'developer')).body.code).toBe('ROLE_REFUSED');
    expect((await ask('get', '/api/v1/nothing', 'administrator-of-sales')).body.code).toBe('LIMIT_REFUSED');
  });

  it('are the same however an address is written', async () => {
    for (const path of [
      '/api/v1/keys/',
      '/API/v1/Keys',
      '/api/v1/keys?x=1',
      '//api/v1/keys',
      '/api/v1/%6beys',
    ])
      expect((await ask('get', path, 'monitor')).status, path).toBeGreaterThanOrEqual(403);
    const head = await world.api.head('/api/v1/keys').set('x-api-key', keys.get('monitor')!);
    expect(head.status).toBe(403);
  });
});

describe('a key with limits', () => {
  const seen = (id: string): [Method, string][] => [
    ['get', `/api/v1/callbacks/${id}`],
    ['get', `/api/v1/stories/${id}`],
    ['get', `/genesys/1/service/callback?_id=${id}`],
    ['get', `/genesys/1/service/${id}/storage`],
    ['get', `/callbacks/${id}`],
  ];

  it('sees what belongs to its services, and nothing else', async () => {
    for (const [method, path] of seen(salesId))
      expect((await ask(method, path, 'supervisor-of-sales')).status, path).toBe(200);
    for (const [method, path] of seen(callbackId))
      expect((await ask(method, path, 'supervisor-of-sales')).status, path).toBe(403);
    for (const [method, path] of seen(callbackId))
      expect((await ask(method, path, 'monitor-of-the-queue')).status, path).toBe(403);
  });

  it('lists what belongs to its services', async () => {
    /** One field of everything in a list of the answer; the names of its lists without one. */
    const listed = async (key: string, path: string, [list, field]: string[] = []): Promise<unknown[]> => {
      const { body } = (await ask('get', path, key).expect(200)) as { body: Record<string, object[]> };
      if (list === undefined) return Array.isArray(body) ? body : Object.keys(body);
      return (body[list] ?? []).map((one) => Reflect.get(one, field ?? '') as unknown);
    };
    for (const key of ['monitor-of-sales', 'monitor-of-the-queue']) {
      expect(await listed(key, '/api/v1/callbacks', ['callbacks', 'id'])).toEqual([salesId]);
      expect(await listed(key, '/api/v1/counters', ['queues', 'queue'])).toEqual(['sales']);
      expect(await listed(key, '/api/v1/status', ['services', 'service'])).toEqual(['sales']);
      const soon = '?end_time=2026-01-06T00:00:00Z';
      expect(await listed(key, `/genesys/1/admin/callback/queues${soon}`)).toEqual(['sales']);
      const number = '?_customer_number=%2B14155550100';
      const found = await listed(key, `/genesys/1/service/callback${number}`);
      expect(found).toMatchObject([{ _id: salesId }]);
    }
    const other = await ask('get', '/api/v1/callbacks?service=classic', 'monitor-of-sales');
    expect(other.body.code).toBe('LIMIT_REFUSED');
  });

  it('reads of the configuration what belongs to its services, also after an edit', async () => {
    const { body, headers } = await ask('get', '/api/v1/config', 'monitor-of-sales').expect(200);
    const names = (configuration: Record<string, object>): string[][] =>
      ['services', 'queues', 'routing-points'].map((section) => Object.keys(configuration[section] ?? {}));
    expect(names(body.configuration)).toEqual([['sales'], ['sales'], []]);
    const edit = ask('patch', '/api/v1/config', 'supervisor-of-sales').set(
      'if-match',
      String(headers['etag']),
    );
    const edited = await edit.send({ services: { sales: { enabled: true } } }).expect(200);
    expect(names(edited.body.configuration)).toEqual([['sales'], ['sales'], []]);
    const all = await ask('get', '/api/v1/config', 'monitor').expect(200);
    expect(names(all.body.configuration)).toEqual([
      ['classic', 'sales'],
      ['classic', 'sales'],
      ['8000', '8001'],
    ]);
  });

  it('asks for callbacks of its services only', async () => {
    const number = { _customer_number: '+14155550111', _desired_time: '2026-01-05T12:00:00Z' };
    const start = (service: string) =>
      ask('post', `/genesys/1/service/callback/${service}`, 'agent-of-sales').send(number);
    const booked = await start('sales').expect(200);
    expect((await start('classic')).body.exception).toBe('LIMIT_REFUSED');
    const path = `/genesys/1/service/callback/sales/${String(booked.body._id)}`;
    await ask('delete', path, 'agent-of-sales').expect(200);
  });

  it('edits what belongs to its services, and no queue comes to it by that', async () => {
    const edit = (body: object, key: string) =>
      ask('patch', '/api/v1/config', key).set('if-match', '*').send(body);
    await edit({ services: { sales: { enabled: false } } }, 'supervisor-of-sales').expect(200);
    await edit({ services: { sales: { enabled: true } } }, 'supervisor-of-sales').expect(200);
    const refused: [object, string, string][] = [
      [{ services: { classic: { enabled: false } } }, 'supervisor-of-sales', 'LIMIT_REFUSED'],
      [{ services: { sales: { locale: 'de-DE' } } }, 'supervisor-of-sales', 'ROLE_REFUSED'],
      [{ services: { sales: { queue: 'classic' } } }, 'developer-of-sales', 'LIMIT_REFUSED'],
      [{ services: { sales: null } }, 'developer-of-sales', 'LIMIT_REFUSED'],
      [{ queues: { classic: { music: 'x' } } }, 'developer-of-sales', 'LIMIT_REFUSED'],
      [{ hours: { office: { 'time-zone': 'UTC', weekly: [] } } }, 'supervisor-of-sales', 'LIMIT_REFUSED'],
      [{ capacity: { desk: { weekly: {} } } }, 'developer', 'ROLE_REFUSED'],
      [{ services: { sales: { enabled: false } } }, 'monitor', 'ROLE_REFUSED'],
    ];
    for (const [body, key, code] of refused)
      expect((await edit(body, key)).body.code, `${key} ${JSON.stringify(body)}`).toBe(code);
    await edit(
      { services: { sales: { locale: 'de-DE' } }, queues: { sales: { music: 'x' } } },
      'developer-of-sales',
    ).expect(200);
    await edit(
      { hours: { office: { 'time-zone': 'UTC', weekly: ['Mon 08:00-09:00'] } } },
      'supervisor',
    ).expect(200);
    const [newest] = await world.store.revisions.list(1_000, 1);
    expect(newest?.author).toBe('supervisor');
  });
});

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

it('every request that takes a key stands in the table of rights, and no other', () => {
  const routes = routesOf(world.http.router.stack as unknown as Layer[]);
  const paths = (text: string): string =>
    text
      .replace('{genesys}', '')
      .replace('/api/v1', '')
      .replace(/\{\w+\}|:\w+/g, '*');
  const table = new Set(routeAccess.map(([route]) => paths(route)));
  // Pages for voice browsers, sound for switches, health, and files that everybody may have.
  const open =
    /^(GET|POST|_ALL) \/(vxml|speech|scxml\/(?!session\/)|healthz|readyz|\*path)|^(GET|PUT) \/recordings\/\*\.wav$|\.(css|js)$|^GET \/docs\/(start|swagger)/;
  const served = routes
    .map(({ method, path }) => `${method} ${paths(path)}`)
    .filter((one) => !open.test(one));
  expect([...new Set(served)].filter((one) => !table.has(one))).toEqual([]);
  expect([...table].filter((one) => !served.includes(one))).toEqual([]);
});

function routesOf(stack: Layer[]): { method: string; path: string }[] {
  return stack.flatMap(({ route, handle }) =>
    route
      ? Object.keys(route.methods).map((method) => ({ method: method.toUpperCase(), path: route.path }))
      : routesOf(handle.stack ?? []),
  );
}
