import { describe, expect, test } from 'vitest';

import { ChartSession, w3c } from '../support/chart-session.ts';

/** Runs a script in the first step and logs an expression in a later one. */
async function later(script: string, expression: string): Promise<string[]> {
  const session = await ChartSession.started(
    w3c(`<script><![CDATA[${script}]]></script><state id="s">
      <transition event="look"><log expr="${expression}"/></transition></state>`),
  );
  session.send('other');
  session.send('look');
  expect(session.errors).toEqual([]);
  return session.logs;
}

describe('what a document declares is there in later steps', () => {
  test.each([
    ['a function', 'function twice(n) { return n * 2; }', 'twice(4)', '8'],
    [
      'a function of functions',
      'function one() { return 1; } function two() { return one() + one(); }',
      'two()',
      '2',
    ],
    ['a function in a variable', 'var twice = function (n) { return n * 2; };', 'twice(4)', '8'],
    ['an arrow', 'const twice = (n) => n * 2;', 'twice(4)', '8'],
    ['an async function', 'var wait = async (n) => n;', 'typeof wait', 'function'],
    [
      'a library',
      'var lib = { twice(n) { return n * 2; }, by: function (n) { return this.twice(n); }, n: 3 };',
      'lib.by(lib.n)',
      '6',
    ],
    [
      'a class',
      'class Point { constructor(x) { this.x = x; } get twice() { return this.x * 2; } }',
      'new Point(4).twice',
      '8',
    ],
    ['a date', 'var due = new Date(5); var it = { due };', 'due.getTime() + it.due.getTime()', '10'],
    ['a variable', 'var n = 1; let m = 2; const [k, { j = 4 }] = [3, {}];', 'n + m + k + j', '10'],
    ['a variable in a block', 'if (true) { var n = 1; for (var i = 0; i < 3; i++) {} }', 'n + i', '4'],
    ['an implicit variable', 'function set() { found = 5; } set();', 'found', '5'],
    ['a variable without a value', 'var n;', 'typeof n', 'undefined'],
    ['a built-in under another name', 'var read = parseInt; n = 1;', 'n', '1'],
  ])('%s', async (_, script, expression, logged) => {
    expect(await later(script, expression)).toEqual([logged]);
  });
});

test('functions of the document itself do not weigh on its sessions', async () => {
  const session = await ChartSession.started(
    w3c('<script>function f() { return 1; } var g = function () { return 2; };</script><state id="s"/>'),
  );
  expect(session.snapshot?.made).toEqual({ g: 'function () { return 2; }' });
});

test('a function that replaces a declared one stays', async () => {
  expect(await later('function f() { return 1; } f = function () { return 2; };', 'f()')).toEqual(['2']);
});

test('functions change the variables of the session they run in', async () => {
  const session = await ChartSession.started(
    w3c(`<datamodel><data id="n" expr="0"/></datamodel><script>function more() { n += 1; }</script>
      <state id="s"><transition event="go"><script>more();</script></transition></state>`),
  );
  expect(session.send('go').send('go').data).toEqual({ n: 2 });
});

test('a script from a file is part of the document', async () => {
  const text = w3c(
    '<script src="lib/x.js"/><state id="s"><transition event="go"><log expr="f()"/></transition></state>',
  );
  const session = await ChartSession.started(text, { files: { 'lib/x.js': 'function f() { return 7; }' } });
  expect(session.send('go').logs).toEqual(['7']);
});

test('an error in a script keeps what was done before it and skips the rest of the block', async () => {
  const session = await ChartSession.started(
    w3c(`<datamodel><data id="n" expr="0"/></datamodel><state id="s"><onentry>
      <script>n = 1; missing(); n = 2;</script><assign location="n" expr="3"/></onentry>
      <transition event="error.execution"><log expr="_event.data.message"/></transition></state>`),
  );
  expect(session.data).toEqual({ n: 1 });
  expect(session.logs).toEqual(["'missing' is not defined"]);
});

test('no bracket in an expression ends the frame it runs in', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="s"><onentry><log expr="1)} globalThis.leak = 1; with ({}) {(2"/></onentry></state>`),
  );
  expect(session.errors).toHaveLength(1);
  expect(session.data).toEqual({});
});

test('a data model that a script took apart ends its session, and only that', async () => {
  const text = w3c(`<state id="s"><transition event="break"><script>Object.defineProperty(__scope, 'x', {
    enumerable: true, get() { throw 1; } });</script></transition></state>`);
  const session = await ChartSession.started(text);
  const outcome = session.step({ name: 'break', data: null });
  expect(outcome).toMatchObject({ kind: 'stepped', done: true });
  expect(session.errors[0]).toMatch(/^the session was ended/);
});
