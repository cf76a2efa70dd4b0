import { afterEach, describe, expect, it } from 'vitest';

import { httpWorld, type World } from './http-world.ts';

const ROOT = 'the-root-key-of-the-file';
const NUMBER = '+442071838750';
const PATH = '/api/v1/do-not-call';

let world: World;
afterEach(() => world.close());

async function keyed(): Promise<World> {
  world = await httpWorld({ access: { keys: { root: ROOT } } });
  return world;
}

async function keyOf(role: string): Promise<string> {
  const answer = await world.api
    .post('/api/v1/keys')
    .set('x-api-key', ROOT)
    .send({ name: role, role })
    .expect(201);
  return String(answer.body.key);
}

const add = (number: unknown, key = ROOT, more: object = {}) =>
  world.api
    .post(PATH)
    .set('x-api-key', key)
    .send({ number, ...more });
const get = (path: string, key = ROOT) => world.api.get(path).set('x-api-key', key);

describe('the list of numbers that are never called', () => {
  it('says who put a number on it and took it off, when, why and where the wish came from', async () => {
    const { clock } = await keyed();
    const supervisor = await keyOf('supervisor');
    const wish = { reason: 'asked us', source: 'letter' };
    const added = await add('+44 20 7183-8750', supervisor, wish).expect(201);
    const first = { at: clock.now(), by: 'supervisor', what: 'added', ...wish };
    expect(added.body).toEqual({ number: NUMBER, version: 1, listed: true, ended: 0, history: [first] });
    await clock.advance(1_000);
    const again = await add(NUMBER, ROOT, { reason: 'once more' }).expect(200);
    expect(again.body.history).toEqual([first]);
    await world.api
      .delete(`${PATH}/${NUMBER}?reason=changed%20her%20mind`)
      .set('x-api-key', ROOT)
      .expect(200);
    const removed = { at: clock.now(), by: 'root', what: 'removed', reason: 'changed her mind', source: '' };
    expect((await get(`${PATH}/${NUMBER}`).expect(200)).body).toMatchObject({
      listed: false,
      history: [first, removed],
    });
    const gone = await world.api.delete(`${PATH}/${NUMBER}`).set('x-api-key', ROOT).expect(404);
    expect(gone.body).toMatchObject({ code: 'NUMBER_UNLISTED' });
    expect((await get(PATH).expect(200)).body).toEqual({ numbers: [], cursor: null });
  });

  it('is read page after page', async () => {
    await keyed();
    for (const last of [3, 1, 2]) await add(`+1415555010${last}`).expect(201);
    const first = await get(`${PATH}?limit=2`).expect(200);
    expect(first.body.numbers.map(({ number }: { number: string }) => number)).toEqual([
      '+14155550101',
      '+14155550102',
    ]);
    const rest = await get(`${PATH}?limit=2&after=${encodeURIComponent(first.body.cursor)}`).expect(200);
    expect(rest.body).toMatchObject({ numbers: [{ number: '+14155550103' }], cursor: null });
  });

  it('is for supervisors, developers and administrators', async () => {
    await keyed();
    for (const role of ['agent', 'monitor']) {
      const key = await keyOf(role);
      await get(PATH, key).expect(403);
      await add(NUMBER, key).expect(403);
      await world.api.delete(`${PATH}/${NUMBER}`).set('x-api-key', key).expect(403);
    }
    for (const role of ['supervisor', 'developer', 'administrator'])
      await get(PATH, await keyOf(role)).expect(200);
    expect((await get(PATH)).body.numbers).toEqual([]);
  });

  it('takes numbers with their country code only, and short texts', async () => {
    await keyed();
    for (const number of [
      '020 7183 8750',
      '+0123456',
      '+٤٤٢٠٧١٨٣٨٧٥٠',
      '',
      12345678,
      null,
      ['+442071838750'],
    ])
      await add(number).expect(400);
    await add(NUMBER, ROOT, { reason: 'x'.repeat(501) }).expect(400);
    await add(NUMBER, ROOT, { source: { a: 1 } }).expect(400);
    for (const query of ['limit=0', 'limit=501', 'limit=x', 'after=nonsense'])
      await get(`${PATH}?${query}`).expect(400);
    expect((await get(PATH)).body.numbers).toEqual([]);
  });

  it('is heeded when a callback is asked for, and told by who tries a number out', async () => {
    await keyed();
    await add(NUMBER).expect(201);
    const start = await world.api
      .post('/genesys/1/service/callback/classic')
      .set('x-api-key', ROOT)
      .send({ _customer_number: NUMBER });
    expect(start.body).toMatchObject({ exception: 'NUMBER_REFUSED' });
    const refused = await get(`/api/v1/refusals/${String(start.body.corrId)}`).expect(200);
    expect(refused.body).toMatchObject({
      caller: { name: 'root', address: expect.stringContaining('127.0.0.1') as string },
      rule: 'do-not-call',
      inputs: { _customer_number: '+*********750' },
    });
    const { body } = await get(`/api/v1/numbers/${encodeURIComponent(NUMBER)}?service=classic`).expect(200);
    expect(body.tests).toMatchObject([{ allowed: false, rule: 'do-not-call' }]);
  });
});
