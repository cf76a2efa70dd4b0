import { afterEach, expect, test } from 'vitest';

import { cancelCallback } from '../../src/app/cancel-callback.ts';
import type { Fact } from '../../src/callback/record.ts';
import { voicemail } from '../../src/simulation/people.ts';
import { book } from '../support/behaviours.ts';
import { World } from '../support/world.ts';
import { ACCESS_POINT, scenarioWorld, start } from './scenarios/scenario-world.ts';

let world: World;
afterEach(() => world.close());

/** Pairs of the first and of the last user event. */
async function pairs(id: string): Promise<Record<string, unknown>[]> {
  await world.clock.advance(1_000);
  const facts = await world.store.facts.ofCallback(id);
  return facts
    .filter(({ kind }: Fact) => kind === 'callback.user-event')
    .map(({ data }) => data['kvps'] as Record<string, unknown>);
}

const seconds = (at: number | null | undefined): number => Math.floor((at ?? 0) / 1000);

test('a callback that was talked on has two user events, with whole seconds', async () => {
  world = await World.create();
  world.ring('+14155550142', ['1', '1', '1']);
  const record = await world.completed();
  const [first, last, ...more] = await pairs(record.id);
  expect(more).toEqual([]);
  const accepted = seconds(record.createdAt);
  expect(first).toMatchObject({
    _CB_SERVICE_ID: record.id,
    _CB_FINAL_RECORD: 0,
    _CB_T_CALLBACK_ACCEPTED: accepted,
    _CB_T_SERVICE_START: accepted,
    _CB_DIM_CALL_DIRECTION: 'CUSTOMER_TERMINATED',
    _CB_DIM_OFFER_TYPE: 'ASAP',
  });
  const dialled = seconds(record.attempts[0]?.startedAt);
  const answered = seconds(record.customerAt);
  expect(last).toMatchObject({
    _CB_SERVICE_ID: record.id,
    _CB_FINAL_RECORD: 1,
    _CB_T_SERVICE_END: seconds(record.completedAt),
    _CB_T_MEDIA_IXN_STARTED: dialled,
    _CB_D_WAITING_FOR_AGENT_OFFLINE: dialled - seconds(record.placeAt),
    _CB_D_ESTABLISH_MEDIA_IXN: answered - dialled,
    _CB_D_CUSTOMER_CONNECTED_WAITING_FOR_AGENT: seconds(record.agentAt) - answered,
    _CB_POS_WHEN_READY_TO_START_MEDIA_IXN: 0,
    _CB_EWT_WHEN_READY_TO_START_MEDIA_IXN: 0,
    _CB_DIAL_1_RESULT: 'CONNECTED',
    _CB_DIM_FINAL_DIAL_RESULT: 'CONNECTED',
    _CB_DIM_DIAL_DIALOG_RESULT: 'RIGHT_PERSON',
    _CB_N_CALLBACK_ATTEMPTS: 1,
    _CB_N_CUSTOMER_ABANDONED_WHILE_WAITING_FOR_AGENT: 0,
  });
  for (const [name, value] of Object.entries(last ?? {}))
    if (/^_CB_[TDN]_/.test(name)) expect(Number.isInteger(value), name).toBe(true);
});

test('every attempt has its result', async () => {
  world = await World.create();
  world.people.register('+14155550100', voicemail({ clock: world.clock, random: world.random }));
  const { id } = await book(world, '+14155550100');
  await world.completed();
  const [, last] = await pairs(id);
  expect(last).toMatchObject({
    _CB_DIAL_1_RESULT: 'ANSWERING_MACHINE',
    _CB_DIAL_3_RESULT: 'ANSWERING_MACHINE',
    _CB_DIM_FINAL_DIAL_RESULT: 'ANSWERING_MACHINE',
    _CB_DIM_DIAL_DIALOG_RESULT: 'UNKNOWN',
    _CB_N_CALLBACK_ATTEMPTS: 3,
  });
  expect(last).not.toHaveProperty('_CB_T_CUSTOMER_CONNECTED');
});

test('one that is called off before its time has both too', async () => {
  world = await World.create();
  const at = world.clock.now() + 3_600_000;
  const { id } = await book(world, '+14155550100', { _desired_time: new Date(at).toISOString() });
  await cancelCallback(world.ringback.app, id);
  const [first, last] = await pairs(id);
  expect(first).toMatchObject({ _CB_T_DESIRED_TIME: seconds(at), _CB_DIM_OFFER_TYPE: 'SCHEDULED' });
  expect(last).toMatchObject({
    _CB_FINAL_RECORD: 1,
    _CB_N_CALLBACK_ATTEMPTS: 0,
    _CB_D_WAITING_FOR_AGENT_OFFLINE: 0,
  });
});

test('a customer who called by themselves is told apart', async () => {
  world = await scenarioWorld('user-originated-immediate');
  const { _id } = await start(world, '+14155550142');
  world.ring('+14155550142', [], ACCESS_POINT);
  await world.completed();
  expect((await pairs(_id)).at(-1)).toMatchObject({
    _CB_DIM_CALL_DIRECTION: 'CUSTOMER_ORIGINATED',
    _CB_DIM_FINAL_DIAL_RESULT: 'USERORIGINATED_CONNECTED',
    _CB_DIM_DIAL_DIALOG_RESULT: 'RIGHT_PERSON',
  });
});
