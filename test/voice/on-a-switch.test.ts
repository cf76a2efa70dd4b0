import { expect, test } from 'vitest';

import { callbackPages } from './pages.ts';
import { ringing as ringIn, texts, type Ringing } from './ringing.ts';

const ringing = (): Promise<Ringing> => ringIn(callbackPages);

test('a dialog hears, speaks and hands over its result', async () => {
  const { clock, run, line, noticed, asked } = await ringing();
  const dialog = run('/vxml/ask');
  await clock.until(() => texts(noticed).length === 1);
  line.press('1');
  await clock.until(() => dialog.ended() !== undefined);
  expect(dialog.ended()).toEqual({
    how: 'exit',
    result: { from: '+14155550100', end: 'reject' },
    error: null,
  });
  expect(texts(noticed)).toEqual(['Press a key.', 'Goodbye.']);
  expect(asked).toEqual(['GET /vxml/ask', 'POST /vxml/answer choice=1']);
});

test('nothing answers the call but the first prompt', async () => {
  const { clock, call, run } = await ringing();
  const dialog = run('/vxml/left');
  await clock.until(() => dialog.ended() !== undefined);
  expect(call.answered).toBe(false);
  const second = run('/vxml/answer');
  await clock.until(() => second.ended() !== undefined);
  expect(call.answered).toBe(true);
});

test('a caller who hangs up lets the page submit what it knows', async () => {
  const { clock, run, line, noticed, asked } = await ringing();
  const dialog = run('/vxml/ask');
  await clock.until(() => texts(noticed).length === 1);
  line.hangUp();
  await clock.until(() => dialog.ended() !== undefined);
  expect(dialog.ended()).toEqual({ how: 'hangup', result: { left: true }, error: null });
  expect(asked.at(-1)).toBe('POST /vxml/left');
});

test('a dialog whose page cannot be had ends with the reason, and the call stays', async () => {
  const { clock, call, run } = await ringing();
  const dialog = run('/vxml/missing');
  await clock.until(() => dialog.ended() !== undefined);
  expect(dialog.ended()?.how).toBe('error');
  expect(dialog.ended()?.error).toContain('error.badfetch.http.404');
  expect(call.ended).toBe(false);
});

test('pages of other hosts are not reached', async () => {
  const { clock, run, asked } = await ringing();
  const dialog = run('http://elsewhere.example/start.vxml');
  await clock.until(() => dialog.ended() !== undefined);
  expect(dialog.ended()?.error).toContain('not among the allowed hosts');
  expect(asked).toEqual([]);
});

test('a stopped dialog leaves the call, and keys pressed later are for the next dialog', async () => {
  const { clock, call, run, line, noticed } = await ringing();
  const first = run('/vxml/ask');
  await clock.until(() => texts(noticed).length === 1);
  first.stop();
  await clock.until(() => first.ended() !== undefined);
  expect(first.ended()?.how).toBe('exit');
  expect(call.ended).toBe(false);
  line.press('7');
  const second = run('/vxml/ask');
  await clock.until(() => second.ended() !== undefined);
  expect(second.ended()?.result).toMatchObject({ end: 'reject' });
});

test('when the runner closes, dialogs under way fall silent and never end, as their calls live on', async () => {
  const { clock, call, run, voice, line, noticed, asked } = await ringing();
  const dialog = run('/vxml/ask');
  await clock.until(() => texts(noticed).length === 1);
  await voice.close();
  line.hangUp();
  await clock.advance(60_000);
  expect(call.ended).toBe(true);
  expect(dialog.ended()).toBe(undefined);
  expect(asked).toEqual(['GET /vxml/ask']);
});
