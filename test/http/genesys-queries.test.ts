import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { httpWorld, type World } from './http-world.ts';

const callbacks = '/genesys/1/service/callback';

let world: World;
beforeEach(async () => {
  world = await httpWorld({ options: { _customer_lookup_keys: '_customer_number,account' } });
});
afterEach(() => world.close());

async function book(parameters: Record<string, string>): Promise<string> {
  const answer = await world.api.post(`${callbacks}/classic`).send(parameters).expect(200);
  return answer.body._id as string;
}

describe('GET by id', () => {
  it('shows the callback under the keys of GMS', async () => {
    const id = await book({ _customer_number: '+14155550100', account: '42' });
    const { body, headers } = await world.api.get(callbacks).query({ _id: id }).expect(200);
    expect(body).toEqual({
      _id: id,
      _service_name: 'classic',
      _desired_time: '2026-01-05T09:00:00.000Z',
      _expiration_time: '2026-01-06T09:00:00.000Z',
      _customer_number: '+14155550100',
      _callback_state: 'QUEUED',
      _url: `${callbacks}/classic/${id}`,
      account: '42',
    });
    expect(headers['etag']).toBeUndefined();
  });

  it('is 404 for an id that is none', async () => {
    const { body } = await world.api
      .get(callbacks)
      .query({ _id: 'f'.repeat(32) })
      .expect(404);
    expect(body).toMatchObject({ exception: 'CALLBACK_UNKNOWN' });
  });

  it('is 400 without an id', async () => {
    await world.api.get(callbacks).expect(400, /_id/);
  });
});

describe('GET by properties', () => {
  it('finds by number, however it is written', async () => {
    const id = await book({ _customer_number: '+14155550100' });
    await book({ _customer_number: '+14155550101' });
    for (const written of ['+14155550100', '415-555-0100', '(415) 555 0100']) {
      const { body } = await world.api
        .get(`${callbacks}/classic`)
        .query({ _customer_number: written })
        .expect(200);
      expect(body.map((one: { _id: string }) => one._id)).toEqual([id]);
    }
  });

  it('needs all pairs, or any with operand OR', async () => {
    const id = await book({ _customer_number: '+14155550100', account: '1' });
    const other = await book({ _customer_number: '+14155550101', account: '2' });
    const pairs = { _customer_number: '+14155550100', account: '2' };
    const both = await world.api.get(`${callbacks}/classic`).query(pairs);
    expect(both.body).toEqual([]);
    const any = await world.api.get(`${callbacks}/classic`).query({ ...pairs, operand: 'OR' });
    expect(any.body.map((one: { _id: string }) => one._id).sort()).toEqual([id, other].sort());
  });

  it.each([
    ['a key that is no lookup key', { shoe: '43' }, 400, 'BAD_REQUEST'],
    ['no key at all', {}, 400, 'BAD_REQUEST'],
    ['an operand that is none', { account: '1', operand: 'XOR' }, 400, 'BAD_REQUEST'],
  ])('refuses %s', async (_what, query, status, exception) => {
    const answer = await world.api.get(`${callbacks}/classic`).query(query);
    expect([answer.status, answer.body.exception]).toEqual([status, exception]);
  });

  it('is 404 for a service nobody configured', async () => {
    await world.api
      .get(`${callbacks}/nosuch`)
      .query({ account: '1' })
      .expect(404, /SERVICE_UNKNOWN/);
  });
});

describe('DELETE', () => {
  it('cancels: COMPLETED at once, and the session is told', async () => {
    const id = await book({ _customer_number: '+14155550100' });
    world.woken.length = 0;
    const { body } = await world.api
      .delete(`${callbacks}/classic/${id}`)
      .query({ discard_ors_failure: 'true' })
      .expect(200);
    expect(body).toMatchObject({ _id: id, _callback_state: 'COMPLETED', _callback_reason: 'CANCELLED' });
    const record = await world.store.callbacks.get(id);
    expect(record).toMatchObject({ state: 'COMPLETED', reason: 'CANCELLED' });
    expect(world.woken).toEqual([record?.sessionId]);
  });

  it('a second time says that it is over', async () => {
    const id = await book({ _customer_number: '+14155550100' });
    await world.api.delete(`${callbacks}/classic/${id}`).expect(200);
    await world.api.delete(`${callbacks}/classic/${id}`).expect(409, /CALLBACK_FINAL/);
  });

  it('does not cut a live conversation, and says so', async () => {
    const id = await book({ _customer_number: '+14155550100' });
    const record = (await world.store.callbacks.get(id))!;
    await world.store.callbacks.change({
      expectedVersion: record.version,
      record: { ...record, version: record.version + 1, state: 'PROCESSING' },
      deliveries: [],
      session: null,
      slot: 'keep' as const,
      facts: [],
    });
    const { body } = await world.api.delete(`${callbacks}/classic/${id}`).expect(409);
    expect(body).toMatchObject({
      exception: 'CALLBACK_TALKING',
      message: expect.stringContaining('not cut'),
    });
    expect(await world.store.callbacks.get(id)).toMatchObject({ state: 'PROCESSING' });
  });

  it('knows the callback under its own service only', async () => {
    const id = await book({ _customer_number: '+14155550100' });
    await world.api.delete(`${callbacks}/other/${id}`).expect(404, /CALLBACK_UNKNOWN/);
    expect(await world.store.callbacks.get(id)).toMatchObject({ state: 'QUEUED' });
  });
});

describe('GET ewt-for-vq', () => {
  const ewt = '/genesys/1/service/ewt-for-vq';

  it('tells the wait of the virtual queue in seconds', async () => {
    const now = world.clock.now() / 1000;
    const { body } = await world.api.get(ewt).query({ name: 'classic', aqt: 'stat' }).expect(200);
    expect(body).toEqual({ classic: { time: now, calls: 0, pos: 1, ewt: 0 } });
  });

  it('is -1 by the speed of the queue (urs) before anybody was served', async () => {
    const { body } = await world.api.get(ewt).query({ name: 'classic', aqt: 'urs' }).expect(200);
    expect(body.classic.ewt).toBe(-1);
  });

  it('is -1 when no agent is logged in', async () => {
    for (const agent of ['1001', '1002'])
      await world.api.post(`/api/v1/agents/${agent}`).send({ state: 'logged-out' }).expect(200);
    const { body } = await world.api.get(ewt).query({ name: 'classic' }).expect(200);
    expect(body.classic.ewt).toBe(-1);
  });

  it.each([
    ['without a queue', {}, 400, 'BAD_REQUEST'],
    ['of a queue nobody configured', { name: 'nosuch' }, 404, 'QUEUE_UNKNOWN'],
    ['of a queue named like a property', { name: '__proto__' }, 404, 'QUEUE_UNKNOWN'],
    ['in a mode there is none', { name: 'classic', aqt: 'guess' }, 400, 'BAD_REQUEST'],
  ])('refuses %s', async (_what, query, status, exception) => {
    const answer = await world.api.get(ewt).query(query);
    expect([answer.status, answer.body.exception]).toEqual([status, exception]);
  });
});

it('what GMS has and Ringback has not is said in the words of GMS', async () => {
  const answer = await world.api.get('/genesys/1/nothing/here');
  expect(answer.status).toBe(404);
  expect(answer.body).toEqual({
    exception: 'ROUTE_UNKNOWN',
    message: 'nothing is served at GET /genesys/1/nothing/here',
  });
});
