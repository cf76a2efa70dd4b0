import { describe, expect, test } from 'vitest';

import { compileChart } from '../../src/scxml/compile.ts';
import { ChartSession, noModules, w3c } from '../support/chart-session.ts';

const withData = (expr: string): string =>
  w3c(`<datamodel><data id="d" expr="${expr}"/></datamodel><state id="s">
  <transition event="look"><script>d</script><log expr="typeof d"/></transition></state>`);

describe('what would be lost between two events is said when the document is published', () => {
  test.each([
    ['new Map()', 'an object made by new Map'],
    ['{ seen: new Set([1]) }', 'an object made by new Set'],
    ['[new Customer()]', 'an object made by new Customer'],
    ['missing || /a+/g', 'a regular expression'],
    ["x ? 1 : Symbol('a')", 'a Symbol'],
    ['10n', 'a BigInt'],
  ])('%s', (expr, what) => {
    const { chart, problems } = compileChart({ text: withData(expr), file: 'x', registry: noModules });
    expect(chart).not.toBeNull();
    expect(problems).toMatchObject([
      {
        code: 'data-lost',
        severity: 'warning',
        line: 1,
        message: `${what} is not kept from one event to the next`,
      },
    ]);
  });

  test.each([
    'new Date()',
    '{ a: [1, null] }',
    'function (x) { return new Map(); }',
    'undefined',
    'new Array(3)',
  ])('nothing is said of %s', (expr) => {
    expect(compileChart({ text: withData(expr), file: 'x', registry: noModules }).problems).toEqual([]);
  });
});

describe('by which rule a value is kept', () => {
  test.each([
    ['a date stays a date', 'new Date(5)', 'object', { made: { d: 'new Date("1970-01-01T00:00:00.005Z")' } }],
    ['a function stays a function', 'function () { return 1; }', 'function', { data: {} }],
    ['undefined stays declared', 'undefined', 'undefined', { declared: ['d'] }],
    [
      'an object of a class keeps what is its own',
      '(function () { class C { a = 1; get b() { return 2; } } return new C(); })()',
      'object',
      { data: { d: { a: 1 } } },
    ],
    ['no number is null', 'NaN', 'object', { data: { d: null } }],
  ])('%s', async (_, expr, type, snapshot) => {
    const session = await ChartSession.started(withData(expr));
    expect(session.snapshot).toMatchObject(snapshot);
    expect(session.send('look').logs).toEqual([type]);
  });

  test.each([
    ['a circle', '(function () { var a = {}; a.a = a; return a; })()'],
    ['a BigInt', '[10n]'],
    ['a Map', 'new Map([[1, 2]])'],
    ['a Map deep inside', '{ a: [{ b: new Map() }] }'],
    ['a Set of a class of its own', 'new (class Own extends Set {})()'],
    ['a regular expression', '[/a+/g]'],
    ['bytes', 'new Uint8Array(3)'],
    ['a promise', 'Promise.resolve(1)'],
    ['a Symbol', "Symbol('a')"],
    ['a Symbol deep inside', "{ a: [Symbol('a')] }"],
  ])('%s is undefined, and error.execution', async (_, expr) => {
    const session = await ChartSession.started(withData(expr));
    expect(session.errors).toEqual([expect.stringContaining('d cannot be kept')]);
    expect(session.send('look').logs).toEqual(['undefined']);
  });
});
