import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { everyCallback, httpWorld, type World } from './http-world.ts';

const classic = '/genesys/1/service/callback/classic';

let world: World;
beforeEach(async () => {
  world = await httpWorld();
});
afterEach(() => world.close());

describe('POST /genesys/1/service/callback/{name}', () => {
  it('books a callback from a form and answers its id', async () => {
    const answer = await world.api
      .post(classic)
      .type('form')
      .send({ _customer_number: '(415) 555-0100', lang: 'en' });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ _id: expect.stringMatching(/^[0-9a-f]{32}$/) });
    const record = await world.store.callbacks.get(answer.body._id);
    expect(record).toMatchObject({
      state: 'QUEUED',
      customerNumber: '+14155550100',
      userData: { lang: 'en' },
      placeAt: world.clock.now(),
    });
    expect(world.woken).toEqual([record?.sessionId]);
  });

  it('books the same from JSON, and keeps numbers and structures as their JSON text', async () => {
    const body = {
      _customer_number: '+14155550100',
      account: 42,
      cart: { items: ['a', 'b'] },
      nothing: null,
    };
    const { body: answer } = await world.api.post(classic).send(body).expect(200);
    const record = await world.store.callbacks.get(answer._id);
    expect(record?.userData).toEqual({ account: '42', cart: '{"items":["a","b"]}' });
  });

  it('schedules when a time is given', async () => {
    const at = new Date(world.clock.now() + 7_200_000).toISOString();
    const { body } = await world.api
      .post(classic)
      .send({ _customer_number: '+14155550100', _desired_time: at });
    expect(await world.store.callbacks.get(body._id)).toMatchObject({ state: 'SCHEDULED', sessionId: null });
    expect(world.woken).toEqual([]);
  });

  it('of a form field sent twice takes the last', async () => {
    const form = '_customer_number=nonsense&_customer_number=%2B14155550100';
    const { body } = await world.api.post(classic).type('form').send(form).expect(200);
    expect(await world.store.callbacks.get(body._id)).toMatchObject({ customerNumber: '+14155550100' });
  });

  it('knows its own and the browser sees no trace of the framework', async () => {
    const answer = await world.api.post(classic).send({ _customer_number: '+14155550100' });
    expect(answer.headers).not.toHaveProperty('x-powered-by');
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  });
});

describe('a request that is refused gets the error body of GMS, and nothing is stored', () => {
  const refused: [string, object, number, string][] = [
    ['no number', {}, 400, 'NUMBER_MISSING'],
    ['an empty number', { _customer_number: '  ' }, 400, 'NUMBER_MISSING'],
    ['a number that is none', { _customer_number: 'call me' }, 400, 'NUMBER_INVALID'],
    ['a premium number', { _customer_number: '+19005550100' }, 400, 'NUMBER_INVALID'],
    ['an injected dial string', { _customer_number: '+14155550100,loopback/9999' }, 400, 'NUMBER_INVALID'],
    ['a structure as the number', { _customer_number: { $gt: '' } }, 400, 'NUMBER_INVALID'],
    ['a time that is none', { _customer_number: '+14155550100', _desired_time: 'soon' }, 400, 'TIME_INVALID'],
    [
      'a time gone by',
      { _customer_number: '+14155550100', _desired_time: '2020-01-01T00:00:00Z' },
      400,
      'TIME_INVALID',
    ],
    [
      'a target that is no expression',
      { _customer_number: '+14155550100', _target: '((' },
      400,
      'OPTION_INVALID',
    ],
    [
      'too much user data',
      { _customer_number: '+14155550100', note: 'x'.repeat(20_000) },
      400,
      'BAD_REQUEST',
    ],
  ];
  it.each(refused)('%s', async (_what, body, status, exception) => {
    const answer = await world.api.post(classic).send(body);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({
      corrId: expect.any(String),
      exception,
      message: expect.any(String),
      phrase: 'BAD_PARAMETER',
    });
    expect(await everyCallback(world)).toEqual([]);
    expect(world.woken).toEqual([]);
  });

  it('a service nobody configured: 404', async () => {
    const answer = await world.api
      .post('/genesys/1/service/callback/nosuch')
      .send({ _customer_number: '+14155550100' });
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ exception: 'SERVICE_UNKNOWN' });
    expect(answer.body).not.toHaveProperty('phrase');
  });

  it('more callbacks than the number may have', async () => {
    for (let count = 0; count < 2; count++)
      await world.api.post(classic).send({ _customer_number: '+14155550100' }).expect(200);
    const answer = await world.api.post(classic).send({ _customer_number: '415-555-0100' });
    expect(answer.body).toMatchObject({ exception: 'TOO_MANY_CALLBACKS' });
    expect(await everyCallback(world)).toHaveLength(2);
  });

  it('a slot that is full', async () => {
    await world.close();
    world = await httpWorld({ options: { _max_request_by_time_bucket: 0 } });
    const at = new Date(world.clock.now() + 7_200_000).toISOString();
    const answer = await world.api
      .post(classic)
      .send({ _customer_number: '+14155550100', _desired_time: at });
    expect(answer.body).toMatchObject({ exception: 'SLOT_FULL' });
    expect(await everyCallback(world)).toEqual([]);
  });
});

describe('a request that comes too soon after others', () => {
  it('is answered 429 with Retry-After in the words of Genesys', async () => {
    const options = { _throttle_customer_number_limit: 1, _throttle_ttl_1: 60 };
    await world.close();
    world = await httpWorld({ options });
    await world.api.post(classic).send({ _customer_number: '+14155550100' }).expect(200);
    const answer = await world.api.post(classic).send({ _customer_number: '+14155550100' });
    expect(answer.status).toBe(429);
    expect(answer.headers['retry-after']).toBe('60');
    expect(answer.body).toMatchObject({ exception: 'THROTTLED' });
    expect(await everyCallback(world)).toHaveLength(1);
  });
});
