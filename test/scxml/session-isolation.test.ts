import { describe, expect, test } from 'vitest';

import { ChartHost } from '../../src/scxml/chart-host.ts';
import { ChartSession, w3c } from '../support/chart-session.ts';

const chart = w3c(`<script>function helper() { return 1; }</script><state id="s">
  <transition event="do"><script>eval(_event.data);</script></transition>
  <transition event="look"><log expr="eval(_event.data)"/></transition></state>`);

describe('nothing of one session of a chart is seen by the next', () => {
  test.each([
    ['an implicit global', 'leak = 1', 'typeof leak'],
    ['a property of the global object', 'globalThis.leak = 1', 'typeof globalThis.leak'],
    [
      'a locked property of the global object',
      'Object.defineProperty(globalThis, "leak", { value: 1 })',
      'typeof globalThis.leak',
    ],
    ['a prototype of the global object', 'Object.setPrototypeOf(globalThis, { leak: 1 })', 'typeof leak'],
    [
      'a global function',
      '(0, eval)("function leak() {} var leak2 = 1; let leak3 = 1")',
      'typeof leak + typeof leak2 + typeof leak3',
    ],
    ['a variable', '__scope.leak = 1', 'typeof leak'],
    ['a property of every object', 'Object.prototype.leak = 1', 'typeof ({}).leak'],
    ['a property of a compiled script', 'arguments.callee.leak = 1', 'typeof arguments.callee.leak'],
    ['a property of a system function', 'In.leak = 1', 'typeof In.leak'],
    [
      'a property of system data',
      '_genesys.leak = 1; _x.leak = 1; _event.leak = 1',
      'typeof _genesys.leak + typeof _x.leak + typeof _event.leak',
    ],
    ['a frozen scope', 'Object.freeze(__scope)', '(__scope.fresh = 1, typeof leak)'],
    ['a property of a function of the document', 'helper.leak = 1', 'typeof helper.leak'],
    [
      'a symbol of the global object',
      'globalThis[Symbol.for("leak")] = 1',
      'typeof globalThis[Symbol.for("leak")]',
    ],
    ['something to be done later', 'Promise.resolve().then(() => { leak = 1 })', 'typeof leak'],
  ])('%s', async (_, leak, look) => {
    const host = await ChartHost.create();
    const first = await ChartSession.started(chart, { host, sessionId: 'first' });
    const second = await ChartSession.started(chart, { host, sessionId: 'second' });
    first.send('do', leak);
    second.send('look', look);
    expect(second.logs[0]).toMatch(/^(undefined)+$/);
  });
});

test('two sessions keep their own variables while they take turns', async () => {
  const host = await ChartHost.create();
  const counter = w3c(`<datamodel><data id="n" expr="0"/></datamodel><state id="s">
    <transition event="add"><assign location="n" expr="n + _event.data"/></transition></state>`);
  const one = await ChartSession.started(counter, { host, sessionId: 'one' });
  const two = await ChartSession.started(counter, { host, sessionId: 'two' });
  one.send('add', 1);
  two.send('add', 10);
  one.send('add', 1);
  expect([one.data, two.data]).toEqual([{ n: 2 }, { n: 10 }]);
});

test('a scripted time or chance is the same for a session wherever it is stepped', async () => {
  const text = w3c(
    `<state id="s"><transition event="draw"><log expr="Math.random() + ' ' + Date.now()"/></transition></state>`,
  );
  const host = await ChartHost.create();
  const one = await ChartSession.started(text, { host });
  const two = await ChartSession.started(text);
  (await ChartSession.started(text, { host, seed: 5 })).send('draw').send('draw');
  expect(one.send('draw').logs).toEqual(two.send('draw').logs);
});
