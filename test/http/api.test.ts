import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { httpWorld, type World } from './http-world.ts';

let world: World;
beforeEach(async () => {
  world = await httpWorld();
});
afterEach(() => world.close());

async function book(number: string): Promise<string> {
  const answer = await world.api
    .post('/genesys/1/service/callback/classic')
    .send({ _customer_number: number });
  return answer.body._id as string;
}

describe('GET /api/v1/status', () => {
  it('tells per service who waits, how long, agents, calls and callbacks', async () => {
    await book('+14155550100');
    const { body } = await world.api.get('/api/v1/status').expect(200);
    expect(body).toMatchObject({
      site: 'ringback',
      simulated: ['the telephone switch'],
      services: [{ service: 'classic', ewt: 0, agents: { ready: 2 }, calls: 0, callbacks: { QUEUED: 1 } }],
      switches: [{ name: 'memory', up: true }],
      store: { ok: true },
    });
  });
});

describe('GET /api/v1/callbacks', () => {
  it('pages through them, newest first', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count++) ids.unshift(await book(`+1415555010${count}`));
    const first = await world.api.get('/api/v1/callbacks').query({ limit: 3 }).expect(200);
    const rest = await world.api
      .get('/api/v1/callbacks')
      .query({ limit: 3, after: first.body.cursor })
      .expect(200);
    const seen = [...first.body.callbacks, ...rest.body.callbacks].map((one: { id: string }) => one.id);
    expect(seen).toEqual(ids);
    expect(rest.body.cursor).toBeNull();
  });

  it('filters by service and state', async () => {
    const id = await book('+14155550100');
    await world.api.delete(`/genesys/1/service/callback/classic/${await book('+14155550101')}`).expect(200);
    const count = async (query: object): Promise<number> =>
      ((await world.api.get('/api/v1/callbacks').query(query).expect(200)).body.callbacks as unknown[])
        .length;
    expect(await count({ state: 'QUEUED' })).toBe(1);
    expect(await count({ state: 'QUEUED,COMPLETED' })).toBe(2);
    expect(await count({ service: 'nosuch' })).toBe(0);
    const one = await world.api.get(`/api/v1/callbacks/${id}`).expect(200);
    expect(one.body).toMatchObject({ id, state: 'QUEUED', customerNumber: '+14155550100' });
  });

  it.each([
    'state=LOST',
    'state=',
    'limit=0',
    'limit=501',
    'limit=1e2',
    'limit=٣',
    'limit=-1',
    'after=1',
    'after=x',
  ])('refuses %s', async (query) => {
    const answer = await world.api.get(`/api/v1/callbacks?${encodeURI(query)}`);
    expect([answer.status, answer.body.code]).toEqual([400, 'BAD_REQUEST']);
    expect(answer.body.remedy).toBeTruthy();
  });

  it('is 404 for an id that is none', async () => {
    await world.api.get('/api/v1/callbacks/nosuch').expect(404, /CALLBACK_UNKNOWN/);
    await world.api.get('/api/v1/stories/nosuch').expect(404, /CALLBACK_UNKNOWN/);
  });
});

describe('POST /api/v1/agents/{id}', () => {
  it('sets the state, and says what became of it', async () => {
    const { body } = await world.api
      .post('/api/v1/agents/1001')
      .send({ state: 'not-ready', reason: 'Lunch' })
      .expect(200);
    expect(body).toMatchObject({ id: '1001', state: 'not-ready', reason: 'Lunch' });
    expect(world.router.state().agents.find((one) => one.id === '1001')).toMatchObject({
      state: 'not-ready',
    });
  });

  it.each([
    ['an agent nobody configured', '9999', { state: 'ready' }, 404, 'AGENT_UNKNOWN'],
    ['a state there is none', '1001', { state: 'asleep' }, 400, 'BAD_REQUEST'],
    ['a state nobody may set', '1001', { state: 'busy' }, 400, 'BAD_REQUEST'],
    ['no state', '1001', {}, 400, 'BAD_REQUEST'],
    ['a novel as the reason', '1001', { state: 'not-ready', reason: 'x'.repeat(101) }, 400, 'BAD_REQUEST'],
  ])('refuses %s', async (_what, agent, body, status, code) => {
    const answer = await world.api.post(`/api/v1/agents/${agent}`).send(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(world.router.state().agents.map((one) => one.state)).toEqual(['ready', 'ready']);
  });
});

it('the test phone exists only beside a simulated switch', async () => {
  await world.api
    .post('/api/v1/test-phone/calls')
    .send({ to: '8000' })
    .expect(404, /ROUTE_UNKNOWN/);
});

it('the test phone answers what happens, a line each', async () => {
  await world.close();
  const calls: object[] = [];
  world = await httpWorld({
    testPhone: {
      async *call(request) {
        calls.push(request);
        yield 'you ring 8000';
        yield 'connected';
      },
    },
  });
  const answer = await world.api
    .post('/api/v1/test-phone/calls')
    .send({ to: '8000', keys: '1 1' })
    .expect(200);
  expect(answer.text).toBe('you ring 8000\nconnected\n');
  expect(calls).toEqual([{ to: '8000', from: '+14155550142', keys: '1 1' }]);
  await world.api
    .post('/api/v1/test-phone/calls')
    .send({})
    .expect(400, /the number to ring/);
});

it('an error nobody foresaw is answered with an id that stands in the log, and nothing more', async () => {
  world.app.config = () => {
    throw new TypeError('secret inner workings');
  };
  const answer = await world.api.get('/api/v1/status').set('X-Api-Key', 'x');
  expect(answer.status).toBe(500);
  const id = (world.logged[0] as { id: string }).id;
  expect(answer.body).toMatchObject({ code: 'INTERNAL', remedy: `See the log for the error with id ${id}.` });
  expect(answer.text).not.toContain('secret');
});
