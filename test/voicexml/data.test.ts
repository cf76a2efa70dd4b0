import { expect, test } from 'vitest';

import { browse } from './browse.ts';

const books = `<?xml version="1.0"?><books><!-- two --><book n="1"><title>One</title></book><book n="2"><title>Two</title></book></books>`;
const files = { 'books.xml': books };
const page = (content: string): string =>
  `<catch event="error"><value expr="_event"/><exit/></catch><form><block><data name="d" src="books.xml"/>${content}<exit/></block></form>`;

test('data is a document to walk through, with foreach too', async () => {
  const content = `<script>var all = [];
      var nodes = d.documentElement.getElementsByTagName('book');
      for (var i = 0; i &lt; nodes.length; i++) all.push(nodes.item(i));</script>
    <foreach item="book" array="all"><value expr="book.getAttribute('n')"/>
      <value expr="book.firstChild.firstChild.data"/></foreach>`;
  expect((await browse(page(content), { files })).said.join(' ')).toBe('1 One 2 Two');
});

test.each([
  ['d.documentElement.nodeName', 'books'],
  ['d.documentElement.firstChild.nodeType', '8'],
  ['d.documentElement.lastChild.previousSibling.attributes.getNamedItem("n").value', '1'],
  ['d.documentElement.parentNode === d', 'true'],
  ['d.documentElement.childNodes.length', '3'],
  ['d.documentElement.lastChild.nextSibling', 'null'],
  ['JSON.stringify(d)', '{}'],
])('%s is %s', async (expression, value) => {
  const content = `<value expr='${expression}'/>`;
  expect((await browse(page(content), { files })).said).toEqual([value]);
});

test.each([
  'd.documentElement.appendChild(d)',
  'd.documentElement.nodeName = 1',
  'd.x = (function(){"use strict"; d.x = 1})()',
])('it cannot be written: %s', async (code) => {
  const content = `<script>${code}</script>wrote`;
  expect((await browse(page(content), { files })).said).toEqual(['error.semantic']);
});

test('XML that is none, or not there, is error.badfetch', async () => {
  expect((await browse(page('x'), { files: { 'books.xml': '<a>' } })).said).toEqual(['error.badfetch']);
  expect((await browse(page('x'))).said).toEqual(['error.badfetch.http.404']);
});

test('foreach over what is no array is error.semantic; its content may go elsewhere', async () => {
  const over = (array: string): string =>
    page(
      `<foreach item="one" array="${array}"><if cond="one == 2"><goto next="#b"/></if><value expr="one"/></foreach>`,
    ) + '<form id="b"><block>went<exit/></block></form>';
  expect((await browse(over('5'), { files })).said).toEqual(['error.semantic']);
  expect((await browse(over('[1, 2, 3]'), { files })).said).toEqual(['1', 'went']);
});
