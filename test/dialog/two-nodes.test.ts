import { expect, test } from 'vitest';

import { questions } from '../../src/app/questions.ts';
import { createLibrary } from '../../src/dialog/library.ts';
import { createPageServer } from '../../src/dialog/page-server.ts';
import { pageWorld, type PageWorld } from './page-world.ts';

const lettered = {
  'dialogs/book.yaml': `
dialog: book
start: a
defaults: { giveUp: stay }
steps:
  a: { menu: a, keys: { 1: b, 2: stay } }
  b: { menu: b, keys: { 1: a, 2: stay } }
  stay: { end: queue }
`,
  'prompts/en-US.yaml': 'a: At a.\nb: At b.\n',
};

/** The answers of another node on the same store. */
function anotherNode({ app }: PageWorld): (path: string, answer: string) => Promise<string> {
  const pages = createPageServer({ app, library: createLibrary(app.store), questions, secret: 'a secret' });
  return async (path, answer) =>
    String((await pages.handle({ method: 'POST', path, query: {}, form: { answer } })).body);
}

test('any node goes on with a dialog, also one whose memory of it is behind', async () => {
  const world = await pageWorld(lettered);
  const { key } = await world.begin('book');
  const first = async (revision: number): Promise<string> =>
    String((await world.post(`/vxml/run/${key}/${revision}`, { answer: '1' })).body);
  const second = anotherNode(world);
  expect(await first(0)).toContain('At b.');
  expect(await second(`/vxml/run/${key}/1`, '1')).toContain('At a.');
  expect(await second(`/vxml/run/${key}/2`, '1')).toContain('At b.');
  expect(await first(3)).toContain('At a.');
  expect((await world.app.store.dialogRuns.get(key))?.revision).toBe(4);
});

test('an answer that another node took before is not taken twice: the caller gets the page that follows', async () => {
  const world = await pageWorld(lettered);
  const { key } = await world.begin('book');
  await world.post(`/vxml/run/${key}/0`, { answer: '1' });
  const second = anotherNode(world);
  const page = await second(`/vxml/run/${key}/1`, '1');
  const late = await world.post(`/vxml/run/${key}/1`, { answer: '2' });
  expect(late.body).toBe(page);
  expect(await world.app.store.dialogRuns.get(key)).toMatchObject({ revision: 2, status: 'open' });
});

test('a page that is asked for again is the one another node has come to meanwhile', async () => {
  const world = await pageWorld(lettered);
  const { key, says } = await world.begin('book');
  const second = anotherNode(world);
  expect(says).toBe('At a.');
  expect(await second(`/vxml/run/${key}/0`, '1')).toContain('At b.');
  expect(String((await world.get(`/vxml/run/${key}`)).body)).toContain('At b.');
});

test('how a dialog ended is told wherever it ended, as often as it is asked', async () => {
  const world = await pageWorld(lettered);
  const here = await world.begin('book', { actionId: 'ends here' });
  const there = await world.begin('book', { actionId: 'ends there' });
  expect(await world.pages.result(here.key)).toBeNull();
  await here.press('2');
  await anotherNode(world)(`/vxml/run/${there.key}/0`, '2');
  for (const key of [here.key, there.key, here.key])
    expect(await world.pages.result(key)).toEqual((await world.app.store.dialogRuns.get(key))?.result);
  expect(await world.pages.result(here.key)).toMatchObject({ end: 'queue' });
});
