import { expect, it } from 'vitest';

import type { SwitchCall } from '../../../src/switch/switch.ts';
import { eventually } from '../../support/eventually.ts';
import { reach, site, type Site } from '../../support/simulated-site.ts';

const [ONE, OTHER] = ['+14155550100', '+14155550101'];

/** Two who have been joined. */
async function joined(): Promise<{ at: Site; one: SwitchCall }> {
  const at = await site();
  const one = await reach(at, 'one', ONE);
  await reach(at, 'other', OTHER);
  expect(await one.bridge('other')).toEqual({ kind: 'bridged' });
  return { at, one };
}

const again = (at: Site, id: string): Promise<SwitchCall> =>
  eventually(() => at.arrived.filter((call) => call.id === id)[1]);

it('two who are taken apart come to their doors again, hear music there, and can be joined again', async () => {
  const { at, one } = await joined();
  expect(await at.fleet.part('one', 'other')).toEqual({ kind: 'parted' });
  expect(one.ended).toBe(true);
  const [back, other] = [await again(at, 'one'), await again(at, 'other')];
  expect([back.ended, other.ended]).toEqual([false, false]);
  const music = back.play([{ kind: 'music', name: 'moh' }]);
  expect(await back.bridge('other')).toEqual({ kind: 'bridged' });
  expect((await music.done).kind).toBe('stopped');
  await at.fleet.kill('one', 'NORMAL_CLEARING');
  await eventually(() => at.ended.length === 2);
});

it('who is not there cannot be taken apart', async () => {
  const { at } = await joined();
  expect(await at.fleet.part('nobody', 'other')).toEqual({ kind: 'call-ended' });
  expect(await at.fleet.part('no id; at all', 'other')).toEqual({ kind: 'call-ended' });
});

it('three in a room stay when one leaves, and one of them can be joined with somebody else', async () => {
  const { at } = await joined();
  await at.fleet.part('one', 'other');
  const third = await reach(at, 'third', '+14155550110');
  for (const call of [await again(at, 'one'), await again(at, 'other'), third])
    expect(await call.confer('room')).toEqual({ kind: 'joined' });
  await at.fleet.kill('other', 'NORMAL_CLEARING');
  await eventually(() => at.ended.length === 1);
  expect(await at.fleet.lookup('one')).toBe('alive');
  expect(await (await again(at, 'one')).bridge('third')).toEqual({ kind: 'bridged' });
  await at.fleet.kill('third', 'NORMAL_CLEARING');
  await eventually(() => at.ended.length === 3);
});

it('a call that has ended goes into no room, and no room has a name that could be a command', async () => {
  const at = await site();
  const one = await reach(at, 'one', ONE);
  await expect(one.confer('a room@x+flags{}')).resolves.toMatchObject({ kind: 'failed' });
  await one.hangup('NORMAL_CLEARING');
  await eventually(() => at.ended.length === 1);
  expect(await one.confer('room')).toEqual({ kind: 'call-ended' });
});
