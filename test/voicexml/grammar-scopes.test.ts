import { expect, test } from 'vitest';

import { browse, keys, vxml } from './browse.ts';

const LEAF = 'application="root.vxml"';
const heard = '<filled><exit namelist="a"/></filled>';
/** A form that is elsewhere while the caller is asked for `a`. */
const order = (scope: string, grammarScope = ''): string => `<form id="order" ${scope}>
    <grammar mode="dtmf" root="r" tag-format="semantics/1.0" ${grammarScope}><rule id="r">7<tag>out.dish = 'soup';</tag></rule></grammar>
    <field name="dish">${keys('1')}</field><block>Ordered <value expr="dish"/>.<exit/></block></form>`;
const ask = (attributes = ''): string =>
  `<form><noinput>silence<exit/></noinput><nomatch>what?<exit/></nomatch><field name="a" ${attributes}>${keys('1')}${heard}</field></form>`;

test.each([
  ['of the form', 'scope="document"', ''],
  ['of the grammar alone', '', 'scope="document"'],
])('the document scope %s makes another form listen, and its match fills that form', async (_, form, own) => {
  const { said } = await browse(ask() + order(form, own), { inputs: ['dtmf:7'] });
  expect(said).toEqual(['Ordered soup.']);
});

test.each([
  ['without a scope', '', ''],
  ['whose grammar is for its dialog', 'scope="document"', 'scope="dialog"'],
])('another form %s does not listen', async (_, form, own) => {
  expect((await browse(ask() + order(form, own), { inputs: ['dtmf:7'] })).said).toEqual(['what?']);
});

test('a modal question listens to itself only', async () => {
  const page = ask('modal="true"') + order('scope="document"');
  expect((await browse(page, { inputs: ['dtmf:7'] })).said).toEqual(['what?']);
});

test('the form that is entered is new, runs its filled first, and then goes on with what is still open', async () => {
  const page = `<form><field name="a">${keys('1')}</field></form>
    <form id="trip" scope="document"><var name="start" expr="'new'"/>
      <grammar mode="dtmf" root="r" tag-format="semantics/1.0"><rule id="r"><item>7<tag>out.from = 'A';</tag></item></rule></grammar>
      <field name="from">${keys('2')}<filled>From <value expr="from"/>, <value expr="start"/>,
        <value expr="lastresult$.utterance"/>.</filled></field>
      <field name="to"><prompt>Where to?</prompt>${keys('3')}</field><filled><exit namelist="from to"/></filled></form>`;
  const { said, end } = await browse(page, { inputs: ['dtmf:7', 'dtmf:3'] });
  expect(said).toEqual(['From A, new, 7.', 'Where to?']);
  expect(end.result).toEqual({ from: 'A', to: '3' });
});

test('choices of a menu with document scope are heard in every dialog', async () => {
  const menu = (scope: string): string =>
    `<menu id="m" scope="${scope}"><choice dtmf="8" next="#help">help</choice><choice dtmf="9" event="bye">end</choice></menu>
     <form id="help"><block>Help.<exit/></block></form><catch event="bye">Bye from <value expr="_element"/>.<exit/></catch>`;
  expect((await browse(ask() + menu('document'), { inputs: ['dtmf:8'] })).said).toEqual(['Help.']);
  expect((await browse(ask() + menu('document'), { inputs: ['dtmf:9'] })).said).toEqual(['Bye from menu.']);
  expect((await browse(ask() + menu('dialog'), { inputs: ['dtmf:8'] })).said).toEqual(['what?']);
});

test('forms and menus of the root document listen in its pages; going there keeps the application', async () => {
  const root =
    vxml(`<var name="guest" expr="'nobody'"/>${order('scope="document"').replace('Ordered', '<value expr="guest"/> ordered')}
    <menu scope="document"><choice dtmf="8" next="#desk">desk</choice></menu>
    <form id="desk"><block>Desk, <value expr="guest"/>.<exit/></block></form>`);
  const leaf = vxml(
    `<form><block><assign name="guest" expr="'Ann'"/></block><field name="a">${keys('1')}</field></form>`,
    LEAF,
  );
  const files = { 'root.vxml': root };
  expect((await browse(leaf, { inputs: ['dtmf:7'], files })).said).toEqual(['Ann ordered soup.']);
  expect((await browse(leaf, { inputs: ['dtmf:8'], files })).said).toEqual(['Desk, Ann.']);
});

/** Everything from the item out to the root document takes the key; the first that is left says so. */
test('of several that take the same keys the item comes before form, document and root', async () => {
  const link = (event: string): string => `<link event="heard.${event}">${keys('1')}</link>`;
  const catches = '<catch event="heard"><value expr="_event"/><exit/></catch>';
  const around = {
    item: `<filled>item<exit/></filled>${keys('1')}`,
    'item link': link('item-link'),
    form: link('form'),
    document: link('document'),
    root: link('root'),
  };
  const layers = ['item', 'item link', 'form', 'document', 'root'] as const;
  const heardFirst: string[] = [];
  for (let from = 0; from < layers.length; from++) {
    const at = (layer: (typeof layers)[number]): string =>
      layers.indexOf(layer) >= from ? around[layer] : '';
    const page = vxml(
      `${at('document')}${catches}<form>${at('form')}<field name="a">${at('item link')}${at('item')}${keys('5')}</field></form>`,
      LEAF,
    );
    const { said } = await browse(page, { inputs: ['dtmf:1'], files: { 'root.vxml': vxml(at('root')) } });
    heardFirst.push(said.join());
  }
  expect(heardFirst).toEqual(['item', 'heard.item-link', 'heard.form', 'heard.document', 'heard.root']);
});

test('in one scope the order of the document decides, between links, forms and menus alike', async () => {
  const one = `<link dtmf="7" event="link"/>`;
  const two = order('scope="document"');
  const three = `<menu scope="document"><choice dtmf="7" event="choice">x</choice></menu>`;
  const first = async (...parts: string[]): Promise<string> => {
    const page = `<catch event="link choice"><value expr="_event"/><exit/></catch>${ask()}${parts.join('')}`;
    return (await browse(page, { inputs: ['dtmf:7'] })).said.join();
  };
  expect(await first(one, two, three)).toBe('link');
  expect(await first(two, three, one)).toBe('Ordered soup.');
  expect(await first(three, one, two)).toBe('choice');
});

test('grammar files of a root document are found beside it, wherever the page is', async () => {
  const grammar = `<grammar xmlns="http://www.w3.org/2001/06/grammar" mode="dtmf" root="r" version="1.0"><rule id="r">7</rule></grammar>`;
  const root = vxml(
    '<link event="far"><grammar src="far.grxml"/></link><catch event="far">far<exit/></catch>',
  );
  const leaf = vxml(ask(), 'application="deep/root.vxml"');
  const files = { 'deep/root.vxml': root, 'deep/far.grxml': grammar };
  expect((await browse(leaf, { inputs: ['dtmf:7'], files })).said).toEqual(['far']);
});

test.each([
  `<field name="b">${keys('1').replace('<grammar', '<grammar scope="document"')}</field>`,
  `<link event="x">${keys('1').replace('<grammar', '<grammar scope="dialog"')}</link>`,
  keys('1').replace('<grammar', '<grammar scope="world"'),
])('a scope where none may be given, or that is none, is error.badfetch', async (inside) => {
  const page = `<catch event="error.badfetch">refused<exit/></catch><form><block><goto next="bad.vxml"/></block></form>`;
  expect((await browse(page, { files: { 'bad.vxml': vxml(`<form>${inside}</form>`) } })).said).toEqual([
    'refused',
  ]);
});
