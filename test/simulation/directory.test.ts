import { expect, test } from 'vitest';

import { createDirectory } from '../../src/simulation/directory.ts';
import { neverAnswers, refuses } from '../../src/simulation/people.ts';
import { newScene, stage } from './phone-world.ts';

async function ringing(phone: string): Promise<string[]> {
  const { scene, clock } = newScene();
  const at = stage(clock, createDirectory(scene, { talkMs: 1000 }).at(phone));
  at.perceive({ kind: 'ringing' });
  await clock.advance(60_000);
  return at.acts;
}

test.each([
  ['+1 415 555 0100', ['answer']],
  ['+14155550102', ['reject 486']],
  ['+14155550103', []],
  ['0014155550104', ['reject 603']],
  ['+442055550105', ['reject 404']],
  ['+14155550106', ['answer']],
  ['+14158675309', ['answer']],
  ['user/1001', ['answer']],
  ['1002@agents.example', ['answer']],
  ['user/1009', []],
])('when %s rings: %j', async (phone, acts) => {
  expect(await ringing(phone)).toEqual(acts);
});

test('a person who registers is found with and without the country code, until taken away again', () => {
  const { scene } = newScene();
  const directory = createDirectory(scene, { talkMs: 1000 });
  const [me, another] = [neverAnswers(), refuses(scene, 486)];
  const takeAway = directory.register('4155550100', me);
  expect(directory.at('+14155550100')).toBe(me);
  directory.register('+14155550100', another);
  takeAway();
  expect(directory.at('4155550100')).toBe(another);
});
