import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';

import type { Json } from '../../src/core/json.ts';
import { loadScriptEngine } from '../../src/sandbox/script-runtime.ts';
import type { Chart } from '../../src/scxml/chart/chart.ts';
import { compileChart } from '../../src/scxml/compile.ts';
import type { Library } from '../../src/scxml/engine/family.ts';
import { DataModels } from '../../src/scxml/evaluate/data-models.ts';
import { MixedModels } from '../../src/scxml/evaluate/mixed-models.ts';
import { PlainDataModel } from '../../src/scxml/evaluate/plain-data-model.ts';
import { NotPlain } from '../../src/scxml/evaluate/plain-operators.ts';
import type { StoredSnapshot } from '../../src/scxml/snapshot.ts';
import { stepChart } from '../../src/scxml/step-chart.ts';
import { noModules, w3c } from '../support/chart-session.ts';

beforeAll(loadScriptEngine);

/** One step of a chart that does all of this on the event `go`, as text; null where it takes a script engine. */
function stepped(
  kind: 'plain' | 'mixed' | 'scripted',
  chart: Chart,
  data: Json,
  snapshot: StoredSnapshot | null = null,
): string | null {
  const scripts = new DataModels(noModules, false);
  const plain: Pick<Library, 'use'> = { use: (used, turn) => turn(new PlainDataModel(used)) };
  const models = { plain, mixed: new MixedModels(scripts), scripted: scripts }[kind];
  const library: Library = {
    child: () => {
      throw new Error('nothing is invoked here');
    },
    use: (used, turn) => models.use(used, turn),
  };
  const params = { p: 4, of: { k: 'v' } };
  const inputs = { sessionId: 's1', seq: 1, now: 0, seed: 1, params, reads: {} };
  try {
    return JSON.stringify(stepChart(chart, library, { snapshot, event: { name: 'go', data }, inputs }));
  } catch (error) {
    if (error instanceof NotPlain) return null;
    throw error;
  } finally {
    scripts.dispose();
  }
}

function chartOf(actions: string, script = ''): Chart {
  const text = w3c(`<datamodel><data id="n" expr="2"/><data id="s" expr="'ab'"/><data id="unset"/>
    <data id="o" expr="{ k: 1, in: { deep: [1, 'x', null] } }"/><data id="l" expr="[3, 'y', { z: true }]"/></datamodel>
    ${script}<state id="a"><transition event="go">${actions}<log expr="_event"/></transition></state>`);
  const { chart, problems } = compileChart({ text, file: 'x', registry: noModules, lenient: true });
  if (!chart) throw new Error(problems[0]?.message);
  return chart;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const leaf = fc.constantFrom(
  ...['n', 's', 'o', 'l', 'unset', 'undefined', 'null', 'true', '0', '-1', '1.5', '1e21', '0.1', '""', '"b"'],
  ...[
    '_event',
    '_event.name',
    '_event.data',
    '_event.data.k',
    '_sessionid',
    '_name',
    'missing',
    'o.k',
    'o.gone',
  ],
  ...[
    'o.in.deep',
    'o.constructor',
    's.length',
    'l.length',
    'l[0]',
    'l[n]',
    's[0]',
    's[9]',
    "In('a')",
    'In(n)',
  ],
  ...['[]', '{}', 'Date', 'this', '__scope', 'o.__proto__', 'unset.k', '_x'],
  ...['_x.params', '_x.params.p', '_x.params.of.k', '_x.params.gone', '_x["params"].p'],
);
const operators = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '**',
  '<',
  '>',
  '<=',
  '>=',
  '==',
  '!=',
  '===',
  '!==',
  '&&',
  '||',
  ',',
  'in',
];

const expression = fc.letrec<{ any: string; pair: string; other: string }>((tie) => ({
  any: fc.oneof({ maxDepth: 4 }, leaf, tie('pair'), tie('other')),
  pair: fc
    .tuple(tie('any'), fc.constantFrom(...operators), tie('any'))
    .map(([left, operator, right]) => `((${left}) ${operator} (${right}))`),
  other: fc.oneof(
    tie('any').map((one) => `!(${one})`),
    tie('any').map((one) => `-(${one})`),
    tie('any').map((one) => `typeof (${one})`),
    tie('any').map((one) => `[${one}, 1]`),
    tie('any').map((one) => `{ p: ${one}, 7: 1 }`),
    tie('any').map((one) => `\`<\${${one}}>\``),
    fc.tuple(tie('any'), tie('any')).map(([one, two]) => `(${one} ? ${two} : ${one})`),
    fc.tuple(tie('any'), tie('any')).map(([one, two]) => `(${one})[${two}]`),
  ),
})).any;

const location = fc.constantFrom(
  ...[
    'n',
    's',
    'o',
    'unset',
    'o.k',
    'o.fresh',
    'o.in.deep',
    'o.in.deep[3]',
    'o.in.deep[9]',
    'l[0]',
    'l[3]',
    'l.length',
  ],
  ...[
    'l[n].z',
    'o[s]',
    'o["in"].k',
    'missing',
    '_event.data',
    'o.__proto__',
    'o.toString',
    'n.k',
    'o.constructor.k',
  ],
);

const action = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(location, expression)
      .map(([to, from]) => `<assign location="${escaped(to)}" expr="${escaped(from)}"/>`),
  },
  fc
    .array(fc.tuple(location, expression), { maxLength: 3 })
    .map((given) => `<script>${escaped(given.map(([to, from]) => `${to} = ${from};`).join(' '))}</script>`),
  expression.map((expr) => `<log expr="${escaped(expr)}"/>`),
  expression.map((expr) => `<if cond="${escaped(expr)}"><log expr="'yes'"/><else/><log expr="'no'"/></if>`),
  expression.map(
    (expr) => `<raise event="r"/><send event="x" delay="1s"><param name="p" expr="${escaped(expr)}"/></send>`,
  ),
  fc.constant(
    '<foreach array="l" item="each" index="at"><assign location="n" expr="at"/><log expr="each"/></foreach>',
  ),
);

/** Also what no plain expression does. */
const anyAction = fc.oneof(
  { weight: 3, arbitrary: action },
  fc.constantFrom(
    '<script>n = Math.abs(n) + 1</script>',
    '<script>n = n + 1; s = s.toUpperCase() + n</script>',
    '<script>function f() { return n; } n = 5; s = f() + s</script>',
    '<script>o.f = function () { return n; }; o.in = { deep: [s] }</script>',
    '<assign location="s" expr="[s].concat(l).join()"/>',
    '<log expr="Math.random() + Date.now()"/>',
    '<script>fresh = o; fresh.k = _event.data</script>',
    '<assign location="unset" expr="new Date(n * 1000)"/>',
    '<if cond="Array.isArray(l)"><raise event="r"/></if>',
  ),
);

describe('an expression that needs no script engine says what the script engine says, to the byte', () => {
  test('whatever a step does', () => {
    let plain = 0;
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 4 }), fc.jsonValue(), (actions, data) => {
        const chart = chartOf(actions.join(''));
        const clean = JSON.parse(JSON.stringify(data)) as Json;
        const said = stepped('plain', chart, clean);
        if (said === null) return;
        plain++;
        expect(said).toBe(stepped('scripted', chart, clean));
      }),
      { numRuns: 300 },
    );
    expect(plain).toBeGreaterThan(20);
  });

  test.each([
    ['n + 1'],
    ["n &gt; 1 &amp;&amp; s == 'ab'"],
    ['_event.data.k'],
    ['o.in.deep[1]'],
    ["In('a') ? 'in' : 'out'"],
    ["{ one: n, two: [s, null], 'three 3': true }"],
    ['`${s} of ${n}`'],
  ])('%s', (expr) => {
    const chart = chartOf(`<assign location="unset" expr="${expr}"/>`);
    const said = stepped('plain', chart, { k: 5 });
    expect(said).not.toBeNull();
    expect(said).toBe(stepped('scripted', chart, { k: 5 }));
  });

  test.each([
    ['one assignment after the other', 'n = n + 1; s = s + n; unset = [s];'],
    [
      'a variable that loses its value, and one that gets its first',
      'n = undefined; unset = o.gone; unset = 1',
    ],
    ['what the session was started with', 'o = _x.params; n = _x.params.of.k'],
    ['nothing but a comment', '/* later */'],
  ])('a script: %s', (_, source) => {
    const chart = chartOf(`<script>${source}</script>`);
    const said = stepped('plain', chart, null);
    expect(said).not.toBeNull();
    expect(said).toBe(stepped('scripted', chart, null));
  });

  test('functions that a document declares are there when they are called', () => {
    const chart = chartOf(
      '<if cond="_event.data"><assign location="n" expr="twice(n)"/></if>',
      '<script>function twice(x) { return 2 * x; }</script>',
    );
    const begun = stepped('plain', chart, null);
    expect(begun).not.toBeNull();
    expect(begun).toBe(stepped('scripted', chart, null));
    const { snapshot } = JSON.parse(begun ?? '') as { snapshot: StoredSnapshot };
    const called = stepped('mixed', chart, true, snapshot);
    expect(called).toContain('"n":4');
    expect(called).toBe(stepped('scripted', chart, true, snapshot));
  });
});

describe('a step that needs the script engine in the middle goes over to it, and says the same to the byte', () => {
  const begun = (chart: Chart): StoredSnapshot =>
    (JSON.parse(stepped('scripted', chart, null) ?? '') as { snapshot: StoredSnapshot }).snapshot;

  test('whatever a step does', () => {
    let mixed = 0;
    fc.assert(
      fc.property(fc.array(anyAction, { minLength: 2, maxLength: 5 }), fc.jsonValue(), (actions, data) => {
        const chart = chartOf(actions.join(''));
        const clean = JSON.parse(JSON.stringify(data)) as Json;
        const before = begun(chart);
        const said = stepped('mixed', chart, clean, before);
        if (said === null) return;
        if (stepped('plain', chart, clean, before) === null) mixed++;
        expect(said).toBe(stepped('scripted', chart, clean, before));
      }),
      { numRuns: 60 },
    );
    expect(mixed).toBeGreaterThan(5);
  });

  test('what has been done without it stands', () => {
    const chart = chartOf(
      `<assign location="n" expr="n + 1"/><assign location="o.k" expr="s"/>
        <assign location="s" expr="s.toUpperCase() + n + o.k + _event.data.k"/>`,
    );
    const said = stepped('mixed', chart, { k: 5 }, begun(chart));
    expect(said).toContain('"AB4ab5"');
    expect(said).toBe(stepped('scripted', chart, { k: 5 }, begun(chart)));
  });

  test('a script that needs it is done there from its first line, once', () => {
    const chart = chartOf('<script>n = n + 1; o.k = n; s = s.toUpperCase()</script>');
    const said = stepped('mixed', chart, null, begun(chart));
    expect(said).toContain('"n":4');
    expect(said).toBe(stepped('scripted', chart, null, begun(chart)));
  });

  test.each([
    ['an object with two names', '<assign location="unset" expr="o"/><script>unset.k = 2</script>'],
    ['a loop that is under way', '<foreach array="l" item="each"><script>n++</script></foreach>'],
  ])('%s is left to it from the beginning', (_, actions) => {
    const chart = chartOf(actions);
    expect(stepped('mixed', chart, null, begun(chart))).toBeNull();
  });
});

describe('what only the script engine can say is left to it', () => {
  test.each([
    ['a call', 'o.toString()'],
    ['a constructor', 'o.constructor'],
    ['a prototype', 'o.__proto__'],
    ['a function that makes functions', "[].constructor.constructor('return 1')()"],
    ['an unknown name', 'process'],
    ['a name of the context', 'globalThis'],
    ['which object it is', 'o == l'],
    ['a number that JSON does not know', 'n / 0'],
    ['an assignment', 'n = 3'],
  ])('%s', (_, expr) => {
    expect(stepped('plain', chartOf(`<assign location="unset" expr="${expr}"/>`), null)).toBeNull();
  });

  test('values that double with every assignment', () => {
    for (const doubling of ['location="l" expr="[l, l]"', 'location="s" expr="s + s"'])
      expect(stepped('plain', chartOf(`<assign ${doubling}/>`.repeat(40)), null)).toBeNull();
  });

  test('a text longer than a thread can go along', () => {
    const chart = chartOf(`<assign location="unset" expr="o${'.in'.repeat(100_000)}"/>`);
    expect(stepped('plain', chart, null)).toBeNull();
  });

  test('a change that a second name would show', () => {
    const chart = chartOf('<assign location="unset" expr="o"/><assign location="o.k" expr="9"/>');
    expect(stepped('plain', chart, null)).toBeNull();
    expect(stepped('scripted', chart, null)).toContain('"unset":{"k":9');
  });
});
