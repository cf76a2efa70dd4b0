import { expect, test } from 'vitest';

import { pressesKey } from '../../src/simulation/people.ts';
import { newScene, stage } from './phone-world.ts';

const TEXT = { kind: 'hears', sound: { kind: 'text', text: 'Press 1.' } } as const;
const MUSIC = { kind: 'hears', sound: { kind: 'music', name: 'moh' } } as const;
const QUIET = { kind: 'quiet', cut: false } as const;
const CUT = { kind: 'quiet', cut: true } as const;

test('a person presses only when a prompt has ended and it has been quiet for a short while', async () => {
  const { scene, clock } = newScene();
  const at = stage(clock, pressesKey(scene));
  at.perceive(TEXT, QUIET);
  await clock.advance(250);
  at.perceive(TEXT, QUIET);
  await clock.advance(250);
  expect(at.acts).toEqual([]);
  await clock.advance(100);
  expect(at.acts).toEqual(['press 1']);
});

test.each([
  ['music is no prompt', [MUSIC, QUIET]],
  ['music that begins after a prompt says that no key is awaited', [TEXT, QUIET, MUSIC]],
  ['a prompt that was cut off asks for nothing', [TEXT, CUT]],
  ['an agent who comes in asks for nothing', [TEXT, QUIET, { kind: 'joined' } as const]],
  [
    'a call that is over asks for nothing',
    [TEXT, QUIET, { kind: 'hung-up', cause: 'NORMAL_CLEARING' } as const],
  ],
])('%s', async (_, perceptions) => {
  const { scene, clock } = newScene();
  const at = stage(clock, pressesKey(scene));
  at.perceive(...perceptions);
  await clock.advance(5000);
  expect(at.acts).toEqual([]);
});
