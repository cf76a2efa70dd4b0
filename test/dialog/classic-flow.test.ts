import { expect, test } from 'vitest';

import { questions } from '../../src/app/questions.ts';
import { busy, callbacks, ring } from './ringing.ts';

test('a caller whose wait is short is never asked and stays in the queue', async () => {
  const { first } = await ring('+12025550143', questions);
  expect(first.exits).toEqual({ end: 'queue' });
  expect(first.says).toBe('');
});

test('1 call me back, 1 right number: the callback is booked and the call is to be rejected', async () => {
  const { world, first } = await ring('+12025550143');
  expect(first.says).toBe(
    'You would wait about 6 minutes. To keep your place and be called back, press 1. To stay on the line, press 2. ' +
      'To be called at a time of your choice, press 3. To hear this again, press star.',
  );
  const number = await first.press('1');
  expect(number.says).toBe(
    'We will call 2 0 2, 5 5 5, 0 1 4 3. If that is right, press 1. To give another number, press 2.',
  );
  const goodbye = await number.press('1');
  expect(goodbye.says).toMatch(
    /^Thank you\. Your place is kept\. We will call 2 0 2, 5 5 5, 0 1 4 3 when it is your turn, in about 6 minutes\. Should you want to change or cancel it, your code is \d, \d, \d, \d\. Goodbye\.$/,
  );
  const now = Math.floor(world.app.clock.now() / 1000);
  expect(goodbye.exits).toEqual({
    ...{ end: 'reject', accepted: true, callbackId: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
    ...{ acceptedAt: now, serviceStart: now },
  });
  expect(await world.pages.result(first.key)).toEqual(goodbye.exits);
  expect(await callbacks(world)).toEqual(['+12025550143']);
});

test('2 keep waiting: the caller stays in the queue and nothing is booked', async () => {
  const { world, first } = await ring('+12025550143');
  expect((await first.press('2')).exits).toEqual({ end: 'queue' });
  expect(await callbacks(world)).toEqual([]);
});

test('another number is keyed, read back and booked', async () => {
  const { world, first } = await ring('+12025550143');
  const keying = await (await first.press('1')).press('2');
  expect(keying.body).toContain('type="digits?minlength=7;maxlength=18"');
  const number = await keying.press('011442079460123');
  expect(number.says).toContain('We will call plus 4 4, 2 0, 7 9 4 6, 0 1 2 3.');
  await number.press('1');
  expect(await callbacks(world)).toEqual(['+442079460123']);
});

test.each(['', 'anonymous', 'sip:restricted@example.net'])(
  'a caller from "%s" is asked for a number',
  async (from) => {
    const { world, first } = await ring(from);
    const keying = await first.press('1');
    expect(keying.says).toContain('Please key the number');
    await (await keying.press('2025550143')).press('1');
    expect(await callbacks(world)).toEqual(['+12025550143']);
  },
);

test('a number that cannot be called is refused, and asked for again', async () => {
  const { first } = await ring('');
  const refused = await (await first.press('1')).press('0000000');
  expect(refused.says).toBe('That number cannot be called.');
  expect((await refused.press('')).says).toContain('Please key the number');
});

test.each(['noinput', 'nomatch', 'error'])('%s at any step keeps the caller in the queue', async (event) => {
  for (const keys of [[], ['1'], ['1', '2'], ['3'], ['3', '1']]) {
    const { world, first } = await ring('+12025550143');
    let page = first;
    for (const key of keys) page = await page.press(key);
    expect((await page.event(event)).exits).toEqual({ end: 'queue' });
    expect(await callbacks(world)).toEqual([]);
  }
});

test('a caller who hangs up leaves no callback behind', async () => {
  const { world, first } = await ring('+12025550143');
  const number = await first.press('1');
  await number.event('hangup');
  expect(await world.pages.result(first.key)).toEqual({ end: 'hangup' });
  expect(await callbacks(world)).toEqual([]);
});

test('when the wait cannot be reckoned the caller stays in the queue', async () => {
  const broken = { outcomes: ['known'], ask: () => Promise.reject(new Error('the store is down')) };
  const { world, first } = await ring('+12025550143', { ...busy, 'wait-time': broken });
  expect(first.exits).toEqual({ end: 'queue' });
  expect(world.errors).toMatchObject([{ step: 'reckon', error: 'the store is down' }]);
});

test('when booking fails the caller is told and stays in the queue', async () => {
  const failed = {
    outcomes: ['booked', 'taken', 'full', 'too-many', 'failed'],
    ask: () => Promise.resolve({ outcome: 'failed', values: {} }),
  };
  const { first } = await ring('+12025550143', { ...busy, book: failed });
  const told = await (await first.press('1')).press('1');
  expect(told.says).toBe('We cannot call you back just now. You keep your place in the queue.');
  expect(told.exits).toEqual({ end: 'queue' });
});
