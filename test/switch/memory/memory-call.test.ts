import { expect, test } from 'vitest';

import { neverAnswers } from '../../../src/simulation/people.ts';
import type { Perception, Person, PhoneLine } from '../../../src/switch/person.ts';
import type { PlayOutcome, SwitchCall } from '../../../src/switch/switch.ts';
import { memoryWorld, prompt, type World } from './memory-world.ts';

/** A caller who does nothing of their own accord, and what they notice. */
async function caller(): Promise<{ world: World; call: SwitchCall; line: PhoneLine; noticed: Perception[] }> {
  const world = await memoryWorld();
  const noticed: Perception[] = [];
  const lines: PhoneLine[] = [];
  const person: Person = {
    on(line) {
      lines.push(line);
      return (perception) => noticed.push(perception);
    },
  };
  const id = world.switch.ring(person, { from: '+14155550123', to: '8000', userData: { segment: 'gold' } });
  await world.clock.settle();
  const call = world.switch.call(id);
  const [line] = lines;
  if (!call || !line) throw new Error('the call did not arrive');
  return { world, call, line, noticed };
}

const kinds = (noticed: Perception[]): string[] => noticed.map((perception) => perception.kind);

test('a caller rings in with user data and is answered only when asked', async () => {
  const { call, noticed } = await caller();
  expect(call).toMatchObject({ direction: 'inbound', from: '+14155550123', to: '8000', answered: false });
  expect(call.userData).toEqual({ segment: 'gold' });
  expect(noticed).toEqual([]);
  expect(await call.answer()).toBe('answered');
  expect(call.answered).toBe(true);
  expect(kinds(noticed)).toEqual(['connected']);
});

test('a prompt lasts as long as its text, and a pause between two texts is part of it', async () => {
  const { world, call, noticed } = await caller();
  const [hello, goodbye] = [...prompt('x'.repeat(20)), ...prompt('y'.repeat(40))];
  if (!hello || !goodbye) throw new Error('no prompts');
  const startedAt = world.clock.now();
  let endedAt = 0;
  void call
    .play([hello, { kind: 'silence', ms: 500 }, goodbye])
    .done.then(() => (endedAt = world.clock.now()));
  await world.clock.advance(10_000);
  expect(endedAt - startedAt).toBe(1000 + 500 + 2000);
  expect(kinds(noticed)).toEqual(['hears', 'hears', 'quiet']);
});

test('a second playback stops the first, and music plays until it is stopped', async () => {
  const { world, call } = await caller();
  const outcomes: PlayOutcome[] = [];
  const music = call.play([{ kind: 'music', name: 'moh' }]);
  void music.done.then((outcome) => outcomes.push(outcome));
  await world.clock.advance(60_000);
  const text = call.play(prompt('x'.repeat(20)));
  void text.done.then((outcome) => outcomes.push(outcome));
  await world.clock.advance(400);
  await text.stop();
  await text.stop();
  await world.clock.settle();
  expect(outcomes).toEqual([
    { kind: 'stopped', atMs: 60_000 },
    { kind: 'stopped', atMs: 400 },
  ]);
});

test('keys pressed before anybody listened are handed over first, then come as they are pressed', async () => {
  const { world, call, line } = await caller();
  await call.answer();
  line.press('4');
  line.press('nonsense');
  const keys: string[] = [];
  const stop = call.onKey((press) => keys.push(press.key));
  line.press('2');
  stop();
  line.press('9');
  await world.clock.settle();
  expect(keys).toEqual(['4', '2']);
});

test('a rejected call ends with its cause, which its variables and the caller are told', async () => {
  const { world, call, noticed } = await caller();
  await call.attach({ _CB_SERVICE_ID: 'abc' });
  await call.reject({ cause: 'CALL_REJECTED', reason: 'Callback' });
  await world.clock.settle();
  expect(world.notes.ends).toMatchObject([{ cause: 'CALL_REJECTED', answered: false, hungUpBy: 'us' }]);
  expect(world.switch.variables(call.id)).toMatchObject({ _CB_SERVICE_ID: 'abc', reason: 'Callback' });
  expect(noticed).toEqual([{ kind: 'hung-up', cause: 'CALL_REJECTED' }]);
});

test('on a call that has ended everything answers call-ended', async () => {
  const { world, call, line } = await caller();
  line.hangUp();
  await world.clock.settle();
  expect(world.notes.ends).toMatchObject([{ cause: 'ORIGINATOR_CANCEL', hungUpBy: 'far-end' }]);
  expect(call.ended).toBe(true);
  expect(await call.answer()).toBe('call-ended');
  expect(await call.play(prompt('hello')).done).toEqual({ kind: 'call-ended' });
  expect(await call.detect()).toBe('call-ended');
  expect(await call.bridge('other')).toEqual({ kind: 'call-ended' });
  expect(await call.attach({})).toBe('call-ended');
  await call.hangup('NORMAL_CLEARING');
  expect(world.notes.ends).toHaveLength(1);
});

test('a call cannot be bridged with nobody, with itself, or before it is answered', async () => {
  const { world, call } = await caller();
  const other = world.switch.ring(neverAnswers(), { from: '+14155550124', to: '8000' });
  await world.clock.settle();
  for (const id of ['nobody', call.id, other])
    expect(await call.bridge(id)).toMatchObject({ kind: 'failed' });
});
