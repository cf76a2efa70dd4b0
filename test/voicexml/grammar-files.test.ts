import { expect, test } from 'vitest';

import { browse, type Browsed } from './browse.ts';

const file = (rules: string, attributes = ''): string =>
  `<?xml version="1.0"?><grammar xmlns="http://www.w3.org/2001/06/grammar" version="1.0" mode="dtmf" root="r" ${attributes}>${rules}</grammar>`;

function ask(grammar: string, keys: string, files: Record<string, string> = {}): Promise<Browsed> {
  const page = `<form><field name="f">${grammar}<filled><exit namelist="f"/></filled></field>
    <catch event="nomatch"><exit expr="{ f: 'nomatch' }"/></catch>
    <catch event="error"><exit expr="{ f: _event, why: _message }"/></catch></form>`;
  return browse(page, { inputs: [`dtmf:${keys}`], files });
}
const value = async (...given: Parameters<typeof ask>): Promise<unknown> =>
  (await ask(...given)).end.result['f'];
const src = (name: string): string => `<grammar mode="dtmf" type="application/srgs+xml" src="${name}"/>`;

test('rules of other files are used, and so are the rules they use', async () => {
  const files = {
    'a.grxml': file('<rule id="r">1<ruleref uri="more/b.grxml#two"/><ruleref uri="more/b.grxml"/></rule>'),
    'more/b.grxml': file(
      '<rule id="r">9</rule><rule id="two" scope="public"><ruleref uri="c.grxml"/></rule>',
    ),
    'more/c.grxml': file('<rule id="r">2</rule>'),
  };
  expect(await value(src('a.grxml'), '129', files)).toBe('129');
});

test('a private rule of another file cannot be used, but its root can', async () => {
  const files = { 'a.grxml': file('<rule id="r">1</rule><rule id="d">2</rule>') };
  expect(await value(src('a.grxml#r'), '1', files)).toBe('1');
  expect(await value(src('a.grxml#d'), '2', files)).toBe('error.badfetch');
});

test('files that use each other for ever are refused', async () => {
  const files = {
    'a.grxml': file('<rule id="r">1<ruleref uri="b.grxml"/></rule>'),
    'b.grxml': file('<rule id="r">2<ruleref uri="a.grxml"/></rule>'),
  };
  const { end } = await ask(src('a.grxml'), '1', files);
  expect(end.result).toEqual({ f: 'error.badfetch', why: expect.stringContaining('uses itself') as string });
});

test('a chain of too many files is refused', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [
      `g${n}.grxml`,
      file(`<rule id="r"><ruleref uri="g${n + 1}.grxml"/></rule>`),
    ]),
  );
  const { end, requests } = await ask(src('g0.grxml'), '1', files);
  expect(end.result['why']).toMatch('more than 20 documents');
  expect(requests.length).toBeLessThan(25);
});

test('a file that is not there says so, one for speech is set aside', async () => {
  expect(await value(src('none.grxml'), '1')).toBe('error.badfetch.http.404');
  const files = { 'voice.grxml': file('<rule id="r">yes</rule>').replace('mode="dtmf"', 'mode="voice"') };
  expect(await value(`${src('voice.grxml')}<option dtmf="1" value="y">yes</option>`, '1', files)).toBe('y');
});

test('a grammar is fetched once, however often its question is asked', async () => {
  const page = `<form><field name="f">${src('a.grxml')}<filled><exit namelist="f"/></filled></field></form>`;
  const files = { 'a.grxml': file('<rule id="r">1</rule>') };
  const { end, requests } = await browse(page, { inputs: ['dtmf:7', 'dtmf:8', 'dtmf:1'], files });
  expect(end.result).toEqual({ f: '1' });
  expect(requests.filter(({ url }) => url.endsWith('a.grxml')).length).toBe(1);
});

test('the tags of each file are read as it says', async () => {
  const files = {
    'a.grxml': file(
      '<tag>var base = 40;</tag><rule id="r">1<ruleref uri="b.grxml"/><tag>var n = base + 2;</tag><tag>out = rules.r + n + meta.r.text</tag></rule>',
      'tag-format="semantics/1.0"',
    ),
    'b.grxml': file('<rule id="r">2<tag>two</tag></rule>', 'tag-format="semantics/1.0-literals"'),
  };
  expect(await value(src('a.grxml'), '12', files)).toBe('two422');
});

test('a regular expression over keys is a grammar', async () => {
  const regex = (source: string): string => `<grammar type="application/grammar+regex">${source}</grammar>`;
  expect(await value(regex('[0-9]{4}'), '1234')).toBe('1234');
  expect(await value(regex(String.raw` (\*1|\*2)# `), '*2#')).toBe('*2#');
  expect(await value(regex('1|23'), '24')).toBe('nomatch');
  const { end } = await ask(regex('12(3'), '1');
  expect(end.result['f']).toBe('error.badfetch');
  expect(end.result['why']).toMatch(/character 5: a "\)" is missing$/);
});

test('a question nobody can answer is an error', async () => {
  expect(await value('', '1')).toBe('error.semantic');
  expect(await value('<grammar root="r"><rule id="r">yes</rule></grammar>', '1')).toBe(
    'error.unsupported.format',
  );
});

test('of grammars that take the same keys that of the item comes before that of the form and its links', async () => {
  const page = (own: string): string => `<form><link dtmf="1" event="link"/>
    <catch event="link"><exit expr="{ by: 'link' }"/></catch>
    <field name="f">${own}<grammar mode="dtmf" root="r"><rule id="r">2</rule></grammar>
    <filled><exit expr="{ by: f }"/></filled></field></form>`;
  const by = async (own: string): Promise<unknown> =>
    (await browse(page(own), { inputs: ['dtmf:1'] })).end.result['by'];
  expect(await by('')).toBe('link');
  expect(await by('<option dtmf="1">option</option>')).toBe('option');
});

const FORMAT = 'tag-format="semantics/1.0"';
test.each([
  ['alone, with its own meaning', '<ruleref uri="builtin:dtmf/number"/>', '', '1*5#', '1.5'],
  ['and it may be no string', '<ruleref uri="builtin:dtmf/boolean?y=7;n=9"/>', '', '9', false],
  ['behind keys', '<item>9</item><ruleref uri="builtin:dtmf/digits?length=2"/>', '', '912', '12'],
  [
    'for scripts',
    '<ruleref uri="builtin:dtmf/boolean"/><tag>out = [rules.boolean === true, meta.latest().text]</tag>',
    FORMAT,
    '1',
    [true, '1'],
  ],
  ['repeated', '<item repeat="2"><ruleref uri="builtin:dtmf/time"/></item>', '', '09301330', '1330h'],
  ['that does not exist', '<ruleref uri="builtin:dtmf/colour"/>', '', '1', 'error.unsupported.builtin'],
  ['for speech', '<ruleref uri="builtin:grammar/digits"/>', '', '1', 'error.badfetch'],
])('a rule may refer to a builtin grammar %s', async (_, body, format, keys, meaning) => {
  const grammar = `<grammar mode="dtmf" root="r" ${format}><rule id="r">${body}</rule></grammar>`;
  expect(await value(grammar, keys)).toEqual(meaning);
});

test('a grammar is asked for as fresh as the page wants it', async () => {
  const files = { 'a.grxml': file('<rule id="r">1</rule>') };
  const asked = async (field: string, properties = ''): Promise<unknown> => {
    const page = `${properties}<form><field name="f">${field}<filled><exit/></filled></field></form>`;
    const { requests } = await browse(page, { inputs: ['dtmf:1'], files });
    return requests.find(({ url }) => url.endsWith('a.grxml'));
  };
  const properties =
    '<property name="grammarmaxage" value="60"/><property name="grammarmaxstale" value="5"/>';
  expect(await asked(src('a.grxml'), properties)).toMatchObject({ maxAgeS: 60, maxStaleS: 5 });
  const own = src('a.grxml').replace('<grammar', '<grammar maxage="0" maxstale="9"');
  expect(await asked(own, properties)).toMatchObject({ maxAgeS: 0, maxStaleS: 9 });
  expect(await asked(src('a.grxml'))).not.toHaveProperty('maxAgeS');
});
