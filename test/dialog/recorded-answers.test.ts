import { expect, test } from 'vitest';

import { pageWorld, submitOf, type PageWorld } from './page-world.ts';

const files = {
  'dialogs/name.yaml': `dialog: name
start: ask
defaults: { giveUp: none, tries: 2 }
steps:
  ask: { collect: ask, record: 5s, into: name, next: hear }
  hear: { menu: hear, keys: { 1: done } }
  done: { end: queue, result: { name: name } }
  none: { end: hangup }
`,
  'prompts/en-US.yaml': 'ask: Your name, please.\nhear: "You said {name|recording}, did you?"\n',
};
const wave = Buffer.from('RIFF and then some');
const said = (bytes: Uint8Array = wave, type = 'audio/x-wav') => [{ name: 'answer', type, bytes }];

async function asked(): Promise<{ world: PageWorld; key: string; submit: string }> {
  const world = await pageWorld(files);
  const page = await world.begin('name');
  expect(page.body).toContain('<record name="answer" beep="true" maxtime="5000ms"');
  return { world, key: page.key, submit: submitOf(page.body) };
}

test('what a caller says is kept, heard in prompts, and found again by its address', async () => {
  const { world, key, submit } = await asked();
  const { body } = await world.post(submit, {}, said());
  const address = /<prompt>You said <audio src="([^"]+)"\/>, did you\? <\/prompt>/.exec(String(body))?.[1];
  const { status, headers, body: sound } = await world.get(address ?? '');
  expect([status, headers['Content-Type']]).toEqual([200, 'audio/x-wav']);
  expect(Buffer.from(sound as Uint8Array)).toEqual(wave);
  await world.post(submitOf(String(body)), { answer: '1' });
  const result = await world.pages.result(key);
  expect(address).toBe(`/vxml/said/${String(result?.['name'])}.wav`);
});

test('an answer that is sent twice is kept once', async () => {
  const { world, submit } = await asked();
  const first = await world.post(submit, {}, said());
  const again = await world.post(submit, {}, said(Buffer.from('something else')));
  expect(again.body).toEqual(first.body);
  const address = /audio src="([^"]+)"/.exec(String(first.body))?.[1] ?? '';
  expect(Buffer.from((await world.get(address)).body as Uint8Array)).toEqual(wave);
});

test.each([
  ['no file at all', {}, []],
  ['a form that names a recording of somebody else', { answer: '0'.repeat(32) }, []],
  ['an empty file', {}, said(new Uint8Array())],
  ['more than a minute of sound', {}, said(new Uint8Array(1_000_001))],
  ['what is no sound', {}, said(wave, 'text/html')],
  ['a type with a line end', {}, said(wave, 'audio/wav\r\nX-Evil: 1')],
  ['a file of another name', {}, [{ name: 'other', type: 'audio/x-wav', bytes: wave }]],
])('%s is no answer: the caller is asked again', async (_, form, sent) => {
  const { world, submit } = await asked();
  const { status, body } = await world.post(submit, form, sent);
  expect([status, String(body)]).toEqual([200, expect.stringContaining('<record name="answer"')]);
});

test.each(['nothing', '../../etc/passwd', '0'.repeat(32), "'; DROP TABLE utterances", '__proto__'])(
  'there is nothing to be heard at %s',
  async (name) => {
    const { world } = await asked();
    expect((await world.get(`/vxml/said/${encodeURIComponent(name)}.wav`)).status).toBe(404);
  },
);

test('a value that is no recording leaves the prompt without one', async () => {
  const world = await pageWorld({
    ...files,
    'dialogs/name.yaml': files['dialogs/name.yaml']
      .replace('start: ask', 'start: hear\nvalues: [name]')
      .replace(/ {2}ask: .*\n/, ''),
    'prompts/en-US.yaml': 'hear: "You said {name|recording}, did you?"\n',
  });
  const { body } = await world.begin('name', { values: { name: 'x" onload="' } });
  expect(body).toContain('<audio src="/vxml/said/nothing.wav"/>');
});
