import { expect, test } from 'vitest';

import { ringing, texts, type Ringing } from './ringing.ts';

const LEGAL = 'This call may be recorded.';
// At 20 characters a second it lasts two seconds.
const LONG = 'For sales press one, for service press 2.';

const key = '<grammar mode="dtmf" version="1.0" root="r"><rule id="r">1</rule></grammar>';
const asks = (name: string, prompts: string): string => `<field name="${name}">${prompts}${key}</field>`;
const page = (form: string): string =>
  `<vxml version="2.1"><form>${form}<block><exit expr="{ over: true }"/></block></form></vxml>`;

const pages = {
  '/vxml/long': page(asks('a', `<prompt>${LONG}</prompt>`)),
  '/vxml/two': page(asks('a', `<prompt>${LONG}</prompt>`) + asks('b', '<prompt>And the second?</prompt>')),
  '/vxml/legal': page(asks('a', `<prompt bargein="false">${LEGAL}</prompt><prompt>${LONG}</prompt>`)),
  '/vxml/recorded': page(asks('a', '<prompt><audio src="welcome.wav">Welcome.</audio></prompt>')),
};

/** Runs a page until the caller begins to hear `text`. */
async function hearing(path: string, text: string): Promise<Ringing & { over: () => boolean }> {
  const on = await ringing(pages);
  const dialog = on.run(path);
  expect(await on.clock.until(() => texts(on.noticed).includes(text))).toBe(true);
  return { ...on, over: () => dialog.ended()?.result?.['over'] === true };
}

const silences = ({ noticed }: Ringing): boolean[] =>
  noticed.flatMap((one) => (one.kind === 'quiet' ? [one.cut] : []));

test('a key cuts a prompt off in its middle, and counts', async () => {
  const on = await hearing('/vxml/long', LONG);
  await on.clock.advance(500);
  expect(silences(on)).toEqual([]);
  on.line.press('1');
  expect(await on.clock.until(on.over)).toBe(true);
  expect(silences(on)).toEqual([true]);
});

test('keys pressed in quick succession answer the next question too, whose prompt is not said', async () => {
  const on = await hearing('/vxml/two', LONG);
  on.line.press('1');
  on.line.press('1');
  expect(await on.clock.until(on.over)).toBe(true);
  expect(texts(on.noticed)).toEqual([LONG]);
});

test('a prompt that may not be interrupted is heard whole; a key pressed meanwhile is no answer', async () => {
  const on = await hearing('/vxml/legal', LEGAL);
  await on.clock.advance(500);
  on.line.press('1');
  expect(await on.clock.until(() => texts(on.noticed).includes(LONG))).toBe(true);
  expect(silences(on)[0] ?? false).toBe(false);
  await on.clock.advance(200);
  expect(on.over()).toBe(false);
  on.line.press('1');
  expect(await on.clock.until(on.over)).toBe(true);
  expect(silences(on).at(-1)).toBe(true);
});

test('a recording is cut off in its middle like a text', async () => {
  const on = await ringing(pages);
  const dialog = on.run('/vxml/recorded');
  expect(await on.clock.until(() => on.noticed.some(({ kind }) => kind === 'hears'))).toBe(true);
  on.line.press('1');
  expect(await on.clock.until(() => dialog.ended() !== undefined)).toBe(true);
  expect(dialog.ended()?.result).toEqual({ over: true });
  expect(silences(on)).toEqual([true]);
});

test('a caller who hangs up in the middle of a prompt that may not be interrupted has hung up', async () => {
  const on = await ringing(pages);
  const dialog = on.run('/vxml/legal');
  expect(await on.clock.until(() => texts(on.noticed).includes(LEGAL))).toBe(true);
  on.line.hangUp();
  expect(await on.clock.until(() => dialog.ended() !== undefined)).toBe(true);
  expect(dialog.ended()?.how).toBe('hangup');
});
