import { expect, test } from 'vitest';

import { browse, keys, vxml } from './browse.ts';

const thanks = vxml('<form><block>Thanks.<exit/></block></form>');

test('a submit sends the named variables; objects by their members, what has no value not at all', async () => {
  const page = `<form><var name="text" expr="'a+b &amp; c'"/><var name="number" expr="3"/><var name="none"/>
    <var name="object" expr="{ yes: true, deep: { n: null }, list: ['x'] }"/>
    <block><submit next="next.vxml" method="post" namelist="text number none object"/></block></form>`;
  const { requests } = await browse(page, { files: { 'next.vxml': thanks } });
  expect(requests[1]?.form).toEqual([
    ['text', 'a+b & c'],
    ['number', '3'],
    ['object.yes', 'true'],
    ['object.deep.n', 'null'],
    ['object.list.0', 'x'],
  ]);
});

test('a submit by GET puts the fields into the query', async () => {
  const page = `<form><var name="a" expr="'x y+z'"/><block><submit expr="'next.vxml?b=1'" namelist="a"/></block></form>`;
  const { requests } = await browse(page, { files: { 'next.vxml': thanks } });
  expect(requests[1]).toEqual({
    method: 'GET',
    url: 'http://pages.example/next.vxml?b=1&a=x+y%2Bz',
    form: null,
  });
});

test('without a namelist the input items of the form are sent', async () => {
  const page = `<form><var name="other" expr="1"/><field name="a">${keys('1')}</field>
    <field name="b" expr="'set'"/><block name="c"><submit next="next.vxml" method="post"/></block></form>`;
  const { requests } = await browse(page, { inputs: ['dtmf:1'], files: { 'next.vxml': thanks } });
  expect(requests[1]?.form).toEqual([
    ['a', '1'],
    ['b', 'set'],
  ]);
});

test.each([
  ['a page that is not there', 'missing.vxml', 'error.badfetch.http.404'],
  ['a page that is no XML', 'broken.vxml', 'error.badfetch'],
  ['a page that is no VoiceXML', 'other.vxml', 'error.badfetch'],
  ['a page without the dialog', 'good.vxml#nowhere', 'error.badfetch'],
  ['a host that does not exist', 'http://nobody.example/', 'error.badfetch'],
  ['an address that is none', 'http://[', 'error.badfetch'],
  ['an address of another kind', 'file:///etc/passwd', 'error.badfetch'],
])('%s is an event in the page that asked for it', async (_, address, event) => {
  const files = { 'broken.vxml': '<vxml><form', 'other.vxml': '<html/>', 'good.vxml': thanks };
  const page = `<var name="mine" expr="'here'"/><catch event="error"><value expr="_event + ' ' + mine"/><exit/></catch>
    <form><block><goto next="${address}"/></block></form>`;
  expect((await browse(page, { files })).said).toEqual([`${event} here`]);
});

test('a page that does not come in time is an error, after the time the page allows', async () => {
  const page = (attribute: string): string =>
    `<catch event="error.badfetch">Too late.<exit/></catch><form><block><submit next="slow.vxml" ${attribute}/></block></form>`;
  const options = { files: { 'slow.vxml': null } };
  expect((await browse(page('fetchtimeout="4s"'), options)).took).toBe(4000);
  const byDefault = await browse(page(''), options);
  expect(byDefault.took).toBe(10_000);
  expect(byDefault.said).toEqual(['Too late.']);
});

test('a page that is too large is refused', async () => {
  const huge = vxml(`<form><block>${'x'.repeat(1024 * 1024)}</block></form>`);
  const page =
    '<catch event="error.badfetch">No.<exit/></catch><form><block><goto next="huge.vxml"/></block></form>';
  expect((await browse(page, { files: { 'huge.vxml': huge } })).said).toEqual(['No.']);
});

test('a first page that cannot be had ends the session with the reason', async () => {
  const { end } = await browse('<?xml version="1.0"?><vxml version="2.1"><form>');
  expect(end.how).toBe('error');
  expect(end.error).toMatch(/^error\.badfetch: 1:\d+/);
});

test('an extension element of Genesys attaches variables to the call', async () => {
  const page = `<form><var name="cb" expr="{ accepted: 1 }"/><block>
    <gvp:send xmlns:gvp="http://www.genesyslab.com/2006/vxml21-extension" namelist="cb"/><exit/></block></form>`;
  expect((await browse(page)).platform.attached).toEqual({ 'cb.accepted': '1' });
});

test('exit hands over an object, named variables, or one value under the name RFC 5552 gives it', async () => {
  const result = async (exit: string): Promise<unknown> =>
    (await browse(`<form><var name="a" expr="1"/><var name="b"/><block>${exit}</block></form>`)).end.result;
  expect(await result('<exit expr="{ \'_CB_X\': [a] }"/>')).toEqual({ _CB_X: [1] });
  expect(await result('<exit namelist="a b"/>')).toEqual({ a: 1, b: null });
  expect(await result('<exit expr="a"/>')).toEqual({ __exit: 1 });
  expect(await result('<exit/>')).toEqual({});
});
