import { expect, test } from 'vitest';

import { browse, keys, vxml } from './browse.ts';

const LIMIT = 'more than 1000 steps without input from the caller';

test.each([
  [
    'two dialogs that go to each other',
    '<form id="a"><block><goto next="#b"/></block></form><form id="b"><block><goto next="#a"/></block></form>',
  ],
  ['an item that is cleared for ever', '<form><block name="b"><clear namelist="b"/></block></form>'],
  [
    'a handler that comes back to the error',
    '<form><catch event="error"><log>again</log></catch><field name="a" cond="nothing"/></form>',
  ],
  [
    'silences of no length',
    `<form><property name="timeout" value="0s"/><field name="a">${keys('1')}</field></form>`,
  ],
  [
    'transfers that fail at once',
    '<form id="a"><transfer dest="tel:1" bridge="true"><filled><goto next="#a"/></filled></transfer></form>',
  ],
  [
    'prompts that ask for themselves',
    '<catch event="e"><throw event="e.f"/></catch><catch event="e"><goto next="#a"/></catch><form id="a"><block><throw event="e"/></block></form>',
  ],
])('%s end the session with an error', async (_, page) => {
  const { end } = await browse(page, { inputs: Array<string>(2000).fill('noinput') });
  expect(end).toEqual({ how: 'error', result: {}, error: LIMIT });
});

test('scripts that are cut off again and again end the session with an error', async () => {
  const page = `<form><catch event="error"/><block name="b" cond="(function () { while (true); })()"/></form>`;
  const { end } = await browse(page);
  expect(end).toEqual({ how: 'error', result: {}, error: 'scripts were cut off more than 20 times' });
});

test('recordings that cannot be had end the session with an error', async () => {
  const page = '<catch event="error"><goto next="#a"/></catch><form id="a"><record/></form>';
  const { end } = await browse(page, { inputs: Array<string>(2000).fill('record:unsupported') });
  expect(end.error).toBe(LIMIT);
});

test('two pages that go to each other end the session with an error', async () => {
  const to = (other: string): string => vxml(`<form><block><goto next="${other}"/></block></form>`);
  const { end } = await browse(to('b.vxml'), { files: { 'b.vxml': to('start.vxml') } });
  expect(end.error).toBe(LIMIT);
});

test('a caller who is asked again and again may stay as long as he likes', async () => {
  const page = `<form><field name="a">${keys('1')}<filled><clear namelist="a"/></filled></field></form>`;
  const inputs = [...Array<string>(700).fill('dtmf:1'), ...Array<string>(700).fill('noinput'), 'hangup'];
  const { end, platform } = await browse(page, { inputs });
  expect(end).toEqual({ how: 'hangup', result: {}, error: null });
  expect(platform.listens).toBe(1401);
});
