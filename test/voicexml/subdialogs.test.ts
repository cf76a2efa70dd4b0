import { expect, test } from 'vitest';

import { browse, vxml } from './browse.ts';

const catching = '<catch event="error"><value expr="_event + \': \' + _message"/><exit/></catch>';

test('a subdialog gets values and returns an object', async () => {
  const sub = vxml(`<form><var name="a"/><var name="b" expr="'own'"/><var name="sum"/>
    <block><assign name="sum" expr="a.n + b"/><return namelist="sum"/></block></form>`);
  const page = `<form><subdialog name="s" src="sub.vxml"><param name="a" expr="{ n: 40 }"/><param name="b" expr="2"/>
    <filled><exit expr="s"/></filled></subdialog></form>`;
  expect((await browse(page, { files: { 'sub.vxml': sub } })).end.result).toEqual({ sum: 42 });
});

test('a subdialog sees nothing of the variables and handlers of its caller', async () => {
  const page = `${catching}<var name="mine" expr="1"/>
    <form><subdialog name="s" src="sub.vxml"/></form>`;
  const sub = vxml(
    '<catch event="error"><value expr="typeof mine"/><exit/></catch><form><block><value expr="mine"/></block></form>',
  );
  expect((await browse(page, { files: { 'sub.vxml': sub } })).said).toEqual(['undefined']);
});

test('a subdialog in the same document has the variables of the document anew', async () => {
  const page = `<var name="n" expr="1"/><form><block><assign name="n" expr="2"/></block>
    <subdialog name="s" src="#sub"><filled><exit expr="{ inside: s.n, outside: n }"/></filled></subdialog></form>
    <form id="sub"><block><return namelist="n"/></block></form>`;
  expect((await browse(page)).end.result).toEqual({ inside: 1, outside: 2 });
});

test('a subdialog can return an event, which is thrown where it was called', async () => {
  const page = `<form><catch event="my"><value expr="_message"/><exit/></catch><subdialog name="s" src="#sub"/></form>
    <form id="sub"><block><return event="my.event" message="from below"/></block></form>`;
  expect((await browse(page)).said).toEqual(['from below']);
});

test('an exit in a subdialog ends the session', async () => {
  const page = `<form><subdialog name="s" src="#sub"/><block>never</block></form>
    <form id="sub"><block>Bye.<exit/></block></form>`;
  expect((await browse(page)).said).toEqual(['Bye.']);
});

test('a return outside a subdialog is an error', async () => {
  expect((await browse(`${catching}<form><block><return/></block></form>`)).said[0]).toMatch(
    /^error\.semantic/,
  );
});

test('subdialogs that call each other without end are cut off', async () => {
  const { end } = await browse('<form id="f"><subdialog name="s" src="#f"/></form>');
  expect(end.how).toBe('error');
  expect(end.error).toMatch(/subdialogs are more than 20 deep/);
});

test('a subdialog of the same application has a root document of its own', async () => {
  const root = vxml(
    `<var name="n" expr="1"/><catch event="oops">root of <value expr="n"/><assign name="n" expr="9"/></catch>`,
  );
  const leaf = 'application="root.vxml"';
  const sub = vxml(
    `<form><var name="seen" expr="application.n"/><block name="x"><throw event="oops"/></block>
     <block><assign name="application.n" expr="5"/><return namelist="seen"/></block></form>`,
    leaf,
  );
  const page = vxml(
    `<form><block><assign name="n" expr="2"/></block><subdialog name="s" src="sub.vxml"/>
     <block>then <value expr="s.seen + ' ' + n"/></block><block><exit/></block></form>`,
    leaf,
  );
  const { said } = await browse(page, { files: { 'root.vxml': root, 'sub.vxml': sub } });
  expect(said).toEqual(['root of 1', 'then 1 2']);
});

test('links and grammars of the caller do not listen in a subdialog', async () => {
  const page = `<link dtmf="9" event="out"/><catch event="out">caller<exit/></catch>
    <form><subdialog name="s" src="sub.vxml"><filled>back with <value expr="s.a"/><exit/></filled></subdialog></form>`;
  const sub = vxml(`<form><field name="a"><grammar mode="dtmf" root="r"><rule id="r">1</rule></grammar>
    <nomatch>sub</nomatch></field><block><return namelist="a"/></block></form>`);
  const { said } = await browse(page, { inputs: ['dtmf:9', 'dtmf:1'], files: { 'sub.vxml': sub } });
  expect(said).toEqual(['sub', 'back with 1']);
});
