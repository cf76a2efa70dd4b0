import { XmlDocument } from 'libxml2-wasm';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { JsonObject } from '../../src/core/json.ts';
import { pageWorld } from './page-world.ts';
import { jingle, slotQuestions, tour } from './tour.ts';
import { expectValidPage } from './voicexml-schema.ts';

const world = await pageWorld(tour, slotQuestions(2));

/** Pages are checked against the schema as they are fetched. */
test('a step of every kind has a page', async () => {
  const welcome = await world.begin('tour', { values: { name: 'Ada' } });
  expect(welcome.says).toMatch(/^Ta-da! Welcome Ada\. It is/);
  const slots = await welcome.press('');
  expect(slots.says).toBe('Choose a time. For 12:00 AM press 1. For 1:00 AM press 2.');
  const code = await slots.press('2');
  expect(code.body).toContain('type="digits?length=4"');
  const menu = await code.press('1 2 3 4');
  expect(menu.body).toContain('<property name="timeout" value="250ms"/>');
  const done = await menu.press('0');
  expect(done.exits).toMatchObject({ end: 'hangup', slot: 3_600_000, survey: null, fixed: 7 });
});

test('every page listens to keys only, by its own settings, and says how it leaves', async () => {
  const { body } = await (await world.begin('tour', { actionId: 'settings' })).press('');
  for (const property of ['inputmodes" value="dtmf', 'universals" value="none', 'termtimeout" value="0s'])
    expect(body).toContain(`<property name="${property}"/>`);
  expect(body).toMatch(/<catch event="connection.disconnect"><if cond="leaving"><exit\/><\/if>/);
  expect(body).toMatch(/<catch event="error.badfetch"><prompt>Sorry, .*<\/prompt><exit expr="/);
  expect(body).toMatch(
    /<noinput count="1"><prompt>Pardon\? <\/prompt><reprompt\/><\/noinput><noinput count="2">/,
  );
  expect(body).toMatch(/<submit next="\/vxml\/run\/[0-9a-f]{32}\/1" method="post" .*maxage="0"\/>/);
});

test('keys are taken by a grammar of one key each', async () => {
  const { body } = await (await world.begin('tour', { actionId: 'keys' })).press('');
  expect(body).toContain(
    '<grammar version="1.0" mode="dtmf" root="key" type="application/srgs+xml"><rule id="key" scope="public">' +
      '<one-of><item>1</item><item>2</item></one-of></rule></grammar>',
  );
});

test('a recording is played, and the text is what is said without it', async () => {
  const { body } = await world.begin('tour', { actionId: 'recordings', values: { name: 'Ada' } });
  const address = `/vxml/audio/${world.hash}/en-US/jingle.wav`;
  expect(body).toContain(`<prompt><audio src="${address}">Ta-da! </audio></prompt>`);
  expect(body).toContain(`/en-US/welcome.1.wav">Welcome </audio>Ada. It is`);
  const audio = await world.get(address);
  expect(audio).toMatchObject({ status: 200, headers: { 'Content-Type': 'audio/wav' } });
  expect(audio.headers['Cache-Control']).toContain('immutable');
  expect(Buffer.from(audio.body).equals(jingle)).toBe(true);
});

test('pages are VoiceXML, and no cache keeps them', async () => {
  const { key } = await world.begin('tour', { actionId: 'headers' });
  expect((await world.get(`/vxml/run/${key}`)).headers).toEqual({
    'Content-Type': 'application/voicexml+xml; charset=utf-8',
    'Cache-Control': 'no-store',
  });
});

test('the schema finds what is wrong with a page', () => {
  if (process.env['RINGBACK_SCHEMAS'] === undefined) {
    console.warn('RINGBACK_SCHEMAS is not set: the schema itself is not tried');
    return;
  }
  const page = (inside: string): string =>
    `<vxml version="2.1" xmlns="http://www.w3.org/2001/vxml"><form>${inside}</form></vxml>`;
  expect(() => expectValidPage(page('<bloc/>'))).toThrow('bloc');
  expect(() => expectValidPage(page('<var name="_CB_X"/>'))).toThrow('_CB_X');
});

const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    ...[
      '</prompt><exit/>',
      '<!--',
      ']]>',
      '&#0;',
      '"\'/><submit next="http://evil.example/"/>',
      '\u0000\uFFFE1\uFFFF',
    ],
    ...['\uD800', '\u2028', '{name}', "'); evil(); ('", '<?xml?>', '&lt;'],
  ),
);

test('no value breaks out of the markup, in a prompt or in a result', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(hostileText, hostileText, async (name, code) => {
      const values: JsonObject = {
        name,
        code: `1${code}`,
        guest: { vip: true, '</x>': name },
        slot: { at: name },
      };
      const { key, path } = await world.pages.open({
        ...{ dialog: 'tour', setHash: world.hash, service: 'classic', locale: 'en-US' },
        ...{ interactionId: null, sessionId: null, actionId: `hostile ${count++}`, values },
      });
      const first = String((await world.get(path)).body);
      expectValidPage(first);
      expect(elementsOf(first)).toEqual(elementsOf((await plainFirst).body));
      await world.post(`${path}/0`, { answer: '' });
      await world.post(`${path}/1`, { answer: '1' });
      await world.post(`${path}/2`, { answer: '1234' });
      const last = String((await world.post(`${path}/3`, { answer: '0' })).body);
      expectValidPage(last);
      expect(await world.pages.result(key)).toMatchObject({ end: 'hangup' });
    }),
    { numRuns: 150 },
  );
});

const plainFirst = world.begin('tour', { actionId: 'plain', values: { name: 'x' } });

function elementsOf(page: string): string[] {
  using document = XmlDocument.fromString(page);
  return document.find('//*').map((node) => ('name' in node ? String(node.name) : ''));
}

test('what a result hands over is the same object once the page is read again', async () => {
  const evil = `"'<>&\u2028\u0000 \\ </exit> é 😀`;
  const opened = await world.begin('tour', {
    actionId: 'result',
    values: { name: evil, code: evil, slot: { at: evil } },
  });
  const page = await opened.event('error');
  expect(page.exits).toEqual({
    end: 'queue',
    attach: { _CB_T_CALLBACK_OFFERED: expect.any(Number) as number },
  });
  const survey = {
    slots: { outcomes: ['some'], ask: () => Promise.resolve({ outcome: 'some', values: {} }) },
  };
  const other = await pageWorld(tour, survey);
  const own = await (await other.begin('tour')).press('');
  expect(own.body).toContain('How was it?');
  await other.post(`/vxml/run/${own.key}/1`, { grade: evil });
  const last = String((await other.get(`/vxml/run/${own.key}`)).body);
  using document = XmlDocument.fromString(last);
  const literal = document.get('//v:block/v:exit/@expr', { v: 'http://www.w3.org/2001/vxml' })?.content ?? '';
  expect(JSON.parse(literal.slice(1, -1))).toMatchObject({ end: 'hangup', survey: evil });
});
