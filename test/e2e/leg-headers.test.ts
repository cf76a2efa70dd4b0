import { expect, onTestFinished, test } from 'vitest';

import type { ServiceConfiguration } from '../../src/callback/configuration.ts';
import { book, CUSTOMER } from '../support/behaviours.ts';
import { World } from '../support/world.ts';

/** Facts and user data that agents' phones are told, and what goes on with a caller. */
const headers = {
  agent: {
    'X-Customer': '{customerId}',
    'X-Offer': '{kind} {service} {phone} {attempt}',
    'X-Segment': '{segment}',
    'User-to-User': '{subject}|{firstName} {lastName}',
  },
  caller: { 'X-Callback': '{_CB_SERVICE_ID}', 'X-From': '{phone}' },
};

async function site(options: ServiceConfiguration['options'] = {}): Promise<World> {
  const world = await World.create({ headers, service: { options } });
  onTestFinished(() => world.close());
  return world;
}

const about = {
  customer_id: 'C-7',
  subject: 'Invoice',
  first_name: 'Grace',
  last_name: 'Hopper',
  segment: 'gold',
};

function headersAt(world: World, phone: string): unknown {
  return world.switch.rings().find((ring) => ring.phone === phone)?.headers;
}

test.each([
  ['last', {}],
  ['first', { _userterminated_first_connect_party: 'AGENT' }],
])('an agent who is rung %s sees on the phone for whom', async (_, options) => {
  const world = await site(options);
  await book(world, CUSTOMER, about);
  expect(await world.completed()).toMatchObject({ reason: 'AGENT_CONNECTED' });
  expect(headersAt(world, 'user/1001')).toMatchObject({
    'X-Customer': 'C-7',
    'X-Segment': 'gold',
    'User-to-User': 'Invoice|Grace Hopper',
  });
  expect(headersAt(world, 'user/1001')).toHaveProperty(
    'X-Offer',
    expect.stringMatching(/^callback classic \+14155550142 [01]$/),
  );
});

test('a customer’s phone is told nothing of that', async () => {
  const world = await site();
  await book(world, CUSTOMER, about);
  await world.completed();
  expect(headersAt(world, CUSTOMER)).toEqual({});
});

test('a caller who takes the callback is released with its id', async () => {
  const world = await site();
  const { id } = world.ring('+14155550142', ['1', '1']);
  await world.until(async () => (await world.callback()) !== undefined, 'a callback');
  await world.until(async () => (await world.interaction(id)).endedAt !== null, 'a released caller');
  expect(world.switch.variables(id)).toMatchObject({
    'X-From': '+14155550142',
    'X-Callback': (await world.callback())?.id,
  });
});

test('where nothing is configured nothing is told', async () => {
  const world = await World.create({});
  onTestFinished(() => world.close());
  await book(world, CUSTOMER, about);
  await world.completed();
  expect(world.switch.rings().map((ring) => ring.headers)).toEqual([{}, {}]);
});
