import fc from 'fast-check';
import { expect, test } from 'vitest';

import { ChartSession, ors, w3c } from '../../support/chart-session.ts';

async function logged(expression: string): Promise<string | undefined> {
  const expr = expression.replace(
    /[&<"]/g,
    (one) => ({ '&': '&amp;', '<': '&lt;', '"': '&quot;' })[one] ?? one,
  );
  const session = await ChartSession.started(
    ors(`<state id="s"><onentry><log expr="${expr}"/></onentry></state>`),
  );
  expect(session.errors).toEqual([]);
  return session.logs[0];
}

test.each([
  [
    "uneval({ a: 1, 'b-c': [true, null, undefined], d: { e: 'x' } })",
    '({a:1, "b-c":[true, null, (void 0)], d:{e:"x"}})',
  ],
  ["uneval('it\\'s')", '"it\'s"'],
  ["'text'.toSource()", '(new String("text"))'],
  ['(5).toSource()', '(new Number(5))'],
  ['[1, [2]].toSource()', '[1, [2]]'],
  ['new Date(5).toSource()', '(new Date(5))'],
  ['/a\\/b/gi.toSource()', '/a\\/b/gi'],
  ["new TypeError('no').toSource()", '(new TypeError("no"))'],
  ['(function f(a) { return a; }).toSource()', '(function f(a) { return a; })'],
  ['uneval(-0)', '-0'],
  ['uneval(null)', 'null'],
  ['uneval()', '(void 0)'],
  [
    '(function () { var o = { a: 1 }; o.self = o; o.list = [o]; return o; })().toSource()',
    '({a:1, self:{}, list:[{}]})',
  ],
])('%s is %s', async (expression, expected) => {
  expect(await logged(expression)).toBe(expected);
});

test('an event tells its source', async () => {
  const session = await ChartSession.started(
    ors('<state id="s"><transition event="*"><log expr="_event.toSource()"/></transition></state>'),
  );
  expect(session.send('x.y', { n: 1 }).logs).toEqual([
    expect.stringMatching(/^\(\{name:"x\.y", type:"external", .*data:\{n:1\}/),
  ]);
});

test('an object may have a toSource of its own', async () => {
  expect(await logged("({ toSource: 'mine' }).toSource")).toBe('mine');
});

test('what it says makes the same value again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), async (value) => {
      const session = await ChartSession.started(
        ors(
          '<state id="s"><transition event="e"><script>again = eval("(" + uneval(_event.data) + ")");</script></transition></state>',
        ),
      );
      expect(session.send('e', { value: value as null }).data['again']).toEqual({
        value: JSON.parse(JSON.stringify(value)) as unknown,
      });
    }),
    { numRuns: 60 },
  );
});

test('documents of SCXML 1.0 have neither', async () => {
  const text = w3c(
    '<state id="s"><onentry><log expr="typeof uneval + typeof ({}).toSource"/></onentry></state>',
  );
  expect((await ChartSession.started(text)).logs).toEqual(['undefinedundefined']);
});
