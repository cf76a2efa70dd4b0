import { expect, test } from 'vitest';

import { browse, keys } from './browse.ts';

const menu = (attributes: string, choices: string, rest = ''): string =>
  `<menu ${attributes}><prompt>Sales or support?</prompt>${choices}</menu>
   <form id="sales"><block>Sales.<exit/></block></form>
   <form id="support"><block>Support.<exit/></block></form>${rest}`;
const choices =
  '<choice dtmf="1" next="#sales">sales</choice><choice dtmf="2" next="#support">support</choice>';

test('a key of a menu leads to the dialog of its choice', async () => {
  const { said } = await browse(menu('', choices), { inputs: ['dtmf:2'] });
  expect(said).toEqual(['Sales or support?', 'Support.']);
});

test('a menu with dtmf="true" numbers its choices, and leaves out those with a key of their own', async () => {
  const numbered = `<choice next="#sales">sales</choice><choice dtmf="0" next="#sales">operator</choice>
    <choice next="#support">support</choice>`;
  const { said } = await browse(menu('dtmf="true"', numbered), { inputs: ['dtmf:2'] });
  expect(said.at(-1)).toBe('Support.');
});

test('a choice can throw an event with a message instead of going somewhere', async () => {
  const { said } = await browse(
    menu(
      '',
      `<choice dtmf="1" event="my.choice" messageexpr="'one' + 1">sales</choice>`,
      '<catch event="my"><value expr="_event"/>: <value expr="_message"/><exit/></catch>',
    ),
    { inputs: ['dtmf:1'] },
  );
  expect(said.at(-1)).toBe('my.choice: one1');
});

test('a key of no choice, and silence, bring the menu again when no page says what to do', async () => {
  const { said, platform } = await browse(menu('', choices), { inputs: ['dtmf:7', 'noinput', 'dtmf:1'] });
  expect(said).toEqual(['Sales or support?', 'Sales or support?', 'Sales or support?', 'Sales.']);
  expect(platform.listens).toBe(3);
});

test('a field takes the value, else the text, of the option whose key was pressed', async () => {
  const field = `<form><field name="size">
    <option dtmf="1" value="S">small</option><option dtmf="2"> large
    one </option>
    <filled><exit namelist="size"/></filled></field></form>`;
  expect((await browse(field, { inputs: ['dtmf:1'] })).end.result).toEqual({ size: 'S' });
  expect((await browse(field, { inputs: ['dtmf:2'] })).end.result).toEqual({ size: 'large one' });
});

test('enumerate reads the options of a field with their keys', async () => {
  const { said } = await browse(
    `<form><field name="size"><prompt><enumerate>For <value expr="_prompt"/> press <value expr="_dtmf"/>.</enumerate></prompt>
    <option dtmf="1">small</option><option dtmf="2">large</option><filled><exit/></filled></field></form>`,
    { inputs: ['dtmf:1'] },
  );
  expect(said).toEqual(['For small press 1.For large press 2.']);
});

test('a link is heard in every dialog below it', async () => {
  const page = `<link dtmf="0" next="#operator"/>
    <form><field name="a">${keys('1', '2')}<filled><goto next="#second"/></filled></field></form>
    <form id="second"><field name="b">${keys('3')}</field></form>
    <form id="operator"><block>Operator.<exit/></block></form>`;
  const { said } = await browse(page, { inputs: ['dtmf:1', 'dtmf:0'] });
  expect(said).toEqual(['Operator.']);
});

test('a modal field listens to its own grammar only', async () => {
  const page = `<link dtmf="0" event="operator"/><catch event="operator">Operator.<exit/></catch>
    <catch event="nomatch">What?<exit/></catch>
    <form><field name="a" modal="true">${keys('1')}</field></form>`;
  expect((await browse(page, { inputs: ['dtmf:0'] })).said).toEqual(['What?']);
});

test('a grammar of the form fills every field it names, from the initial item on', async () => {
  const grammar = `<grammar mode="dtmf" root="r" tag-format="semantics/1.0">
    <rule id="r"><item>1 2<tag>out.from='A'; out.to='B';</tag></item></rule></grammar>`;
  const { end } = await browse(
    `<form>${grammar}<initial name="start">Where to?</initial>
     <field name="from">${keys('1')}</field><field name="to">${keys('2')}</field>
     <filled><exit namelist="from to start"/></filled></form>`,
    { inputs: ['dtmf:12'] },
  );
  expect(end.result).toEqual({ from: 'A', to: 'B', start: true });
});
