import { expect, test } from 'vitest';

import { browse, vxml } from './browse.ts';

/** What a page that goes to `bad` hears. */
async function refusal(bad: string): Promise<string | undefined> {
  const page = `<catch event="error.badfetch"><value expr="_message"/><exit/></catch>
    <form><block><goto next="bad.vxml"/></block></form>`;
  return (await browse(page, { files: { 'bad.vxml': bad } })).said[0];
}

const inBlock = (content: string): string => vxml(`\n<form><block>${content}</block></form>`);

test.each([
  ['<goto/>', 'needs exactly one of next, expr, nextitem, expritem'],
  ['<goto next="#a" expr="b"/>', 'needs exactly one of next, expr, nextitem, expritem'],
  ['<submit/>', 'needs exactly one of next, expr'],
  ['<throw/>', 'needs exactly one of event, eventexpr'],
  ['<throw event="a" message="b" messageexpr="c"/>', 'may have only one of message, messageexpr'],
  ['<exit expr="1" namelist="a"/>', 'may have only one of expr, namelist'],
  ['<return event="a" namelist="b"/>', 'may have only one of namelist, event, eventexpr'],
  ['<script src="a.js">b</script>', 'needs exactly one of src, srcexpr, content'],
  ['<audio>words</audio>', 'needs exactly one of src, expr'],
  ['<if>x</if>', 'needs cond'],
  ['<assign name="a"/>', 'needs name, expr'],
  ['<value/>', 'needs expr'],
])('%s is refused where it stands', async (content, message) => {
  const name = /^<(\w+)/.exec(content)?.[1];
  expect(await refusal(inBlock(content))).toBe(`2:14 <${name}> ${message}`);
});

test.each([
  ['an unknown element', inBlock('<shout/>'), '2:14 <shout> may not stand in <block>'],
  ['an element in the wrong place', vxml('<block/>'), '<block> may not stand in <vxml>'],
  ['a version that does not exist', '<vxml version="3.0"/>', 'version "3.0" is not 2.0 or 2.1'],
  ['a document without a version', '<vxml/>', '1:1 <vxml> needs version'],
  ['two dialogs with one id', vxml('<form id="a"/><menu id="a"/>'), 'id "a" is used twice'],
  [
    'two items with one name',
    vxml('<form><block name="a"/><block name="a"/></form>'),
    'name "a" is used twice',
  ],
  [
    'a key by hand in a menu that numbers its choices',
    vxml('<menu dtmf="true"><choice dtmf="1" next="#x"/></menu>'),
    'cannot have the key "1"',
  ],
])('%s is refused', async (_, bad, message) => {
  expect(await refusal(bad)).toContain(message);
});

test('elements nested without end are refused', async () => {
  expect(await refusal(inBlock('<if cond="true">'.repeat(200)))).toContain('more than 100 elements deep');
});

test('elements of other namespaces may stand anywhere, and are errors only when they are reached', async () => {
  const page = `<x:note xmlns:x="urn:x"><y/></x:note><catch event="error.unsupported.do">reached<exit/></catch>
    <form><block>before <x:do xmlns:x="urn:x"/></block></form>`;
  expect((await browse(page)).said).toEqual(['before', 'reached']);
});
