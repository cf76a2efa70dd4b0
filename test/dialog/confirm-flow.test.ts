import { expect, test } from 'vitest';

import { pageWorld, shippedFiles } from './page-world.ts';

test('the called customer hears who calls, presses 1 and is to be connected', async () => {
  const { begin } = await pageWorld(await shippedFiles());
  const question = await begin('confirm');
  expect(question.says).toBe(
    'Hello, this is Ringback with the call you asked for. To talk to us now, press 1. ' +
      'To be called later, press 2. To cancel the call, press 3. If somebody else asked for it, press 9.',
  );
  expect((await question.press('1')).exits).toEqual({
    end: 'connect',
    confirmed: true,
    dialogResult: 'RIGHT_PERSON',
  });
});

test.each(['noinput', 'nomatch', 'hangup', 'error'])('after %s nothing is confirmed', async (event) => {
  const { begin, pages } = await pageWorld(await shippedFiles());
  const question = await begin('confirm');
  const last = await question.event(event);
  expect(last.exits).toEqual({ end: 'hangup', confirmed: false, dialogResult: 'UNKNOWN' });
  expect(await pages.result(question.key)).toEqual({
    end: 'hangup',
    confirmed: false,
    dialogResult: 'UNKNOWN',
  });
});

test('pressing 1 and then hanging up stays a confirmation', async () => {
  const { begin, pages, post } = await pageWorld(await shippedFiles());
  const question = await begin('confirm');
  await question.press('1');
  await post(`/vxml/run/${question.key}/1`, { event: 'hangup' });
  expect(await pages.result(question.key)).toEqual({
    end: 'connect',
    confirmed: true,
    dialogResult: 'RIGHT_PERSON',
  });
});

test.each([
  ['1', 10],
  ['2', 30],
  ['3', 60],
])('2 later, then %s: to be called in %d minutes', async (key, minutes) => {
  const { begin } = await pageWorld(await shippedFiles());
  const when = await (await begin('confirm')).press('2');
  const told = await when.press(key);
  expect(told.says).toMatch(/^We will call again in .*\. Goodbye\.$/);
  expect(told.exits).toMatchObject({ dialogResult: 'RESCHEDULED', laterMinutes: minutes });
});

test.each([
  ['3', 'CANCELLED', 'Your callback is cancelled. Goodbye.'],
  ['9', 'WRONG_PERSON', 'We are sorry. You will not be called again. Goodbye.'],
])('%s ends it: %s', async (key, dialogResult, says) => {
  const { begin } = await pageWorld(await shippedFiles());
  const told = await (await begin('confirm')).press(key);
  expect(told.says).toBe(says);
  expect(told.exits).toEqual({ end: 'hangup', confirmed: false, dialogResult });
});

test('star says it again', async () => {
  const { begin } = await pageWorld(await shippedFiles());
  const first = await begin('confirm');
  expect((await first.press('*')).says).toBe(first.says);
});
