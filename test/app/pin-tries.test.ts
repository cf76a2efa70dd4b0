import { expect, it } from 'vitest';

import { PinTries } from '../../src/app/pin-tries.ts';

const MINUTE = 60_000;

it('nobody is let in by a number after five wrong PINs, for a quarter of an hour', () => {
  const tries = new PinTries();
  for (let minute = 0; minute < 5; minute++) {
    expect(tries.isLocked('1001', minute * MINUTE)).toBe(false);
    tries.noteWrong('1001', minute * MINUTE);
  }
  expect(tries.isLocked('1001', 5 * MINUTE)).toBe(true);
  expect(tries.isLocked('1002', 5 * MINUTE)).toBe(false);
  expect(tries.isLocked('1001', 15 * MINUTE)).toBe(false);
});

it('trying one number after another is forgotten in order, and costs no memory without end', () => {
  const tries = new PinTries();
  for (let wrong = 0; wrong < 5; wrong++) tries.noteWrong('first', wrong);
  for (let number = 0; number < 999; number++) tries.noteWrong(String(number), 10);
  expect(tries.isLocked('first', 20)).toBe(true);
  tries.noteWrong('one more', 20);
  expect(tries.isLocked('first', 20)).toBe(false);
});
