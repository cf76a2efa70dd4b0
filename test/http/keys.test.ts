import { afterEach, describe, expect, it } from 'vitest';

import { httpWorld, type World } from './http-world.ts';

const ROOT = 'the-root-key-of-the-file';
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function world(wishes: Parameters<typeof httpWorld>[0] = {}): Promise<World> {
  const made = await httpWorld({ access: { keys: { root: ROOT } }, ...wishes });
  closers.push(() => made.close());
  return made;
}

async function keyOf({ api }: World, body: object): Promise<string> {
  const answer = await api.post('/api/v1/keys').set('x-api-key', ROOT).send(body).expect(201);
  return String(answer.body.key);
}

const status = ({ api }: World, key: string) => api.get('/api/v1/status').set('x-api-key', key);

describe('a key that is made over the API', () => {
  it('is told once, and opens as header, Bearer or Basic password', async () => {
    const on = await world();
    const key = await keyOf(on, { name: 'wall', role: 'monitor' });
    expect(key).toMatch(/^rbk_wall_[0-9a-f]{64}$/);
    await status(on, key).expect(200);
    await on.api.get('/api/v1/status').set('authorization', `Bearer ${key}`).expect(200);
    await on.api.get('/api/v1/status').auth('anybody', key).expect(200);
  });

  it('opens, as a Basic password, one service of the Genesys API where it is limited to that', async () => {
    const on = await world();
    const key = await keyOf(on, { name: 'shop', role: 'agent', services: ['classic'] });
    const number = { _customer_number: '+14155550100' };
    const start = (service: string) =>
      on.api.post(`/genesys/1/service/callback/${service}`).auth('shop', key);
    const { body } = await start('classic').send(number).expect(200);
    await on.api
      .get(`/genesys/1/service/callback?_id=${String(body._id)}`)
      .auth('shop', key)
      .expect(200);
    const refused = await start('another').send(number).expect(403);
    expect(refused.body).toMatchObject({ exception: 'LIMIT_REFUSED' });
    const all = await on.api.get('/genesys/1/admin/callback/queues').auth('shop', key).expect(403);
    expect(all.body).toMatchObject({ exception: 'ROLE_REFUSED' });
  });

  it('is not kept: what is kept opens nothing', async () => {
    const on = await world();
    const key = await keyOf(on, { name: 'wall', role: 'monitor' });
    const [kept] = await on.store.keys.all();
    expect(JSON.stringify(kept)).not.toContain(key.slice(-64));
    await status(on, String(kept?.secrets[0]?.hash)).expect(401);
    await status(on, `rbk_wall_${kept?.secrets[0]?.hash}`).expect(401);
    const { body } = await on.api.get('/api/v1/keys').set('x-api-key', ROOT).expect(200);
    expect(JSON.stringify(body)).not.toContain('hash');
    expect(body.keys).toMatchObject([
      { id: 'wall', role: 'monitor', services: null, history: [{ what: 'created', by: 'root' }] },
    ]);
  });

  it('that is nearly right opens nothing', async () => {
    const on = await world();
    const key = await keyOf(on, { name: 'wall', role: 'monitor' });
    const other = await keyOf(on, { name: 'desk', role: 'monitor' });
    const wrong = [
      key.slice(0, -1),
      `${key}0`,
      key.toUpperCase(),
      key.replace('wall', 'desk'),
      other.replace('desk', 'nobody'),
      key.replace('wall', '__proto__'),
      'rbk_',
      '',
    ];
    for (const one of wrong) expect((await status(on, one)).status, one).toBe(401);
  });

  it('is rotated: both open for the grace, then the new one', async () => {
    const on = await world();
    const before = await keyOf(on, { name: 'wall', role: 'monitor' });
    const rotate = on.api.post('/api/v1/keys/wall/rotate').set('x-api-key', ROOT);
    const after = String((await rotate.send({ grace: '10m' }).expect(200)).body.key);
    expect(after).not.toBe(before);
    await status(on, before).expect(200);
    await status(on, after).expect(200);
    await on.clock.advance(600_000);
    await status(on, before).expect(401);
    await status(on, after).expect(200);
  });

  it('is rotated without grace: the one before opens nothing at once', async () => {
    const on = await world();
    const before = await keyOf(on, { name: 'wall', role: 'monitor' });
    await on.api.post('/api/v1/keys/wall/rotate').set('x-api-key', ROOT).send({ grace: '0s' }).expect(200);
    await status(on, before).expect(401);
  });

  it('is revoked for good, at once', async () => {
    const on = await world();
    const key = await keyOf(on, { name: 'wall', role: 'monitor' });
    const revoke = () => on.api.post('/api/v1/keys/wall/revoke').set('x-api-key', ROOT);
    expect((await revoke().expect(200)).body.revokedAt).toBe(on.clock.now());
    await status(on, key).expect(401);
    expect((await revoke()).body.code).toBe('KEY_REVOKED');
    const rotate = on.api.post('/api/v1/keys/wall/rotate').set('x-api-key', ROOT);
    expect((await rotate.send({})).body.code).toBe('KEY_REVOKED');
    const again = on.api.post('/api/v1/keys').set('x-api-key', ROOT);
    const answer = await again.send({ name: 'wall', role: 'monitor' });
    expect([answer.status, answer.body.code]).toEqual([409, 'KEY_EXISTS']);
    expect((await on.api.post('/api/v1/keys/nobody/revoke').set('x-api-key', ROOT)).status).toBe(404);
  });

  it('closes the API to those without one, as a key of the file does', async () => {
    const on = await world({ access: { keys: {} } });
    const made = await on.api.post('/api/v1/keys').send({ name: 'first', role: 'administrator' }).expect(201);
    await on.api.get('/api/v1/status').expect(401);
    await status(on, made.body.key).expect(200);
    const { body } = await on.api.get('/api/v1/keys').set('x-api-key', made.body.key);
    expect(body.keys[0].history[0].by).toBe('this machine');
    await on.api.post('/api/v1/keys/first/revoke').set('x-api-key', made.body.key).expect(200);
    await on.api.get('/api/v1/status').expect(200);
  });

  it('does not count where a browser sends it by itself to a page of another site', async () => {
    const on = await world();
    const key = await keyOf(on, { name: 'wall', role: 'monitor' });
    const asked = on.api.get('/api/v1/status').set('origin', 'https://evil.example');
    expect((await asked.auth('x', key)).status).toBe(403);
  });
});

describe('wishes that are refused', () => {
  it.each([
    ['without a name', { role: 'agent' }],
    ['with a name that stands in no header', { name: 'a b\r\n', role: 'agent' }],
    ['with an underscore, which parts names from secrets', { name: 'a_b', role: 'agent' }],
    ['with a long name', { name: 'a'.repeat(41), role: 'agent' }],
    ['with no role', { name: 'x' }],
    ['with a role there is not', { name: 'x', role: 'root' }],
    ['with a role from the prototype', { name: 'x', role: 'constructor' }],
    ['for no service at all', { name: 'x', role: 'agent', services: [] }],
    ['for services that are no list', { name: 'x', role: 'agent', services: 'classic' }],
    ['for a service that is not there', { name: 'x', role: 'agent', services: ['clasic'] }],
    ['for a queue that is no text', { name: 'x', role: 'agent', queues: [7] }],
  ])('%s', async (_what, body) => {
    const on = await world();
    const answer = await on.api.post('/api/v1/keys').set('x-api-key', ROOT).send(body);
    expect([answer.status, answer.body.code]).toEqual([400, 'BAD_REQUEST']);
    expect(await on.store.keys.all()).toEqual([]);
  });

  it.each(['soon', '-1s', '', 7, '9999999h'])('a grace of %j', async (grace) => {
    const on = await world();
    await keyOf(on, { name: 'wall', role: 'monitor' });
    const rotate = on.api.post('/api/v1/keys/wall/rotate').set('x-api-key', ROOT);
    expect((await rotate.send({ grace })).status).toBe(400);
  });
});
