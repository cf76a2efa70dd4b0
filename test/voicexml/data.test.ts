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

const far = (instruction: string): Promise<string[]> => {
  const content = '<value expr="d.documentElement.firstChild.data"/>';
  const address = 'http://data.example/books.xml';
  const there = page(content).replace('src="books.xml"', `src="${address}"`);
  return browse(there, { files: { [address]: `${instruction}<books>read</books>` } }).then(
    ({ said }) => said,
  );
};

test.each([
  ['the host of the page', 'allow="pages.example"'],
  ['all below its domain', 'allow="other.example *.example"'],
  ['everyone', 'allow="*"'],
  ['everyone but another', 'allow="*" deny="other.example"'],
])('XML of another host may be read when it lets in %s', async (_, rule) => {
  expect(await far(`<?access-control ${rule}?>`)).toEqual(['read']);
});

test.each([
  ['says nothing', ''],
  ['lets in another host only', '<?access-control allow="other.example"?>'],
  ['keeps this one out', '<?access-control allow="*" deny="pages.example"?>'],
  ['names a part of the host', '<?access-control allow="example pages"?>'],
])('XML of another host that %s is error.noauthorization', async (_, instruction) => {
  expect(await far(instruction)).toEqual(['error.noauthorization']);
});

test('data that is only sent needs no leave and leaves no variable', async () => {
  const address = 'http://data.example/log';
  const there = page('<value expr="typeof d"/>').replace(
    'name="d" src="books.xml"',
    `src="${address}" method="post" namelist="session.n"`,
  );
  const { said, requests } = await browse(there, { files: { [address]: 'not XML' }, session: { n: 7 } });
  expect(said).toEqual(['undefined']);
  expect(requests.at(-1)).toMatchObject({ method: 'POST', url: address, form: [['session.n', '7']] });
});

test.each([
  ['data', '<data name="d" src="books.xml" maxage="0"/>', 'books.xml'],
  ['a page', '<goto next="books.xml" maxage="0"/>', 'books.xml'],
  ['a script', '<script src="books.xml" maxage="0"/>', 'books.xml'],
])(
  '%s is asked for as fresh as the page wants it, by attribute before property',
  async (_, element, path) => {
    const kind = { '<data': 'data', '<goto': 'document' }[element.slice(0, 5)] ?? 'script';
    const properties = `<property name="${kind}maxage" value="60"/><property name="${kind}maxstale" value="5"/>`;
    const { requests } = await browse(
      `${properties}<catch event="error"><exit/></catch><form><block>${element}<exit/></block></form>`,
      { files },
    );
    expect(requests.find(({ url }) => url.endsWith(path))).toMatchObject({ maxAgeS: 0, maxStaleS: 5 });
  },
);
