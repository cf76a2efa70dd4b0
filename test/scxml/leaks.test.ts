import fc from 'fast-check';
import { expect, test } from 'vitest';

import { ChartHost } from '../../src/scxml/chart-host.ts';
import { ChartSession, w3c } from '../support/chart-session.ts';

/** What a session of any of these documents might leave behind, or find. */
const document = (actions: string[]): string =>
  w3c(`<datamodel><data id="n" expr="0"/><data id="o" expr="{ k: 1, list: [1, 2, 3] }"/><data id="s" expr="'text'"/></datamodel>
    <script><![CDATA[
      var kept = 0;
      function count() { count.calls = (count.calls || 0) + 1; return count.calls; }
      function next(text) { const finder = /t/g; finder.lastIndex = text.length > 3 ? 2 : 0; return finder.test(text) + ':' + finder.lastIndex; }
    ]]></script>
    <state id="s"><transition event="go">${actions.join('')}</transition>
      <transition event="error.execution"><log expr="n + ':' + typeof leak"/></transition></state>`);

const script = (text: string): string => `<script><![CDATA[${text}]]></script>`;

/** Each tries to change something that all sessions share, or says what it sees of that. */
const attempts = [
  'leak = n',
  'globalThis.leak = s; n = typeof leak',
  'try { Object.prototype.leak = n } catch (e) { s = String(e) }',
  'o.__proto__.leak = 1',
  'o.__proto__ = { leak: n }; s = String(o.leak)',
  'Array.prototype.push = function () { return "mine" }; o.list.push(n)',
  'Math.random = () => 0; Date.now = () => 0; s = String(Math.random() + Date.now())',
  'Symbol.for("leak").description; Symbol.leak = 1; globalThis[Symbol.for("leak")] = n',
  's = String(globalThis[Symbol.for("leak")]) + Object.getOwnPropertySymbols(globalThis).length',
  'Error.prepareStackTrace = () => { leak = 1 }; s = typeof Error.prepareStackTrace; new Error().stack',
  'Error.stackTraceLimit = 1; s = String(Error.stackTraceLimit)',
  'String.prototype.trim = () => "mine"; s = " a ".trim()',
  'Object.defineProperty(o, "g", { enumerable: true, configurable: true, get() { leak = n; return 1 } }); s = "" + o.g',
  'o.toJSON = function () { leak = "from toJSON"; return { k: 5 } }',
  'kept = count()',
  's = next(s) + next("two") + kept',
  'const closed = n; o.f = () => closed + kept',
  's = o.f ? String(o.f) : "none"',
  'RegExp.prototype.leak = 1; /(x)?/.exec(s); s += RegExp.$1',
  'Promise.resolve().then(() => { leak = 1 })',
  'eval("var inEval = n"); s = typeof inEval',
  'n = Object.keys(globalThis).length + Reflect.ownKeys(globalThis).length',
  'for (const key in o) n += key.length',
  'delete _event; In.leak = 1; s = typeof In.leak + typeof _event',
  'try { Object.getOwnPropertyDescriptor(Object.getPrototypeOf(__scope), "_event").get.leak = 1 } catch (e) { s = e.name }',
  's = typeof Object.getOwnPropertyDescriptor(Object.getPrototypeOf(__scope), "_event").get.leak',
  'try { Object.getPrototypeOf(__scope).leak = n } catch (e) { s = e.name }',
  'arguments.callee.leak = n; s = typeof arguments.callee.leak',
  'Object.setPrototypeOf(globalThis, { leak: 1 })',
  'Object.defineProperty(globalThis, "leak", { value: n })',
  'throw Object.defineProperty(new Error("a"), "message", { get() { leak = 1; return "b" } })',
  's = typeof leak + typeof inEval + typeof ({}).leak + typeof [].leak + typeof (() => 1).leak',
  'while (n === 1) {}',
];
const action = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...attempts).map(script) },
  fc.constantFrom(
    '<assign location="n" expr="n + 1"/>',
    '<assign location="o.k" expr="count() + Math.random()"/>',
    '<assign location="o.list[0]" expr="typeof leak"/>',
    '<log expr="Date.now() + s + Math.random()"/>',
    '<foreach array="o.list" item="each"><assign location="kept" expr="each"/></foreach>',
  ),
);

const steps = fc.array(fc.constantFrom('first' as const, 'second' as const), { minLength: 2, maxLength: 6 });

test('two sessions that take turns in one context say what each says alone, to the byte', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 5 }), steps, async (actions, order) => {
      const text = document(actions);
      const host = await ChartHost.create();
      const together = {
        first: await ChartSession.started(text, { host, sessionId: 'first', seed: 1 }),
        second: await ChartSession.started(text, { host, sessionId: 'second', seed: 2 }),
      };
      for (const who of order) together[who].send('go', order.length);
      for (const [who, seed] of [
        ['first', 1],
        ['second', 2],
      ] as const) {
        const alone = await ChartSession.started(text, { sessionId: who, seed });
        for (const one of order) if (one === who) alone.send('go', order.length);
        expect(JSON.stringify(together[who].snapshot)).toBe(JSON.stringify(alone.snapshot));
        expect(JSON.stringify(together[who].trace)).toBe(JSON.stringify(alone.trace));
      }
    }),
    { numRuns: 25 },
  );
});

test.each(attempts)('each alone: %s', async (attempt) => {
  const text = document([script(attempt), '<log expr="typeof leak + s + n"/>']);
  const host = await ChartHost.create();
  await ChartSession.started(text, { host, sessionId: 'other' }).then((other) => other.send('go').send('go'));
  const after = (await ChartSession.started(text, { host })).send('go').send('go');
  const alone = (await ChartSession.started(text)).send('go').send('go');
  expect(JSON.stringify([after.snapshot, after.trace])).toBe(JSON.stringify([alone.snapshot, alone.trace]));
});
