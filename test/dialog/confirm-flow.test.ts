import { expect, test } from 'vitest';

import { pageWorld, shippedFiles } from './page-world.ts';

test('the called customer hears who calls, presses 1 and is to be connected', async () => {
  const { begin } = await pageWorld(await shippedFiles());
  const question = await begin('confirm');
  expect(question.says).toBe(
    'Hello, this is Ringback with the call you asked for. To talk to us now, press 1.',
  );
  expect((await question.press('1')).exits).toEqual({ end: 'connect', confirmed: true });
});

test.each(['noinput', 'nomatch', 'hangup', 'error'])('after %s nothing is confirmed', async (event) => {
  const { begin, pages } = await pageWorld(await shippedFiles());
  const question = await begin('confirm');
  const last = await question.event(event);
  expect(last.exits).toEqual({ end: 'hangup', confirmed: false });
  expect(await pages.result(question.key)).toEqual({ end: 'hangup', confirmed: false });
});

test('pressing 1 and then hanging up stays a confirmation', async () => {
  const { begin, pages, post } = await pageWorld(await shippedFiles());
  const question = await begin('confirm');
  await question.press('1');
  await post(`/vxml/run/${question.key}/1`, { event: 'hangup' });
  expect(await pages.result(question.key)).toEqual({ end: 'connect', confirmed: true });
});
