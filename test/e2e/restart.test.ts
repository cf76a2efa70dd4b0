import { afterEach, expect, test } from 'vitest';

import { cancelCallback } from '../../src/app/cancel-callback.ts';
import { createCallback } from '../../src/app/create-callback.ts';
import { restartCallback } from '../../src/app/restart-callback.ts';
import { contentHash } from '../../src/core/ids.ts';
import type { CallbackRecord } from '../../src/callback/record.ts';
import { book, CUSTOMER, expectNothingLeft } from '../support/behaviours.ts';
import { shippedDocuments, World, type WorldOptions } from '../support/world.ts';

let world: World;
afterEach(() => world.close());

async function waiting(options: WorldOptions = { agents: [] }): Promise<CallbackRecord> {
  world = await World.create(options);
  world.phone(CUSTOMER);
  const record = await book(world, CUSTOMER);
  await world.until(() => world.ringback.router.state().entries.length === 1, 'a place in the queue');
  return record;
}

/** Another version of the strategy goes live; sessions under way keep theirs. */
async function publish(change: (text: string) => string): Promise<void> {
  const shipped = await shippedDocuments();
  const files = { ...shipped, 'dialogs/callback.scxml': change(shipped['dialogs/callback.scxml'] ?? '') };
  const set = { hash: contentHash(JSON.stringify(files)), publishedAt: world.clock.now(), files };
  await world.store.sets.publish(set);
}

const restart = (id: string): Promise<CallbackRecord> => restartCallback(world.ringback.app, id);

test('a waiting callback goes on by the newest strategy, in its old place', async () => {
  const record = await waiting();
  const [before] = world.ringback.router.state().entries;
  await world.clock.advance(600_000);
  await publish((text) => text.replace('waiting in its place', 'waiting in its new place'));
  expect((await world.callback())?.why).toBe('waiting in its place for an agent to be near');
  const { sessionId } = await restart(record.id);
  await world.clock.settle();
  expect((await world.callback())?.why).toBe('waiting in its new place for an agent to be near');
  const [after, ...others] = world.ringback.router.state().entries;
  expect(others).toEqual([]);
  expect(after).toMatchObject({ sessionId, placeAt: before?.placeAt });
  expect((await world.store.sessions.get(record.sessionId ?? ''))?.status).toBe('finished');
  expect((await world.store.sessions.get(sessionId ?? ''))?.status).toBe('running');
});

test('the attempts that were made count, and the number is not rung more often than allowed', async () => {
  world = await World.create({ service: { options: { _max_dial_attempts: 2 } } });
  const { id } = await book(world, '+14155550102');
  await world.until(async () => (await world.callback())?.lastDialResult === 'BUSY', 'a busy phone');
  await world.clock.advance(1_000);
  await restart(id);
  const record = await world.completed();
  expect(record).toMatchObject({ reason: 'FAIL_CALL_TO_CUSTOMER', why: '2 attempts, the last one: BUSY' });
  expect(world.ringsOf('+14155550102')).toBe(2);
  await expectNothingLeft(world);
});

test('it is found by its session too, restarted as often as wanted, and cancelled as ever', async () => {
  const first = await waiting();
  const second = await restart(first.sessionId ?? '');
  const third = await restart(second.sessionId ?? '');
  expect(new Set([first.sessionId, second.sessionId, third.sessionId]).size).toBe(3);
  await world.clock.settle();
  await cancelCallback(world.ringback.app, first.id);
  await expectNothingLeft(world);
});

test('not while the customer talks, nor before its time, nor after its end', async () => {
  world = await World.create();
  const parameters = { _customer_number: '+14155550100', _desired_time: '2026-01-06T12:00:00Z' };
  const later = await createCallback(world.ringback.app, {
    service: 'classic',
    id: null,
    parameters,
    kvps: {},
  });
  await expect(restart(later.id)).rejects.toMatchObject({ code: 'CALLBACK_NOT_QUEUED' });
  await cancelCallback(world.ringback.app, later.id);
  await expect(restart(later.id)).rejects.toMatchObject({ code: 'CALLBACK_FINAL' });
  world.phone(CUSTOMER);
  const { id } = await book(world, CUSTOMER);
  const state = async (): Promise<unknown> => (await world.store.callbacks.get(id))?.state;
  await world.until(async () => (await state()) === 'PROCESSING', 'a conversation');
  await expect(restart(id)).rejects.toMatchObject({ code: 'CALLBACK_STATE' });
  await expect(restart('nobody')).rejects.toMatchObject({ code: 'CALLBACK_UNKNOWN' });
});
