import { expect, it } from 'vitest';

import { drainSwitch } from '../../src/app/drain-switch.ts';
import { isRingbackError } from '../../src/core/errors.ts';
import { book, CUSTOMER, expectNothingLeft } from '../support/behaviours.ts';
import { World } from '../support/world.ts';

it('a switch that is being emptied keeps its calls and gets no new ones; what waits is dialled after it', async () => {
  const world = await World.create({ talkMs: 600_000, agents: ['1001', '1002'] });
  const { app } = world.ringback;
  await book(world, CUSTOMER);
  await world.until(async () => (await world.callback())?.state === 'PROCESSING', 'a conversation');
  expect(await drainSwitch(app, 'memory', true)).toMatchObject({ draining: true, calls: 2 });

  const waiting = await book(world, '+14155550100');
  await world.clock.advance(60_000);
  expect(world.ringsOf('+14155550100')).toBe(0);
  expect(world.switch.health()).toMatchObject([{ up: true, calls: 2, draining: true }]);

  await drainSwitch(app, 'memory', false);
  const done = async (): Promise<boolean> =>
    (await world.store.callbacks.get(waiting.id))?.state === 'COMPLETED';
  await world.until(done, 'a second conversation');
  expect(await world.store.callbacks.get(waiting.id)).toMatchObject({
    reason: 'AGENT_CONNECTED',
    attempts: [{ number: 1 }],
  });
  await world.until(async () => (await world.store.interactions.live()).length === 0, 'no more calls');
  await expectNothingLeft(world);
  await world.close();
});

it('is still being emptied after a restart, until it is resumed; what was last said counts', async () => {
  const world = await World.create();
  await drainSwitch(world.ringback.app, 'memory', true);
  await world.clock.advance(1);
  await drainSwitch(world.ringback.app, 'memory', false);
  await world.clock.advance(1);
  await drainSwitch(world.ringback.app, 'memory', true);
  await world.ringback.stop();
  // The switch itself knows nothing of it.
  world.switch.drain('memory', false);
  await world.compose({});
  expect(world.switch.health()).toMatchObject([{ draining: true }]);
  await drainSwitch(world.ringback.app, 'memory', false);
  await world.ringback.stop();
  await world.compose({});
  expect(world.switch.health()).toMatchObject([{ draining: false }]);
  await world.close();
});

it('a switch that nobody knows is not emptied', async () => {
  const world = await World.create();
  let refused: unknown;
  try {
    await drainSwitch(world.ringback.app, 'other', true);
  } catch (error) {
    refused = error;
  }
  expect(isRingbackError(refused, 'SWITCH_UNKNOWN')).toBe(true);
  await world.close();
});
