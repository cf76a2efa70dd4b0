import { afterAll, beforeAll, expect, test } from 'vitest';

import { createDialogPreviews } from '../../src/cli/dialog-previews.ts';
import { systemClock } from '../../src/core/clock.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { testConfiguration } from '../support/configuration.ts';
import { shippedDocuments } from '../support/world.ts';

let previews: ReturnType<typeof createDialogPreviews>;

const endless = `<vxml version="2.1" xmlns="http://www.w3.org/2001/vxml"><script>for (;;) {}</script>
<form><block><submit next="__SUBMIT__"/></block></form></vxml>`;
const own =
  'dialog: own\nstart: a\ndefaults: { giveUp: z }\nsteps:\n  a: { page: own/it.vxml, next: z }\n  z: { end: queue }\n';

beforeAll(async () => {
  const store = await openSqliteStore({ path: ':memory:', threads: false });
  const files = { ...(await shippedDocuments()), 'dialogs/own.yaml': own, 'dialogs/own/it.vxml': endless };
  await store.sets.publish({ hash: 'test', publishedAt: 0, files });
  const speech = () => Promise.reject(new Error('nothing is said'));
  previews = createDialogPreviews({ configuration: testConfiguration(), clock: systemClock, store, speech });
});
afterAll(() => previews.close());

const wish = { dialog: 'classic', locale: 'en-US', given: {}, presses: [] };

test('a dialog is shown in the language that is asked for, or the one that stands in for it', async () => {
  expect((await previews.view('classic', 'de-AT'))?.locale).toBe('de-DE');
  expect((await previews.view('classic', null))?.locale).toBe('en-US');
  expect(await previews.view('none', null)).toBeNull();
});

test.each([
  ['a wait that is none', { wait: 'soon' }, 'BAD_REQUEST'],
  ['what nobody knows', { weather: 'fine' }, 'BAD_REQUEST'],
  ['hours that are none', { hours: 'now and then' }, 'WALK_FAILED'],
  ['an option that is none', { options: { _ttl: 'x' } }, 'WALK_FAILED'],
])('a walk that takes %s for granted is refused', async (_, given, code) => {
  await expect(previews.walk({ ...wish, given })).rejects.toMatchObject({ code });
});

test('a dialog that is not there cannot be walked', async () => {
  await expect(previews.walk({ ...wish, dialog: 'none' })).rejects.toMatchObject({
    code: 'DOCUMENT_UNKNOWN',
  });
});

test("a page of a designer's own that goes on for ever is cut off, and the next walk is as usual", async () => {
  expect(await previews.walk({ ...wish, dialog: 'own' })).toMatchObject({ listens: null });
  expect(await previews.walk({ ...wish, given: { wait: '6m' } })).toMatchObject({ listens: 'menu' });
}, 60_000);

test('hostile keys press nothing that means anything', async () => {
  const presses = ['<exit/>', "'; drop table", '\u202e1\u202c', '9'.repeat(10_000)];
  const walk = await previews.walk({ ...wish, given: { wait: '6m' }, presses });
  expect(walk).toMatchObject({ booked: null });
}, 60_000);
