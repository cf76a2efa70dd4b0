import { expect, test } from 'vitest';

import { isRingbackError } from '../../src/core/errors.ts';
import { parseKeys, textPhone } from '../../src/simulation/text-phone.ts';
import { newScene, stage } from './phone-world.ts';

test('one token is pressed at each listen, digit by digit', async () => {
  const { scene, clock } = newScene();
  const at = stage(clock, textPhone(scene, { keys: parseKeys('1 nothing 49#') }), 'caller');
  for (let prompt = 0; prompt < 4; prompt++) await at.hear();
  expect(at.acts).toEqual(['press 1', 'press 4', 'press 9', 'press #']);
});

test('keys go on across the returned call; when they have run out it is answered, greeted and confirmed once', async () => {
  const { scene, clock } = newScene();
  const at = stage(clock, textPhone(scene, { keys: ['1'] }), 'caller');
  await at.hear();
  await at.hear();
  at.next('called');
  at.perceive({ kind: 'ringing' });
  await clock.advance(3000);
  at.perceive({ kind: 'connected' });
  await clock.advance(3000);
  await at.hear();
  await at.hear();
  expect(at.acts).toEqual(['press 1', 'answer', 'speak', 'press 1']);
});

test('keys that are left are used on the returned call first', async () => {
  const { scene, clock } = newScene();
  const at = stage(clock, textPhone(scene, { keys: ['2'] }), 'called');
  await at.hear();
  await at.hear();
  expect(at.acts).toEqual(['press 2', 'press 1']);
});

test('a token may hang up at a listen, or in the middle of the next prompt', async () => {
  const { scene, clock } = newScene();
  const after = stage(clock, textPhone(scene, { keys: ['hangup'] }), 'caller');
  await after.hear();
  expect(after.acts).toEqual(['hang up']);
  const during = stage(clock, textPhone(scene, { keys: ['1', 'hangup-during'] }), 'caller');
  await during.hear();
  during.perceive({ kind: 'hears', sound: { kind: 'text', text: 'Is this right?' } });
  await clock.advance(500);
  expect(during.acts).toEqual(['press 1', 'hang up']);
});

test('a key can be pressed by hand at any moment, and onlookers are told', async () => {
  const { scene, clock } = newScene();
  const told: string[] = [];
  const phone = textPhone(scene, {
    keys: [],
    onPerception: (line, perception) => told.push(`${line.role} ${perception.kind}`),
    onPress: (_, key) => told.push(`pressed ${key}`),
  });
  phone.press('1');
  const at = stage(clock, phone, 'caller');
  at.perceive({ kind: 'connected' });
  phone.press('5');
  await clock.advance(10);
  expect(at.acts).toEqual(['press 5']);
  expect(told).toEqual(['caller connected', 'pressed 5']);
});

test('a list of keys that is none is refused with the word that is wrong', () => {
  expect(parseKeys(' 1,2  14155550123# hangup ')).toEqual(['1', '2', '14155550123#', 'hangup']);
  expect(parseKeys('')).toEqual([]);
  for (const text of ['1 x', '1; rm', 'hang', '１'])
    expect(() => parseKeys(text)).toThrow(
      expect.toSatisfy((error: unknown) => isRingbackError(error, 'BAD_REQUEST')),
    );
});
