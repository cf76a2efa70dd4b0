import { expect, test } from 'vitest';

import { neverAnswers, pressesNothing } from '../../../src/simulation/people.ts';
import type { PlayOutcome } from '../../../src/switch/switch.ts';
import { dialTo, memoryWorld, Notebook, prompt } from './memory-world.ts';

test('open calls arrive again after a restart, with what was attached to them', async () => {
  const world = await memoryWorld();
  const inbound = world.switch.ring(neverAnswers(), { from: '+14155550123', to: '8000' });
  await world.switch.dial(dialTo('+14155550101', 'answered'));
  await world.clock.until(() => world.notes.calls.length === 2);
  await world.switch.call(inbound)?.attach({ _CB_SERVICE_ID: 'abc' });
  await world.switch.stop();
  const next = new Notebook();
  await world.switch.start(next);
  await world.clock.settle();
  expect(next.calls.map((call) => call.id).sort()).toEqual([inbound, 'answered'].sort());
  expect(world.switch.call(inbound)?.userData).toEqual({ _CB_SERVICE_ID: 'abc' });
  expect(world.switch.call('answered')?.answered).toBe(true);
});

test('what a dead process was playing ends, and its calls do nothing any more', async () => {
  const world = await memoryWorld();
  const id = world.switch.ring(neverAnswers(), { from: '+14155550123', to: '8000' });
  await world.clock.settle();
  const old = world.switch.call(id);
  const outcomes: PlayOutcome[] = [];
  void old?.play(prompt('x'.repeat(100))).done.then((outcome) => outcomes.push(outcome));
  await world.clock.advance(1000);
  await world.switch.stop();
  await world.switch.start(new Notebook());
  await world.clock.settle();
  expect(outcomes).toEqual([{ kind: 'call-ended' }]);
  await old?.hangup('NORMAL_CLEARING');
  expect(await old?.answer()).toBe('call-ended');
  expect(await world.switch.lookup(id)).toBe('alive');
});

test('a dial in progress goes on while nobody listens, and its answer arrives at the next start', async () => {
  const world = await memoryWorld();
  await world.switch.dial(dialTo('+14155550101'));
  await world.switch.stop();
  await world.clock.advance(5000);
  expect(world.switch.rings()).toHaveLength(1);
  const next = new Notebook();
  await world.switch.start(next);
  await world.clock.settle();
  expect(next.calls).toMatchObject([{ id: 'attempt-1', answered: true }]);
  expect(world.notes.calls).toEqual([]);
});

test('an end that happened while nobody listened is not told; looking it up says gone', async () => {
  const world = await memoryWorld();
  await world.switch.dial(dialTo('+14155550102'));
  await world.switch.stop();
  await world.clock.advance(5000);
  const next = new Notebook();
  await world.switch.start(next);
  await world.clock.settle();
  expect(next.ends).toEqual([]);
  expect(await world.switch.lookup('attempt-1')).toBe('gone');
});

test('an attempt that became stale meanwhile stops ringing', async () => {
  const world = await memoryWorld();
  await world.switch.dial(dialTo('+14155550103'));
  await world.switch.stop();
  await world.clock.advance(1000);
  const next = new Notebook();
  next.stale.add('attempt-1');
  await world.switch.start(next);
  await world.clock.settle();
  expect(next.ends).toMatchObject([{ id: 'attempt-1', cause: 'ORIGINATOR_CANCEL' }]);
});

test('two people in conversation go on talking through a restart', async () => {
  const world = await memoryWorld();
  const caller = world.switch.ring(pressesNothing(world.scene), { from: '+14155550123', to: '8000' });
  await world.switch.dial({ ...dialTo('', 'agent'), to: { kind: 'phone', phone: 'user/1001' } });
  await world.clock.until(() => world.notes.calls.length === 2);
  await world.switch.call(caller)?.answer();
  await world.switch.call(caller)?.bridge('agent');
  await world.switch.stop();
  await world.clock.advance(1000);
  const next = new Notebook();
  await world.switch.start(next);
  await world.clock.settle();
  expect(await world.switch.call(caller)?.bridge('agent')).toEqual({ kind: 'bridged' });
  await world.clock.advance(4000);
  expect(next.ends.map((end) => end.id)).toEqual(['agent', caller]);
});

test('what happened just before the stop is not told to the dead, but arrives at the next start', async () => {
  const world = await memoryWorld();
  const id = world.switch.ring(neverAnswers(), { from: '+14155550123', to: '8000' });
  const stopped = world.switch.stop();
  const next = new Notebook();
  await Promise.all([stopped, world.switch.start(next)]);
  await world.clock.settle();
  expect(world.notes.calls).toEqual([]);
  expect(next.calls.map((call) => call.id)).toEqual([id]);
});
