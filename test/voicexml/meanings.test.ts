import { expect, test } from 'vitest';

import { browse } from './browse.ts';

/** What a field holds after the keys. */
async function value(field: string, keys: string): Promise<unknown> {
  const page = `<form><field name="f" ${field}<filled><exit expr="{ f: f, said: f$.utterance }"/></filled></field>
    <catch event="nomatch"><exit expr="{ f: 'nomatch' }"/></catch>
    <catch event="error"><exit expr="{ f: _event }"/></catch></form>`;
  return (await browse(page, { inputs: [`dtmf:${keys}`] })).end.result['f'];
}
const typed = (type: string): string => `type="${type}">`;

test.each([
  ['boolean', '1', true],
  ['boolean', '2', false],
  ['boolean?y=7;n=9', '9', false],
  ['boolean', '3', 'nomatch'],
  ['digits', '0123#', '0123'],
  ['digits?length=4', '0012', '0012'],
  ['digits?minlength=2;maxlength=3', '1#', 'nomatch'],
  ['number', '12*50#', '12.50'],
  ['currency', '12*50#', '12.50'],
  ['phone', '5551234*99#', '5551234x99'],
  ['date', '20261121', '20261121'],
  ['time', '0930', '0930?'],
  ['time', '1330', '1330h'],
  ['time', '0030', '0030h'],
  ['digits?length=x', '1', 'error.badfetch'],
  ['digits?minlength=5;maxlength=2', '1', 'error.badfetch'],
  ['boolean?y=ja', '1', 'error.badfetch'],
  ['boolean?y=7;n=7', '7', 'error.badfetch'],
  ['digits?length=5;maxlength=4', '1', 'error.badfetch'],
  ['date', '20261301', 'nomatch'],
  ['time', '2460', 'nomatch'],
  ['colour', '1', 'error.unsupported.builtin'],
])('a field of type %s filled by %s holds %j', async (type, keys, expected) => {
  expect(await value(typed(type), keys)).toEqual(expected);
});

const srgs = (format: string, body: string): string =>
  `><grammar mode="dtmf" root="r" ${format}><rule id="r">${body}</rule>
   <rule id="d"><one-of><item>1<tag>TAG1</tag></item><item>2<tag>TAG2</tag></item></one-of></rule></grammar>`;

test('literal tags are the meaning', async () => {
  const literals = 'tag-format="semantics/1.0-literals"';
  expect(await value(srgs(literals, '<item>7<tag>seven</tag></item>'), '7')).toBe('seven');
  expect(await value(srgs(literals, '<ruleref uri="#d"/>'), '2')).toBe('TAG2');
});

test('script tags build values from the rules they use', async () => {
  const body = `<ruleref uri="#d"/><tag>out.first = rules.d;</tag><ruleref uri="#d"/>
    <tag>out.second = rules.latest(); out.keys = meta.current().text; var local = 1;</tag>`;
  const grammar = srgs('tag-format="semantics/1.0"', body)
    .replace('TAG1', "out = 'one'")
    .replace('TAG2', 'out = { n: 2 }');
  expect(await value(grammar, '12')).toEqual({ first: 'one', second: { n: 2 }, keys: '12' });
});

test('a rule without tags has the value of the rule it used', async () => {
  const grammar = srgs('tag-format="semantics/1.0"', '<ruleref uri="#d"/>').replace('TAG1', 'out = 41 + 1');
  expect(await value(grammar, '1')).toBe(42);
});

test('tags that set out are scripts even where the page does not say so', async () => {
  expect(await value(srgs('', '<item>7<tag>out = 3 + 4</tag></item>'), '7')).toBe(7);
});

test('a tag that fails or never ends is error.semantic', async () => {
  const format = 'tag-format="semantics/1.0"';
  expect(await value(srgs(format, '<item>7<tag>out = nothing</tag></item>'), '7')).toBe('error.semantic');
  expect(await value(srgs(format, '<item>7<tag>while (true) {}</tag></item>'), '7')).toBe('error.semantic');
});

test('a field takes the member of its name, or of its slot', async () => {
  const grammar = (attributes: string): string =>
    attributes +
    srgs('tag-format="semantics/1.0"', '<item>7<tag>out.f = 1; out.deep = { g: 2 };</tag></item>');
  expect(await value(grammar(''), '7')).toBe(1);
  expect(await value(grammar('slot="deep.g"'), '7')).toBe(2);
  expect(await value(grammar('slot="other"'), '7')).toEqual({ f: 1, deep: { g: 2 } });
});

test('a builtin grammar can be asked for by its address', async () => {
  expect(await value('><grammar mode="dtmf" src="builtin:dtmf/digits?length=3"/>', '123')).toBe('123');
});

test('the last result is known to the application', async () => {
  const page = `<form><field name="f" type="digits?length=2"><filled>
    <exit expr="[lastresult$.utterance, application.lastresult$[0].interpretation, lastresult$.length,
                 lastresult$.inputmode, f$.confidence].join(' ')"/></filled></field></form>`;
  expect((await browse(page, { inputs: ['dtmf:42'] })).end.result).toEqual({ __exit: '42 42 1 dtmf 1' });
});

test('a grammar for speech is set aside; one in a form nobody knows is an error', async () => {
  const voice = `><grammar root="r"><rule id="r">yes</rule></grammar><option dtmf="1">one</option>`;
  expect(await value(voice, '1')).toBe('one');
  expect(await value('><grammar mode="dtmf" type="application/x-jsgf">[1 2]</grammar>', '1')).toBe(
    'error.unsupported.format',
  );
});
