import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';

import { ChartHost } from '../../src/scxml/chart-host.ts';
import { compileChart } from '../../src/scxml/compile.ts';
import { ChartSession, w3c } from '../support/chart-session.ts';
import { phoneModule } from './a-module.ts';

let host: ChartHost;
beforeAll(async () => {
  host = await ChartHost.create();
});

/** Whatever is not refused can be stepped, and neither throws. */
async function withstands(text: string): Promise<void> {
  const { chart, problems } = compileChart({ text, file: 'x', registry: phoneModule, lenient: true });
  if (!chart) {
    expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
    for (const { line, column } of problems) expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
    return;
  }
  const session = await ChartSession.started(text, { host, registry: phoneModule });
  session.send('go', { n: 1 }).advance(10_000).send('error.x');
}

const names = [
  'scxml',
  'state',
  'parallel',
  'final',
  'history',
  'initial',
  'transition',
  'onentry',
  'onexit',
  'datamodel',
];
const actions = [
  'data',
  'donedata',
  'content',
  'param',
  'if',
  'elseif',
  'else',
  'foreach',
  'raise',
  'log',
  'assign',
  'script',
  'send',
  'cancel',
];
const attributes = [
  'id',
  'initial',
  'event',
  'cond',
  'target',
  'type',
  'expr',
  'location',
  'array',
  'item',
  'delay',
  'sendid',
  'name',
  'constructor',
];
const values = [
  'a',
  'b',
  'a b',
  'go',
  '*',
  'error',
  '1',
  '[1,2]',
  'missing',
  '1 +',
  '',
  'deep',
  'internal',
  '#_internal',
  '1s',
  '{}',
  'In("a")',
  '__proto__',
  'throw 1',
  'a = {}; a.a = a',
];

interface Tree {
  name: string;
  attributes: Record<string, string>;
  children: Tree[];
  text: string;
}

const element = {
  name: fc.constantFrom(...names, ...actions),
  attributes: fc.dictionary(fc.constantFrom(...attributes), fc.constantFrom(...values), { maxKeys: 4 }),
  text: fc.constantFrom('', '', 'text', 'x = 1;'),
};

const tree = fc.letrec<{ tree: Tree; leaf: Tree; branch: Tree }>((tie) => ({
  tree: fc.oneof({ maxDepth: 5, depthSize: 'small' }, tie('leaf'), tie('branch')),
  leaf: fc.record({ ...element, children: fc.constant([]) }),
  branch: fc.record({ ...element, children: fc.array(tie('tree'), { maxLength: 4 }) }),
})).tree;

function xmlOf({ name, attributes: its, children, text }: Tree): string {
  const list = Object.entries(its).map(([key, value]) => ` ${key}="${value.replaceAll('"', '&quot;')}"`);
  return `<${name}${list.join('')}>${text}${children.map(xmlOf).join('')}</${name}>`;
}

describe('no document brings anything down', () => {
  test('any text', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), withstands));
  });

  test('any arrangement of elements', async () => {
    const documents = fc.array(tree, { maxLength: 5 }).map((children) => w3c(children.map(xmlOf).join('')));
    await fc.assert(fc.asyncProperty(documents, withstands), { numRuns: 150 });
  });

  test('a real document with a piece cut out or put in', async () => {
    const real = readFileSync(new URL('../../dialogs/callback.scxml', import.meta.url), 'utf8');
    const cut = fc.tuple(
      fc.nat(real.length),
      fc.nat(40),
      fc.constantFrom('', '"', '<', '>', '&', '/>', '<!--', ']]>', '\0', '\u{1f4a9}'),
    );
    const documents = cut.map(([at, length, put]) => real.slice(0, at) + put + real.slice(at + length));
    await fc.assert(fc.asyncProperty(documents, withstands), { numRuns: 60 });
  });

  test.each([
    ['elements without end', '<a>'.repeat(100_000)],
    ['closed elements without end', `${'<state>'.repeat(5000)}${'</state>'.repeat(5000)}`],
    ['attributes without end', `<scxml ${Array.from({ length: 5000 }, (_, at) => `a${at}="1"`).join(' ')}/>`],
    [
      'entities that grow',
      `<!DOCTYPE l [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}">]><scxml>&b;</scxml>`,
    ],
    ['an external entity', '<!DOCTYPE l SYSTEM "file:///etc/passwd"><scxml/>'],
    ['a document too long', ' '.repeat(5 * 1024 * 1024)],
    ['brackets without end', w3c(`<state><onentry><log expr="${'['.repeat(50_000)}"/></onentry></state>`)],
    ['a chain without end', w3c(`<script>var a = b${'.b'.repeat(100_000)};</script><state/>`)],
    [
      'data without end',
      w3c(`<datamodel><data id="d">${'['.repeat(50_000)}${']'.repeat(50_000)}</data></datamodel><state/>`),
    ],
    ['more mistakes than anyone wants', `<scxml>${'&x;'.repeat(5000)}</scxml>`],
  ])('%s', async (_, text) => {
    await withstands(text);
    expect(compileChart({ text, file: 'x', registry: phoneModule }).problems.length).toBeLessThanOrEqual(
      5100,
    );
  });
});

describe('no event brings a session down', () => {
  const chart = w3c(`<datamodel><data id="all" expr="[]"/></datamodel><state id="s">
    <transition event="*"><script>all.push(_event.data);</script><log expr="_event.name"/></transition></state>`);

  test('any name and data', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.jsonValue(), async (name, data) => {
        const session = await ChartSession.started(chart, { host });
        const clean = JSON.parse(JSON.stringify(data)) as never;
        session.send(name, clean);
        expect(session.data).toEqual({ all: clean === null ? [null] : [clean] });
      }),
      { numRuns: 60 },
    );
  });

  test('data too deep to be seen by a script: the event comes without', async () => {
    let deep: never[] = [];
    for (let depth = 0; depth < 2000; depth++) deep = [deep] as never[];
    const session = (await ChartSession.started(chart, { host })).send('deep', deep);
    expect(session.logs).toEqual(['deep', 'error.execution']);
    expect(session.snapshot?.done).toBe(false);
  });
});
