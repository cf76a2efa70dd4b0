import { expect, test } from 'vitest';

import { questions } from '../../src/app/questions.ts';
import { pageWorld, shippedFiles, submitOf } from './page-world.ts';
import { expectValidPage } from './voicexml-schema.ts';

test('a browser that is not ours begins at the dialog, says who calls, and gets the first page', async () => {
  const { get, post, app } = await pageWorld(await shippedFiles(), questions);
  const start = String((await get('/vxml/confirm')).body);
  expectValidPage(start);
  expect(start).toContain('typeof session !=');
  expect(submitOf(start)).toBe('/vxml/confirm/start');
  const first = String(
    (await post(submitOf(start), { remote: 'sip:+12025550143@example.net', local: '8000' })).body,
  );
  expectValidPage(first);
  expect(first).toContain('To talk to us now, press 1.');
  const key = /\/vxml\/run\/([0-9a-f]{32})\/0/.exec(first)?.[1] ?? '';
  expect(await app.store.dialogRuns.get(key)).toMatchObject({
    ...{ dialog: 'confirm', service: 'classic', actionId: null, interactionId: null },
    values: { caller: { number: 'sip:+12025550143@example.net', called: '8000' } },
  });
  expect(String((await post(`/vxml/run/${key}/0`, { answer: '1' })).body)).toContain('confirmed');
});

test('runs begun by browsers that are not ours are told apart, and their keys differ', async () => {
  const { post } = await pageWorld(await shippedFiles(), questions);
  const [one, other] = await Promise.all([post('/vxml/confirm/start', {}), post('/vxml/confirm/start', {})]);
  expect(submitOf(String(one.body))).not.toBe(submitOf(String(other.body)));
});

test('a service can be named, and its name is encoded', async () => {
  const { get } = await pageWorld(await shippedFiles(), questions);
  const start = String((await get('/vxml/confirm?service=a%26b%22')).body);
  expectValidPage(start);
  expect(start).toContain('/vxml/confirm/start?service=a%26b%22');
});

test('the language is what the address asks for, else that of the number that was dialled', async () => {
  const { get, post } = await pageWorld(await shippedFiles(), questions);
  const start = String((await get('/vxml/confirm?language=fr-FR')).body);
  expect(submitOf(start)).toBe('/vxml/confirm/start?language=fr-FR');
  const pageFor = async (address: string): Promise<string> =>
    String((await post(address, { local: 'sip:8000@ringback' })).body);
  expect(await pageFor(submitOf(start))).toContain('xml:lang="fr-FR"');
  expect(await pageFor('/vxml/confirm/start?language=klingon')).toContain('xml:lang="en-US"');
});
