import { expect, test } from 'vitest';

import { dialTo, memoryWorld, Notebook } from './memory-world.ts';

test('each attempt rings the phone once, and the customers count it', async () => {
  const world = await memoryWorld();
  await world.switch.dial(dialTo('+14155550100', 'one'));
  await world.switch.dial(dialTo('+14155550101', 'two'));
  await world.clock.advance(5000);
  expect(world.switch.rings()).toMatchObject([
    { attempt: 'one', phone: '+14155550100' },
    { attempt: 'two', phone: '+14155550101' },
  ]);
});

test('the same id is never dialled twice, not even after the call has ended', async () => {
  const world = await memoryWorld();
  expect(await world.switch.dial(dialTo('+14155550102'))).toMatchObject({ kind: 'sent' });
  expect(await world.switch.dial(dialTo('+14155550102'))).toMatchObject({ kind: 'refused' });
  await world.clock.until(() => world.notes.ends.length > 0);
  expect(await world.switch.dial(dialTo('+14155550102'))).toMatchObject({ kind: 'refused' });
  expect(world.switch.rings()).toHaveLength(1);
});

test('an attempt of a dead process that is stale is killed before the phone rings', async () => {
  const world = await memoryWorld();
  await world.switch.dial(dialTo('+14155550100'));
  await world.switch.stop();
  const next = new Notebook();
  next.stale.add('attempt-1');
  await world.switch.start(next);
  await world.clock.until(() => next.ends.length > 0);
  expect(next.ends).toMatchObject([{ cause: 'ORIGINATOR_CANCEL', answered: false }]);
  expect(world.switch.rings()).toEqual([]);
});

test('a ringing phone stops when the call is killed, and a call that is not there can be killed too', async () => {
  const world = await memoryWorld();
  await world.switch.dial(dialTo('+14155550103'));
  await world.clock.until(() => world.notes.rang.length > 0);
  expect(await world.switch.lookup('attempt-1')).toBe('alive');
  await world.switch.kill('attempt-1', 'ORIGINATOR_CANCEL');
  await world.switch.kill('nobody', 'ORIGINATOR_CANCEL');
  await world.clock.settle();
  expect(world.notes.ends).toMatchObject([{ cause: 'ORIGINATOR_CANCEL', hungUpBy: 'us', sipStatus: null }]);
  expect(await world.switch.lookup('attempt-1')).toBe('gone');
});

test('a switch that is down refuses to dial and cannot be asked', async () => {
  const world = await memoryWorld();
  world.switch.setUp(false);
  expect(await world.switch.dial(dialTo('+14155550100'))).toMatchObject({ kind: 'refused' });
  expect(await world.switch.lookup('attempt-1')).toBe('unknown');
  expect(world.switch.health()).toMatchObject([{ kind: 'memory', up: false }]);
  world.switch.setUp(true);
  await world.clock.settle();
  expect(world.notes.healthChanges).toBe(2);
  expect(await world.switch.dial(dialTo('+14155550100'))).toMatchObject({ kind: 'sent' });
});
