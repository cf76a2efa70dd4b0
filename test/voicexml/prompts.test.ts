import { expect, test } from 'vitest';

import { browse, keys } from './browse.ts';

test('prompts taper: the highest count that is due is said', async () => {
  const page = `<form><field name="a"><prompt>Please press one of the keys.</prompt>
    <prompt count="2">Press a key.</prompt><prompt count="4">Key!</prompt>${keys('1')}
    <filled><exit/></filled></field></form>`;
  const { said } = await browse(page, { inputs: ['noinput', 'noinput', 'noinput', 'dtmf:1'] });
  expect(said).toEqual(['Please press one of the keys.', 'Press a key.', 'Press a key.', 'Key!']);
});

test('of several prompts of one count those are said whose condition holds', async () => {
  const page = `<var name="vip" expr="true"/><form><field name="a">
    <prompt cond="vip">Welcome back.</prompt><prompt cond="!vip">Welcome.</prompt><prompt>Number?</prompt>
    ${keys('1')}<filled><exit/></filled></field></form>`;
  const { platform } = await browse(page, { inputs: ['dtmf:1'] });
  expect(platform.texts).toEqual(['Welcome back.', 'Number?']);
});

test('a recording is played; the text inside stands in for one that cannot be had', async () => {
  const page = `<form><block>
    <audio src="there.wav">There.</audio><audio src="missing.wav">Missing.</audio>
    <audio expr="'there' + '.wav'"/><audio src="missing.wav"/><exit/></block></form>`;
  const { platform, requests } = await browse(page, { files: { 'there.wav': 'RIFF' } });
  expect(platform.heard).toEqual([
    { kind: 'file', url: 'http://pages.example/there.wav' },
    { kind: 'text', text: 'Missing.', locale: 'en-US' },
    { kind: 'file', url: 'http://pages.example/there.wav' },
  ]);
  const asked = requests.slice(1).map(({ method, url }) => `${method} ${url.split('/').at(-1)}`);
  expect(asked).toEqual(['HEAD there.wav', 'HEAD missing.wav']);
});

test('a recording that does not answer in time is taken as missing', async () => {
  const page = '<form><block><audio src="slow.wav">Text.</audio><exit/></block></form>';
  expect((await browse(page, { files: { 'slow.wav': null } })).said).toEqual(['Text.']);
});

test('the language of the nearest element holds, and parts the text where it changes', async () => {
  const page = `<form xml:lang="en-GB"><block><prompt>Press 1. <s xml:lang="de-DE">Drücken Sie 1.</s></prompt>
    <prompt xml:lang="fr-FR">Merci</prompt><exit/></block></form>`;
  expect((await browse(page)).platform.heard).toEqual([
    { kind: 'text', text: 'Press 1.', locale: 'en-GB' },
    { kind: 'text', text: 'Drücken Sie 1.', locale: 'de-DE' },
    { kind: 'text', text: 'Merci', locale: 'fr-FR' },
  ]);
});

test('pauses are kept, speech markup is heard as its text', async () => {
  const page = `<form><block><prompt>One<break time="1.5s"/><emphasis>two</emphasis> <sub alias="three">3</sub>
    <break strength="weak"/><say-as interpret-as="digits"><value expr="2 + 2"/></say-as><mark name="m"/></prompt>
    <exit/></block></form>`;
  expect((await browse(page)).platform.heard).toEqual([
    { kind: 'text', text: 'One', locale: 'en-US' },
    { kind: 'silence', ms: 1500 },
    { kind: 'text', text: 'two three', locale: 'en-US' },
    { kind: 'silence', ms: 250 },
    { kind: 'text', text: '4', locale: 'en-US' },
  ]);
});

test('values are those of the moment the prompt was queued', async () => {
  const page = `<form><var name="n" expr="1"/><block><value expr="n"/> <assign name="n" expr="2"/>
    <prompt><value expr="n"/></prompt><assign name="n" expr="3"/><exit/></block></form>`;
  expect((await browse(page)).said).toEqual(['1', '2']);
});

test('what was queued on the way is said before the question that listens', async () => {
  const page = `<form><block>Welcome.</block><block><goto next="#ask"/></block></form>
    <form id="ask"><field name="a"><prompt>Number?</prompt>${keys('1')}<filled><exit/></filled></field></form>`;
  expect((await browse(page, { inputs: ['dtmf:1'] })).said).toEqual(['Welcome.', 'Number?']);
});
