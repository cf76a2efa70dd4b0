import { expect, test } from 'vitest';

import type { JsonObject } from '../../src/core/json.ts';
import type { Questions } from '../../src/dialog/question.ts';
import { pageWorld } from './page-world.ts';
import { slotQuestions, tour } from './tour.ts';

/** Counts how often the server is asked. */
function counting(): { questions: Questions; asked: () => number } {
  let asked = 0;
  const ask = () => Promise.resolve({ outcome: 'done', values: { ticket: ++asked } });
  return { questions: { book: { outcomes: ['done'], ask } }, asked: () => asked };
}

const booking = {
  'dialogs/book.yaml': `
dialog: book
start: offer
defaults: { giveUp: stay }
steps:
  offer: { menu: offer, keys: { 1: book, 2: stay } }
  book: { ask: book, into: ticket, next: again }
  again: { menu: offer, keys: { 1: done, 2: offer } }
  done: { end: reject, result: { ticket: ticket } }
  stay: { end: queue }
`,
  'prompts/en-US.yaml': 'offer: Press 1.\n',
};

test('an answer sent twice counts once, and gets the same page again', async () => {
  const { questions, asked } = counting();
  const world = await pageWorld(booking, questions);
  const { key } = await world.begin('book');
  const once = await world.post(`/vxml/run/${key}/0`, { answer: '1' });
  const twice = await world.post(`/vxml/run/${key}/0`, { answer: '1' });
  expect(twice).toEqual(once);
  expect(asked()).toBe(1);
  expect((await world.app.store.dialogRuns.get(key))?.revision).toBe(1);
});

test('of two answers that arrive at once one counts', async () => {
  const { questions, asked } = counting();
  const world = await pageWorld(booking, questions);
  const { key } = await world.begin('book');
  const answers = ['1', '1'].map((answer) => world.post(`/vxml/run/${key}/0`, { answer }));
  const [first, second] = await Promise.all(answers);
  expect(second).toEqual(first);
  expect(asked()).toBe(1);
});

test('an answer to a page that is not shown any more, or never was, changes nothing', async () => {
  const world = await pageWorld(booking, counting().questions);
  const { key } = await world.begin('book');
  await world.post(`/vxml/run/${key}/0`, { answer: '1' });
  const current = await world.get(`/vxml/run/${key}`);
  for (const revision of ['0', '2', '-1', 'x', '1.0', '99999999999999999999'])
    expect(await world.post(`/vxml/run/${key}/${revision}`, { answer: '2' })).toEqual(current);
});

test('opening a dialog again for the same action finds the same run, as far as it has come', async () => {
  const world = await pageWorld(booking, counting().questions);
  const first = await world.begin('book');
  await first.press('1');
  const again = await world.begin('book');
  expect(again.key).toBe(first.key);
  expect(again.body).toContain(`/vxml/run/${first.key}/1"`);
  expect((await world.begin('book', { actionId: 'another' })).key).not.toBe(first.key);
});

test('an entry that fits no key is asked for again, and then given up', async () => {
  const world = await pageWorld(booking, counting().questions);
  const again = await (await world.begin('book')).press('9');
  expect(again.says).toBe('Press 1.');
  expect((await again.press('')).exits).toEqual({ end: 'queue' });
});

test('an entry that was refused does not count against the next step', async () => {
  const world = await pageWorld(booking, counting().questions);
  const first = await (await world.begin('book')).press('9');
  const second = await (await first.press('1')).press('9');
  expect(second.exits).toBeNull();
});

test.each([['123'], ['12345'], ['12a4'], ['<exit/>'], ['１２３４']])(
  'digits "%s" are not four digits',
  async (entry) => {
    const world = await pageWorld(tour, slotQuestions(1));
    const code = await (await (await world.begin('tour')).press('')).press('1');
    expect((await code.press(entry)).says).toBe('Key your code.');
  },
);

test('a choice that is not on the list is asked for again', async () => {
  const world = await pageWorld(tour, slotQuestions(2));
  const slots = await (await world.begin('tour')).press('');
  expect((await slots.press('3')).says).toBe(slots.says);
});

test('of a long list nine are offered; of an empty one none, and the dialog goes on', async () => {
  const long = await pageWorld(tour, slotQuestions(20));
  expect((await (await long.begin('tour')).press('')).body).toContain('<item>9</item></one-of>');
  const none = await pageWorld(tour, slotQuestions(0));
  expect((await (await none.begin('tour')).press('')).body).toContain('How was it?');
});

test("a page of the designer's own is served as it is, and its answer is kept", async () => {
  const world = await pageWorld(tour, slotQuestions(0));
  const survey = await (await world.begin('tour')).press('');
  expect(survey.body).toBe(
    tour['dialogs/own/survey.vxml']?.replace('__SUBMIT__', `/vxml/run/${survey.key}/1`),
  );
  await world.post(`/vxml/run/${survey.key}/1`, { grade: '5', nested: { not: 'text' } });
  expect(await world.pages.result(survey.key)).toMatchObject({ end: 'hangup', survey: '5' });
});

test('what was attached on the way leaves with the result, also at a hang-up', async () => {
  const world = await pageWorld(tour, slotQuestions(2));
  const attach: JsonObject = { _CB_T_CALLBACK_OFFERED: Math.floor(world.app.clock.now() / 1000) };
  const page = await world.begin('tour');
  const gone = await page.event('hangup');
  expect(gone.exits).toEqual({ end: 'hangup', attach });
  expect(await world.pages.result(page.key)).toEqual({ end: 'hangup', attach });
});

test('a dialog whose questions keep failing leaves the caller in the queue, and says why in the log', async () => {
  const failing: Questions = {
    slots: { outcomes: ['some'], ask: () => Promise.reject(new Error('no slots today')) },
  };
  const world = await pageWorld(tour, failing);
  const page = await (await world.begin('tour')).press('');
  expect(page.exits).toMatchObject({ end: 'queue' });
  expect(world.errors).toMatchObject([{ step: 'slot', error: 'no slots today' }]);
});

test('an answer with an outcome nobody foresaw gives up', async () => {
  const ask = () => Promise.resolve({ outcome: 'surprise', values: {} });
  const files = {
    ...booking,
    'dialogs/book.yaml': booking['dialogs/book.yaml'].replace('next: again', 'next: { done: again }'),
  };
  const world = await pageWorld(files, { book: { outcomes: ['done'], ask } });
  expect((await (await world.begin('book')).press('1')).exits).toEqual({ end: 'queue' });
});

test.each([
  '/vxml/run/0123456789abcdef0123456789abcdef',
  '/vxml/run/x',
  '/vxml/run/..%2f',
  '/vxml/run/__proto__',
])('an unknown run (%s) is not found', async (path) => {
  const world = await pageWorld(booking, counting().questions);
  const refused = { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' } };
  expect(await world.get(path)).toMatchObject(refused);
  expect(String((await world.post(`${path}/0`, { answer: '1' })).body)).toContain('RUN_UNKNOWN');
});

test.each([
  ['GET', '/vxml/none', 'DOCUMENT_UNKNOWN'],
  ['GET', '/vxml/constructor', 'DOCUMENT_UNKNOWN'],
  ['GET', '/vxml/', 'DOCUMENT_UNKNOWN'],
  ['GET', '/vxml/book/start', 'ROUTE_UNKNOWN'],
  ['POST', '/vxml/none/start', 'DOCUMENT_UNKNOWN'],
  ['GET', '/vxml/a/b/c/d/e', 'ROUTE_UNKNOWN'],
  ['GET', '/vxml/audio/x/en-US/offer.wav', 'DOCUMENT_UNKNOWN'],
  ['POST', '/vxml/book/start?service=nowhere', 'SERVICE_UNKNOWN'],
])('%s %s is refused with %s', async (method, path, code) => {
  const world = await pageWorld(booking, counting().questions);
  const response = method === 'GET' ? await world.get(path) : await world.post(path, {});
  expect(response.status).toBe(404);
  expect(String(response.body)).toContain(code);
});

test('other files of the set are no recordings', async () => {
  const world = await pageWorld(tour, slotQuestions(1));
  for (const name of ['en-US.yaml', '..%2Fdialogs%2Ftour.yaml', 'en-US/__proto__'])
    expect((await world.get(`/vxml/audio/${world.hash}/en-US/${name}`)).status).toBe(404);
});
