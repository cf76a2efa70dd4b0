import { afterEach, beforeEach, expect, it } from 'vitest';

import { httpWorld, type World } from './http-world.ts';

const turns = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript" initial="a">
  <state id="a"><transition event="turn" target="b"/></state><state id="b"/></scxml>`;

let world: World;
beforeEach(async () => {
  world = await httpWorld();
  const files = { 'dialogs/turns.scxml': turns };
  await world.store.sets.publish({ hash: 'set-2', publishedAt: world.clock.now(), files });
});
afterEach(() => world.close());

const start = (parameters: object): ReturnType<World['api']['post']> =>
  world.api.post('/scxml/session/start').type('form').send(parameters);

async function started(): Promise<string> {
  return ((await start({ src: 'turns' }).expect(200)).body as { sessionid: string }).sessionid;
}

it.each(['turns', 'turns.scxml', 'http://ringback:8080/scxml/turns.scxml?a=b', '/scxml/turns.scxml'])(
  'a session of the strategy %s is begun with its parameters',
  async (src) => {
    const { body } = await start({ src, color: 'red' }).expect(200);
    const { sessionid } = body as { sessionid: string };
    expect(world.woken).toEqual([sessionid]);
    expect(await world.store.sessions.get(sessionid)).toMatchObject({
      strategy: 'turns',
      status: 'running',
      params: { service: 'classic', color: 'red' },
    });
  },
);

it('the same request again begins no second session, and stores no second event', async () => {
  const once = (path: string): ReturnType<World['api']['post']> =>
    world.api.post(path).set({ 'Idempotency-Key': 'k1' }).type('form').send({ src: 'turns', color: 'red' });
  const [one, two] = [await once('/scxml/session/start'), await once('/scxml/session/start')];
  expect(one.body).toEqual(two.body);
  const { sessionid } = one.body as { sessionid: string };
  await once(`/scxml/session/${sessionid}/event/turn`).expect(204);
  await once(`/scxml/session/${sessionid}/event/turn`).expect(204);
  expect(await world.store.sessions.inbox(sessionid)).toMatchObject([
    { name: 'turn', data: { color: 'red' } },
  ]);
});

it('an event is stored with its parameters, from the query and from JSON', async () => {
  const id = await started();
  await world.api
    .post(`/scxml/session/${id}/event/turn?left=1`)
    .send({ right: { deep: 2 } })
    .expect(204);
  expect(await world.store.sessions.inbox(id)).toMatchObject([
    { name: 'turn', data: { left: '1', right: { deep: 2 } } },
  ]);
});

it('where a session stands can be asked', async () => {
  const id = await started();
  const { body } = await world.api.get(`/scxml/session/${id}/query`).expect(200);
  expect(body).toMatchObject({ sessionid: id, strategy: 'turns', status: 'running', states: [], seq: 0 });
});

it('a session that is to begin later says when, takes no events yet, and can be called off', async () => {
  const row = await world.store.sessions.get(await started());
  if (!row) throw new Error('there is no session');
  const startedAt = world.clock.now() + 60_000;
  await world.store.sessions.start({
    events: [],
    row: { ...row, id: 'later', status: 'planned', startedAt },
  });
  const { body } = await world.api.get('/scxml/session/later/query').expect(200);
  expect(body).toMatchObject({ status: 'planned', startedAt, states: [] });
  await world.api.post('/scxml/session/later/event/turn').expect(404);
  await world.api.post('/scxml/session/later/terminate').expect(204);
});

it.each([
  ['start', { src: '' }, 400, 'BAD_REQUEST'],
  ['start', {}, 400, 'BAD_REQUEST'],
  ['start', { src: '../config/ringback.yaml' }, 404, 'DOCUMENT_UNKNOWN'],
  ['gone/event/x', {}, 404, 'SESSION_UNKNOWN'],
  ['gone/terminate', {}, 404, 'SESSION_UNKNOWN'],
])('%s with %j is refused with %i %s', async (path, body, status, code) => {
  const answer = await world.api.post(`/scxml/session/${path}`).send(body);
  expect([answer.status, (answer.body as { code: string }).code]).toEqual([status, code]);
});

it('nobody begins or ends a session without the key', async () => {
  const id = await started();
  const away = { 'X-Forwarded-For': '203.0.113.9' };
  for (const path of ['start', `${id}/event/turn`, `${id}/terminate`])
    await world.api.post(`/scxml/session/${path}`).set(away).send({ src: 'turns' }).expect(403);
  await world.api.get(`/scxml/session/${id}/query`).set(away).expect(403);
  expect(await world.store.sessions.inbox(id)).toEqual([]);
});
