import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startDueCallbacks } from '../../src/app/start-due-callbacks.ts';
import { gmsWorld, inMinutes, type GmsWorld } from './gms-client.ts';

let world: GmsWorld;
beforeEach(async () => {
  world = await gmsWorld({ _max_request_by_time_bucket: 1 });
});
afterEach(() => world.close());

const callback = '/1/service/callback/classic';

describe('PUT of a callback', () => {
  it('moves it to another time, with an empty answer', async () => {
    const id = await world.gms.book({ _desired_time: inMinutes(world, 60) });
    const to = inMinutes(world, 120);
    const { text } = await world.gms.put(`${callback}/${id}`, { _new_desired_time: to }).expect(200);
    expect(text).toBe('');
    const { body } = await world.gms.get('/1/service/callback', { _id: id });
    expect(body).toMatchObject({ _callback_state: 'SCHEDULED', _desired_time: to });
  });

  it('takes the new place and frees the old one, or does neither', async () => {
    const [first, second] = [inMinutes(world, 60), inMinutes(world, 120)];
    const id = await world.gms.book({ _desired_time: first });
    const other = await world.gms.book({ _desired_time: second });
    const full = await world.gms.put(`${callback}/${id}`, { _new_desired_time: second }).expect(400);
    expect(full.body.exception).toBe('SLOT_FULL');
    expect(await world.store.slots.heldBy(id)).toMatchObject({ slotAt: Date.parse(first) });
    await world.gms.put(`${callback}/${other}`, { _new_desired_time: inMinutes(world, 180) }).expect(200);
    await world.gms.put(`${callback}/${id}`, { _new_desired_time: second }).expect(200);
    expect(await world.store.slots.heldBy(id)).toMatchObject({ slotAt: Date.parse(second) });
    expect(await world.store.slots.taken('classic', 0, Date.parse(second))).toEqual([]);
  });

  it('without a time is now: it begins, and its slot is free', async () => {
    const id = await world.gms.book({ _desired_time: inMinutes(world, 60) });
    await world.gms.put(`${callback}/${id}`, {}).expect(200);
    const record = await world.store.callbacks.get(id);
    expect(record).toMatchObject({ state: 'QUEUED', desiredAt: null, placeAt: world.clock.now() });
    expect(world.woken).toContain(record?.sessionId);
    expect(await world.store.slots.heldBy(id)).toBeNull();
  });

  it('takes one that waits out of the queue, and another session carries it out when its time comes', async () => {
    const id = await world.gms.book();
    const first = (await world.store.callbacks.get(id))!.sessionId!;
    await world.gms.put(`${callback}/${id}`, { _new_desired_time: inMinutes(world, 60) }).expect(200);
    expect(await world.store.callbacks.get(id)).toMatchObject({ state: 'SCHEDULED', sessionId: null });
    expect((await world.store.sessions.inbox(first)).map(({ name }) => name)).toEqual(['callback.cancelled']);
    await world.clock.advance(3_600_000);
    await startDueCallbacks(world.app);
    const record = await world.store.callbacks.get(id);
    expect(record?.state).toBe('QUEUED');
    expect(record?.sessionId).not.toBe(first);
    expect(await world.store.sessions.get(record!.sessionId!)).toMatchObject({ status: 'running' });
  });

  it('carries more properties over', async () => {
    const id = await world.gms.book({ _desired_time: inMinutes(world, 60), topic: 'invoice' });
    const to = inMinutes(world, 90);
    await world.gms.put(`${callback}/${id}`, { _new_desired_time: to, topic: 'contract', room: 7 });
    expect((await world.store.callbacks.get(id))?.userData).toEqual({ topic: 'contract', room: '7' });
  });

  it('may set COMPLETED, which cancels, and neither ROUTING nor PROCESSING', async () => {
    const id = await world.gms.book();
    const refused = await world.gms.put(`${callback}/${id}`, { _callback_state: 'PROCESSING' }).expect(400);
    expect(refused.body.exception).toBe('OPTION_INVALID');
    await world.gms.put(`${callback}/${id}`, { _callback_state: 'COMPLETED' }).expect(200);
    expect(await world.store.callbacks.get(id)).toMatchObject({ state: 'COMPLETED', reason: 'CANCELLED' });
    await world.gms.put(`${callback}/${id}`, {}).expect(409, /CALLBACK_FINAL/);
  });

  it('leaves a callback alone whose phone rings', async () => {
    const id = await world.gms.book();
    const before = (await world.store.callbacks.get(id))!;
    const attempt = { id: 'leg', number: 1, startedAt: 1, endedAt: null, result: null, detail: null };
    const record = { ...before, version: before.version + 1, attempts: [attempt] };
    const change = { record, deliveries: [], session: null, slot: 'keep' as const, facts: [] };
    await world.store.callbacks.change({ expectedVersion: before.version, ...change });
    const time = { _new_desired_time: inMinutes(world, 60) };
    await world.gms.put(`${callback}/${id}`, time).expect(409, /CALLBACK_STATE/);
    expect(await world.store.callbacks.get(id)).toEqual(record);
  });

  it.each([
    ['a time gone by', { _new_desired_time: '2020-01-01T00:00:00.000Z' }, 400, 'TIME_INVALID'],
    ['what is no time', { _new_desired_time: 'tomorrow' }, 400, 'TIME_INVALID'],
  ])('refuses %s and names the parameter', async (_what, body, status, exception) => {
    const id = await world.gms.book({ _desired_time: inMinutes(world, 60) });
    const answer = await world.gms.put(`${callback}/${id}`, body).expect(status);
    expect(answer.body).toMatchObject({ exception, message: expect.stringContaining('_new_desired_time') });
  });

  it('knows the callback under its own service only', async () => {
    const id = await world.gms.book();
    await world.gms.put(`/1/service/callback/other/${id}`, {}).expect(404, /CALLBACK_UNKNOWN/);
  });
});
