import { expect, test } from 'vitest';

import { browse, keys, vxml } from './browse.ts';

const ask = (rest: string): string =>
  `<form><field name="a"><prompt>Number?</prompt>${keys('1')}${rest}<filled><exit/></filled></field></form>`;

test('the handler whose count fits the number of silences best is taken', async () => {
  const handlers = `<noinput>Sorry?<reprompt/></noinput><noinput count="3">Goodbye.<exit/></noinput>`;
  const { said } = await browse(ask(handlers), { inputs: ['noinput', 'noinput', 'noinput'] });
  expect(said).toEqual(['Number?', 'Sorry?', 'Number?', 'Sorry?', 'Number?', 'Goodbye.']);
});

test('after a handler without reprompt the question is not asked again, but still listened for', async () => {
  const { said, platform } = await browse(ask('<nomatch>Try again.</nomatch>'), {
    inputs: ['dtmf:7', 'dtmf:1'],
  });
  expect(said).toEqual(['Number?', 'Try again.']);
  expect(platform.listens).toBe(2);
});

test('counts start anew when the form is entered again, and when its items are cleared', async () => {
  const page = `<form id="f"><var name="n" expr="0"/><field name="a">${keys('1')}
    <noinput count="1">first<clear namelist="a"/></noinput><noinput count="2">second<exit/></noinput></field></form>`;
  const { said } = await browse(page, { inputs: ['noinput', 'noinput', 'noinput', 'hangup'] });
  expect(said).toEqual(['first', 'first', 'first']);
});

test('an event goes to the innermost handler whose name is a dotted prefix of it', async () => {
  const page = `<catch event="a">document<exit/></catch>
    <form><catch event="a.b c">form: <value expr="_event"/><exit/></catch>
    <block><throw event="a.b.c"/></block></form>`;
  expect((await browse(page)).said).toEqual(['form: a.b.c']);
});

test('a prefix ends at a dot: a handler of "a.b" does not take "a.bc"', async () => {
  const page = `<catch event="a.b">no<exit/></catch><catch event="a.">yes<exit/></catch>
    <form><block><throw event="a.bc"/></block></form>`;
  expect((await browse(page)).said).toEqual(['yes']);
});

test('what a handler throws goes to another handler, never to itself', async () => {
  const page = `<catch event="error">outer: <value expr="_event"/><exit/></catch>
    <form><catch event="error">inner<assign name="nothing" expr="1"/></catch>
    <block><throw event="error.mine"/></block></form>`;
  expect((await browse(page)).said).toEqual(['inner', 'outer: error.semantic']);
});

test('an error that no page handles is spoken of, and ends the session with its name and message', async () => {
  const { said, end } = await browse('<form><block><throw event="error.mine" message="why"/></block></form>');
  expect(said).toEqual(['Sorry, something went wrong.']);
  expect(end).toEqual({ how: 'error', result: {}, error: 'error.mine: why' });
});

test('a condition decides whether a handler takes an event', async () => {
  const page = `<form><catch event="e" cond="1 == 2">first</catch><catch event="e" cond="_ok">second<exit/></catch>
    <var name="ok" expr="true"/><block><throw event="e"/></block></form>`;
  expect((await browse(page.replace('_ok', 'ok'))).said).toEqual(['second']);
});

test('handlers of the root document serve every leaf, and run in the scope of the leaf', async () => {
  const root = vxml('<catch event="e">root <value expr="name"/><exit/></catch>');
  const leaf = vxml(
    '<var name="name" expr="\'leaf\'"/><form><block><throw event="e"/></block></form>',
    'application="root.vxml"',
  );
  expect((await browse(leaf, { files: { 'root.vxml': root } })).said).toEqual(['root leaf']);
});

test('an error while a document is set up goes to the handlers of that document', async () => {
  const page =
    '<catch event="error.semantic">caught<exit/></catch><var name="a" expr="nothing.at.all"/><form/>';
  expect((await browse(page)).said).toEqual(['caught']);
});

test('an object raises error.unsupported.object', async () => {
  const page = `<catch event="error.unsupported"><value expr="_event"/><exit/></catch><form><object name="o"/></form>`;
  expect((await browse(page)).said).toEqual(['error.unsupported.object']);
});

test('the highest count that is reached wins over the nearer handler', async () => {
  const page = `<noinput count="2">outer<exit/></noinput>${ask('<noinput>inner</noinput>')}`;
  const { said } = await browse(page, { inputs: ['noinput', 'noinput'] });
  expect(said).toEqual(['Number?', 'inner', 'outer']);
});

test('an event counts for itself and for each of its prefixes', async () => {
  const thrown = async (...events: string[]): Promise<string[]> => {
    const handlers = `<catch event="a" count="3">third of a</catch><catch event="a.b" count="2">second of a.b</catch>
      <catch event="a">a</catch><var name="events" expr="${JSON.stringify(events).replaceAll('"', "'")}"/>`;
    const page = `<form>${handlers}<field name="f">${keys('1')}<noinput><throw eventexpr="events.shift()"/></noinput></field></form>`;
    return (await browse(page, { inputs: events.map(() => 'noinput') })).said;
  };
  expect(await thrown('a.b', 'a.b')).toEqual(['a', 'second of a.b']);
  expect(await thrown('a.b', 'a.c', 'a.c')).toEqual(['a', 'a', 'third of a']);
  expect(await thrown('a.b', 'a.c', 'a.b')).toEqual(['a', 'a', 'third of a']);
  expect(await thrown('a.b', 'ab', 'a.c')).toEqual(['a', 'Sorry, something went wrong.']);
});

test('each item counts its own silences', async () => {
  const field = (name: string): string =>
    `<field name="${name}">${keys('1')}<noinput>first ${name}</noinput><noinput count="2">second ${name}<assign name="${name}" expr="0"/></noinput></field>`;
  const page = `<form>${field('a')}${field('b')}<block><exit/></block></form>`;
  const { said } = await browse(page, { inputs: Array<string>(4).fill('noinput') });
  expect(said).toEqual(['first a', 'second a', 'first b', 'second b']);
});

test.each(['', 'a b'])('an event cannot be named "%s"', async (name) => {
  const { end } = await browse(
    `<catch event="error.semantic"><exit expr="{ why: _event }"/></catch><form><block><throw eventexpr="'${name}'"/></block></form>`,
  );
  expect(end).toMatchObject({ how: 'exit', result: { why: 'error.semantic' } });
});
