import { expect, test } from 'vitest';

import { browse, keys } from './browse.ts';

/** A question with prompts of ten seconds each. */
const ask = (prompts: string, before = ''): string =>
  `${before}<property name="timeout" value="5s"/><catch event="noinput nomatch"><exit expr="_event"/></catch>
   <form><field name="a">${prompts}${keys('12', '5')}<filled><exit expr="a"/></filled></field></form>`;

/** What the question comes to, what was said and how long it took, s; keys are pressed so many seconds after the start. */
async function call(page: string, presses: [key: string, at: number][]) {
  const { end, said, took } = await browse(page, {
    inputs: ['noinput'],
    segmentMs: 10_000,
    during: ({ clock, platform }) => {
      for (const [key, at] of presses) clock.at(clock.now() + at * 1000, () => platform.press(key));
    },
  });
  return { outcome: end.result['__exit'], said, seconds: took / 1000 };
}

const hotword = '<prompt bargeintype="hotword">Listen.</prompt>';

test('during a hotword prompt only keys that match interrupt it', async () => {
  expect(await call(ask(hotword), [['5', 3]])).toEqual({ outcome: '5', said: ['Listen.'], seconds: 3 });
  expect(await call(ask(hotword), [['7', 2]])).toEqual({
    outcome: 'noinput',
    said: ['Listen.'],
    seconds: 15,
  });
  const slow = await call(ask(hotword), [
    ['7', 1],
    ['1', 6],
    ['2', 7],
  ]);
  expect(slow).toEqual({ outcome: '12', said: ['Listen.'], seconds: 7 });
});

test('after a hotword prompt wrong keys are ignored too, and the no-input time goes on', async () => {
  expect(await call(ask(hotword), [['7', 11]])).toMatchObject({ outcome: 'noinput', seconds: 15 });
  expect(
    await call(ask(hotword), [
      ['7', 11],
      ['5', 14.5],
    ]),
  ).toMatchObject({ outcome: '5', seconds: 14.5 });
});

test('an entry begun in a hotword prompt can be brought to its end after it', async () => {
  expect(
    await call(ask(hotword), [
      ['1', 9],
      ['2', 11],
    ]),
  ).toMatchObject({ outcome: '12', seconds: 11 });
});

test('the property makes every prompt, and a question without one, wait for the hotword', async () => {
  const property = '<property name="bargeintype" value="hotword"/>';
  expect(await call(ask('<prompt>One.</prompt>', property), [['7', 2]])).toMatchObject({ seconds: 15 });
  expect(await call(ask('', property), [['7', 1]])).toMatchObject({ outcome: 'noinput', seconds: 5 });
});

test('of mixed prompts each is interrupted in its own way', async () => {
  const mixed = `${hotword}<prompt>Any key.</prompt>`;
  expect(
    await call(ask(mixed), [
      ['7', 2],
      ['5', 12],
    ]),
  ).toEqual({
    outcome: '5',
    said: ['Listen.', 'Any key.'],
    seconds: 12,
  });
  expect(await call(ask(mixed), [['5', 2]])).toMatchObject({ said: ['Listen.'], seconds: 2 });
});

test('after an interruption nothing more is played, not even what cannot be interrupted itself', async () => {
  const prompts = '<prompt>Ad.</prompt><prompt bargein="false">Legal text.</prompt>';
  expect(await call(ask(prompts), [['5', 3]])).toEqual({ outcome: '5', said: ['Ad.'], seconds: 3 });
});

test('the prompt that cannot be interrupted is heard whole, those around it are not', async () => {
  const prompts = '<prompt bargein="false">Legal text.</prompt><prompt>Any key.</prompt>';
  const { outcome, said, seconds } = await call(ask(prompts), [
    ['5', 3],
    ['5', 12],
  ]);
  expect({ outcome, said, seconds }).toEqual({
    outcome: '5',
    said: ['Legal text.', 'Any key.'],
    seconds: 12,
  });
});

test('where only speech is input keys are not listened to, before, during and after the prompt', async () => {
  const voice = '<property name="inputmodes" value="voice"/>';
  const presses: [string, number][] = [
    ['5', 1],
    ['5', 9],
    ['5', 12],
  ];
  expect(await call(ask('<prompt>Say it.</prompt>', voice), presses)).toMatchObject({
    outcome: 'noinput',
    seconds: 15,
  });
  for (const modes of ['dtmf', 'voice dtmf', 'dtmf voice']) {
    const page = ask('', `<property name="inputmodes" value="${modes}"/>`);
    expect(await call(page, [['5', 1]])).toMatchObject({ outcome: '5', seconds: 1 });
  }
});

test('keys typed ahead do not get past a question that is for speech', async () => {
  const page = `<form><field name="a">${keys('1')}</field>
    <field name="b"><property name="inputmodes" value="voice"/><property name="timeout" value="1s"/>${keys('2')}
      <noinput><assign name="b" expr="'silence'"/></noinput></field>
    <field name="c">${keys('2', '3')}</field><filled><exit namelist="a b c"/></filled></form>`;
  const { end } = await browse(page, { inputs: ['dtmf:12', 'noinput', 'dtmf:3'] });
  expect(end.result).toEqual({ a: '1', b: 'silence', c: '3' });
});

test('a recording that hears no keys is not ended by one', async () => {
  const page = `<form><record name="r"><property name="inputmodes" value="voice"/>
    <filled><exit expr="r$.duration + ' ' + r$.termchar"/></filled></record></form>`;
  const { end } = await browse(page, { inputs: ['record:2000ms', 'dtmf:5'] });
  expect(end.result).toEqual({ __exit: '2000 undefined' });
});

test('the words of universals have no keys, and accept is for speech: neither changes what keys do', async () => {
  const page = `<property name="universals" value="all"/><catch event="help cancel exit">spoken<exit/></catch>
    <menu accept="approximate"><choice dtmf="1" accept="exact" event="one">one</choice></menu>
    <catch event="one">one<exit/></catch><catch event="nomatch">wrong<exit/></catch>`;
  expect((await browse(page, { inputs: ['dtmf:1'] })).said).toEqual(['one']);
  expect((await browse(page, { inputs: ['dtmf:0'] })).said).toEqual(['wrong']);
});

test('of what is typed ahead the first thousand keys are kept', async () => {
  const page = (length: number): string =>
    `<property name="interdigittimeout" value="1s"/><form><field name="a"><grammar type="application/grammar+regex">1{${length}}</grammar>
     <filled><exit expr="true"/></filled></field><nomatch><exit expr="false"/></nomatch></form>`;
  const typed = { inputs: [`dtmf:${'1'.repeat(1200)}`] };
  expect((await browse(page(1000), typed)).end.result).toEqual({ __exit: true });
  expect((await browse(page(1001), typed)).end.result).toEqual({ __exit: false });
});
