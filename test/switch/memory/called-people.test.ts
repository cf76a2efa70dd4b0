import { expect, test } from 'vitest';

import type { Detected } from '../../../src/switch/switch.ts';
import { dialTo, memoryWorld, prompt } from './memory-world.ts';

test.each([
  ['2', 'USER_BUSY', 486, 0],
  ['3', 'NO_ANSWER', null, 1],
  ['4', 'CALL_REJECTED', 603, 1],
  ['5', 'UNALLOCATED_NUMBER', 404, 0],
])('the number +1 415 555 010%s is not answered: %s', async (digit, cause, sipStatus, rang) => {
  const world = await memoryWorld();
  await world.switch.dial(dialTo(`+1415555010${digit}`));
  await world.clock.until(() => world.notes.ends.length > 0);
  expect(world.notes.ends).toMatchObject([{ id: 'attempt-1', cause, sipStatus, answered: false }]);
  expect(world.notes.rang).toHaveLength(rang);
  expect(world.notes.calls).toEqual([]);
});

test.each<[string, Detected]>([
  ['0', 'person'],
  ['1', 'person'],
  ['6', 'machine'],
  ['7', 'fax'],
])('the number +1 415 555 010%s answers and is found to be: %s', async (digit, expected) => {
  const world = await memoryWorld();
  await world.switch.dial(dialTo(`+1415555010${digit}`));
  await world.clock.until(() => world.notes.calls.length > 0);
  const [call] = world.notes.calls;
  let detected: Detected | undefined;
  void call?.detect().then((found) => (detected = found));
  await world.clock.until(() => detected !== undefined, 30_000);
  expect(detected).toBe(expected);
});

test('a phone that answers without a word is found to be silent', async () => {
  const world = await memoryWorld();
  world.people.register('+14155550177', {
    on: (line) => (perception) => {
      if (perception.kind === 'ringing') line.answer();
    },
  });
  await world.switch.dial(dialTo('+14155550177'));
  await world.clock.until(() => world.notes.calls.length > 0);
  let detected: Detected | undefined;
  void world.notes.calls[0]?.detect().then((found) => (detected = found));
  await world.clock.until(() => detected !== undefined, 30_000);
  expect(detected).toBe('silence');
});

async function confirmWith(digit: string): Promise<{ keys: string[]; outcome: string; ends: string[] }> {
  const world = await memoryWorld();
  const keys: string[] = [];
  let outcome = 'playing';
  world.notes.onCall = (call) => {
    call.onKey((press) => keys.push(press.key));
    void call.play(prompt('Press 1 to be connected to an agent.')).done.then((end) => (outcome = end.kind));
  };
  await world.switch.dial(dialTo(`+1415555010${digit}`));
  await world.clock.advance(20_000);
  return { keys, outcome, ends: world.notes.ends.map((end) => `${end.cause} by ${end.hungUpBy}`) };
}

test('the person at 0100 presses 1 once when the prompt has ended', async () => {
  expect(await confirmWith('0')).toEqual({ keys: ['1'], outcome: 'played', ends: [] });
});

test('the person at 0101 presses nothing', async () => {
  expect(await confirmWith('1')).toEqual({ keys: [], outcome: 'played', ends: [] });
});

test('the person at 0108 confirms and hangs up while waiting', async () => {
  const ends = ['NORMAL_CLEARING by far-end'];
  expect(await confirmWith('8')).toEqual({ keys: ['1'], outcome: 'played', ends });
});

test('the person at 0109 hangs up in the middle of the prompt', async () => {
  const ends = ['NORMAL_CLEARING by far-end'];
  expect(await confirmWith('9')).toEqual({ keys: [], outcome: 'call-ended', ends });
});

test('an agent answers, talks for as long as configured, and hangs up; an agent whose phone ends in 9 never answers', async () => {
  const world = await memoryWorld();
  await world.switch.dial(dialTo('+14155550101', 'customer'));
  await world.switch.dial({ ...dialTo('', 'agent'), to: { kind: 'phone', phone: 'user/1001' } });
  await world.switch.dial({ ...dialTo('', 'rona', 10), to: { kind: 'phone', phone: 'user/1009' } });
  await world.clock.until(() => world.notes.calls.length === 2);
  expect(await world.switch.call('customer')?.bridge('agent')).toEqual({ kind: 'bridged' });
  const joinedAt = world.clock.now();
  await world.clock.until(() => world.notes.ends.length === 3);
  expect(world.notes.ends).toMatchObject([
    { id: 'agent', hungUpBy: 'far-end', at: joinedAt + 5000 },
    { id: 'customer', hungUpBy: 'us', cause: 'NORMAL_CLEARING' },
    { id: 'rona', cause: 'NO_ANSWER' },
  ]);
});
