import { expect, test } from 'vitest';

import { callbackCode } from '../../src/callback/callback-code.ts';
import { createCallback } from '../../src/app/create-callback.ts';
import { busy, callbacks, ring, ringAgain } from './ringing.ts';
import type { PageWorld, Shown } from './page-world.ts';

const CALLER = '+12025550143';
const AT_NOON = '2026-01-07T12:00:00Z';

/** A caller for whose number a callback is booked rings. */
async function ringBooked(
  at: string | null,
  times = 1,
): Promise<{ world: PageWorld; id: string; first: Shown }> {
  const { world } = await ring('+12025550199', busy);
  let id = '';
  for (let count = 0; count < times; count += 1) {
    const parameters = { _customer_number: CALLER, _desired_time: at };
    ({ id } = await createCallback(world.app, { service: 'classic', id: null, parameters, kvps: {} }));
  }
  return { world, id, first: await ringAgain(world, CALLER, 'call-2') };
}

/** The callback's state and reason. */
async function stateOf({ app }: PageWorld, id: string): Promise<string> {
  const record = await app.store.callbacks.get(id);
  return `${record?.state} ${record?.reason ?? ''}`.trim();
}

test('a caller hears of the callback at a time, and 1 leaves it as it is', async () => {
  const { world, id, first } = await ringBooked(AT_NOON);
  expect(first.says).toBe('You have a callback on Wednesday, January 7 at 12:00 PM.');
  const menu = await first.press('');
  expect(menu.says).toBe(
    'To leave it like that, press 1. For another time, press 2. To cancel it, press 3. ' +
      'To wait on the line instead, press 4. To book another one, press 5.',
  );
  const kept = await menu.press('1');
  expect(kept.says).toBe('All right, we will call you. Goodbye.');
  expect(kept.exits).toMatchObject({ end: 'reject', accepted: true, callbackId: id });
  expect(await stateOf(world, id)).toBe('SCHEDULED');
});

test('a caller hears of the callback that waits in its place', async () => {
  const { world, id, first } = await ringBooked(null);
  expect(first.says).toBe('You have a callback already: we will call you when it is your turn.');
  expect((await (await first.press('')).press('4')).exits).toEqual({ end: 'queue' });
  expect(await stateOf(world, id)).toBe('QUEUED');
});

test('3 and the right code cancel it, and the caller goes on as anybody else', async () => {
  const { world, id, first } = await ringBooked(AT_NOON);
  const code = await (await first.press('')).press('3');
  expect(code.says).toBe('Please key the four digits of the code that you were told.');
  const cancelled = await code.press(callbackCode(id));
  expect(cancelled.says).toBe('Your callback is cancelled.');
  expect(await stateOf(world, id)).toBe('COMPLETED CANCELLED');
  expect((await cancelled.press('')).says).toContain('You would wait');
});

test.each(['2', '3'])('%s with three wrong codes changes nothing', async (key) => {
  const { world, id, first } = await ringBooked(AT_NOON);
  const wrong = String((Number(callbackCode(id)) + 1) % 10_000).padStart(4, '0');
  let page = await first.press('');
  for (const says of ['That is not the code.', 'That is not the code.']) {
    page = await (await page.press(key)).press(wrong);
    expect(page.says).toBe(says);
    page = await page.press('');
  }
  const locked = await (await page.press(key)).press(wrong);
  expect(locked.says).toContain('Your callback stays as it is.');
  expect((await locked.press('')).exits).toEqual({ end: 'queue' });
  expect(await stateOf(world, id)).toBe('SCHEDULED');
});

test('2 and the right code move it to a time of the caller’s choice', async () => {
  const { world, id, first } = await ringBooked(AT_NOON);
  const day = await (await (await first.press('')).press('2')).press(callbackCode(id));
  const time = await day.press('2');
  const moved = await time.press('3');
  expect(moved.says).toBe(
    'Thank you. We will call you on Tuesday, January 6 at 2:00 AM. Your code stays the same. Goodbye.',
  );
  expect(moved.exits).toMatchObject({ end: 'reject', accepted: true, callbackId: id });
  const record = await world.app.store.callbacks.get(id);
  expect(record?.desiredAt).toBe(Date.parse('2026-01-06T02:00:00Z'));
});

test('one that waits in its place can be moved to a time, too', async () => {
  const { world, id, first } = await ringBooked(null);
  const day = await (await (await first.press('')).press('2')).press(callbackCode(id));
  await (await day.press('2')).press('1');
  expect(await stateOf(world, id)).toBe('SCHEDULED');
});

test('5 books another one while the service allows it', async () => {
  const { world, first } = await ringBooked(AT_NOON);
  const offer = await (await first.press('')).press('5');
  const done = await (await offer.press('1')).press('1');
  expect(done.exits).toMatchObject({ accepted: true });
  expect(await callbacks(world)).toEqual([CALLER, CALLER]);
});

test('another one is not offered when the number has as many as the service allows', async () => {
  const { first } = await ringBooked(AT_NOON, 2);
  const menu = await first.press('');
  expect(menu.says).not.toContain('another one');
  expect(menu.body).not.toContain('<item>5</item>');
});

test('a callback that is over is not heard of', async () => {
  const { world, id, first } = await ringBooked(AT_NOON);
  const code = await (await first.press('')).press('3');
  await code.press(callbackCode(id));
  expect((await ringAgain(world, CALLER, 'call-3')).says).toContain('You would wait');
});
