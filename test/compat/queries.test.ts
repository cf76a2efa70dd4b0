import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { gmsWorld, inMinutes, NUMBER, type GmsWorld } from './gms-client.ts';

let world: GmsWorld;
beforeEach(async () => {
  world = await gmsWorld({ _customer_lookup_keys: '_customer_number,account' });
});
afterEach(() => world.close());

describe('a query by properties', () => {
  it('returns lookup keys, not all user data; by id everything is returned', async () => {
    const id = await world.gms.book({ account: '7', topic: 'secret' });
    const { body } = await world.gms.get('/1/service/callback/classic', { account: '7' }).expect(200);
    expect(body[0]).toMatchObject({ _id: id, account: '7', _ors_session_id: expect.any(String) });
    expect(body[0]).not.toHaveProperty('topic');
    const one = await world.gms.get('/1/service/callback', { _id: id });
    expect(one.body).toMatchObject({ topic: 'secret' });
  });

  it('may name a state, and leave the service out', async () => {
    await world.gms.book();
    const later = await world.gms.book({ _desired_time: inMinutes(world, 60) });
    const query = { _customer_number: NUMBER, _callback_state: 'SCHEDULED' };
    const { body } = await world.gms.get('/1/service/callback', query).expect(200);
    expect(body.map((one: { _id: string }) => one._id)).toEqual([later]);
  });
});

describe('GET /1/admin/callback/queues', () => {
  const queues = '/1/admin/callback/queues';

  it('lists callbacks by queue, earliest first', async () => {
    const later = await world.gms.book({ _desired_time: inMinutes(world, 60) });
    const now = await world.gms.book();
    const { body } = await world.gms.get(queues).expect(200);
    expect(Object.keys(body)).toEqual(['classic']);
    expect(body.classic.map((one: { _id: string }) => one._id)).toEqual([now, later]);
  });

  it('of a target, until an end, so many, in some states', async () => {
    const soon = await world.gms.book({ _desired_time: inMinutes(world, 60) });
    const far = await world.gms.book({ _desired_time: inMinutes(world, 3 * 1440) });
    const ids = async (query: object): Promise<string[]> => {
      const { body } = await world.gms.get(queues, query).expect(200);
      return ((body.classic ?? []) as { _id: string }[]).map((one) => one._id);
    };
    expect(await ids({ target: 'classic' })).toEqual([soon]);
    expect(await ids({ target: 'other' })).toEqual([]);
    expect(await ids({ end_time: inMinutes(world, 4 * 1440) })).toEqual([soon, far]);
    expect(await ids({ end_time: inMinutes(world, 4 * 1440), max: 1 })).toEqual([soon]);
    expect(await ids({ states: 'QUEUED,COMPLETED' })).toEqual([]);
    expect(await ids({ _callback_state: 'SCHEDULED' })).toEqual([soon]);
    expect(await ids({ _callback_reason: 'CANCELLED' })).toEqual([]);
  });

  it.each([
    ['a filter that is none', { shoe: '43' }],
    ['a state that is none', { states: 'ASLEEP' }],
    ['a time that is none', { end_time: 'tomorrow' }],
    ['a number of another alphabet', { max: '١٢' }],
    ['too many', { max: '501' }],
  ])('refuses %s', async (_what, query) => {
    await world.gms.get(queues, query).expect(400, /BAD_REQUEST/);
  });
});
