import { expect, test } from 'vitest';

import { browse, vxml } from './browse.ts';

const LEAF = 'application="root.vxml"';
const root = vxml(
  '<var name="visits" expr="0"/><form id="say"><block><value expr="visits"/><exit/></block></form>',
);

/** A page of the application that counts itself and then goes on. */
const counting = (onward: string): string =>
  vxml(`<form><block><assign name="visits" expr="visits + 1"/>${onward}</block></form>`, LEAF);

test('a root document keeps the variables of an application over its pages', async () => {
  const second = vxml('<form><block><value expr="application.visits"/><exit/></block></form>', LEAF);
  const files = { 'root.vxml': root, 'second.vxml': second };
  for (const onward of ['<submit next="second.vxml"/>', '<goto next="second.vxml"/>'])
    expect((await browse(counting(onward), { files })).said).toEqual(['1']);
});

test('from a page to its root document by goto the variables stay, by submit they are new', async () => {
  const files = { 'root.vxml': root };
  expect((await browse(counting('<goto next="root.vxml#say"/>'), { files })).said).toEqual(['1']);
  expect((await browse(counting('<submit next="root.vxml#say"/>'), { files })).said).toEqual(['0']);
});

test('a page of another application has nothing of the one before', async () => {
  const other = vxml('<form><block><value expr="typeof visits"/><exit/></block></form>');
  const files = { 'root.vxml': root, 'other.vxml': other };
  expect((await browse(counting('<goto next="other.vxml"/>'), { files })).said).toEqual(['undefined']);
});

test('properties and links of the root document hold in its pages', async () => {
  const quick = vxml('<property name="timeout" value="1s"/><link dtmf="0" event="operator"/>');
  const leaf = vxml(
    `<catch event="operator"><exit expr="{ heard: 'operator' }"/></catch><catch event="noinput"/>
     <form><field name="f" type="boolean"/></form>`,
    LEAF,
  );
  const { end, took } = await browse(leaf, { inputs: ['noinput', 'dtmf:0'], files: { 'root.vxml': quick } });
  expect(end.result).toEqual({ heard: 'operator' });
  expect(took).toBe(1000);
});

test('a root document that names a root itself is refused', async () => {
  const files = { 'root.vxml': vxml('<var name="a"/>', 'application="deeper.vxml"') };
  expect((await browse(vxml('<form/>', LEAF), { files })).end.error).toMatch(/^error\.semantic/);
});
