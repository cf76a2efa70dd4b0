import { describe, expect, test } from 'vitest';

import { ChartHost } from '../../src/scxml/chart-host.ts';
import { ChartSession, w3c } from '../support/chart-session.ts';

const guarded = (script: string): string =>
  w3c(`<datamodel><data id="n" expr="0"/></datamodel><state id="s">
    <transition event="go"><assign location="n" expr="n + 1"/><script><![CDATA[${script}]]></script>
      <assign location="n" expr="100"/></transition>
    <transition event="error.execution" target="told"/></state>
    <state id="told"><onentry><send id="t" event="late" delay="1h"/></onentry>
      <transition event="look"><log expr="n"/></transition></state>`);

describe('a script that is cut off is error.execution in its session, which goes on', () => {
  test.each([
    ['a loop', 'while (true) {}', /limit of 500 interrupts/],
    ['a memory bomb', 'const all = []; while (true) all.push({})', /limit of 16777216 bytes/],
    ['a large array', 'new Array(2 ** 27).fill(0)', /limit of 16777216 bytes/],
    ['a deep recursion', '(function deep() { return deep() + 1; })()', /stack overflow/],
    [
      'a catastrophic regular expression',
      '/(a|b|ab)*c/.test("ab".repeat(100000))',
      /limit of 500 interrupts/,
    ],
  ])('%s', async (_, script, message) => {
    const session = (await ChartSession.started(guarded(script))).send('go');
    expect(session.states).toEqual(['told']);
    expect(session.errors).toEqual([expect.stringMatching(message)]);
    expect(session.data['n']).toBe(1);
    expect(session.send('look').logs).toEqual(['1']);
  });
});

test('a second script that is cut off in the same step ends the session, which says why', async () => {
  const text = w3c(`<state id="s"><onentry><send event="late" delay="1h"/></onentry>
    <transition event="go"><script>while (true) {}</script></transition>
    <transition event="error.execution"><script>while (true) {}</script></transition></state>`);
  const session = await ChartSession.started(text);
  const key = session.snapshot?.timers[0]?.key;
  const outcome = session.step({ name: 'go', data: null });
  expect(outcome).toMatchObject({
    kind: 'stepped',
    done: true,
    actions: [],
    timers: { set: [], clear: [key] },
  });
  expect(session.errors).toEqual(['the session was ended: a script went over its limit of 500 interrupts']);
  expect(session.states).toEqual(['s']);
});

test('what a script did to the data before it was cut off is undone', async () => {
  const session = await ChartSession.started(
    w3c(`<script>var all = []; var kept = { date: new Date(5) };</script><state id="s">
      <transition event="go"><assign location="kept.n" expr="1"/><script>kept.n = 2; while (true) all.push({});</script></transition>
      <transition event="error.execution"><log expr="all.length + ' ' + kept.n + ' ' + kept.date.getTime()"/></transition></state>`),
  );
  session.send('go');
  expect(session.snapshot).toMatchObject({ done: false, data: { all: [], kept: { n: 1 } } });
  expect(session.logs).toEqual(['0 1 5']);
});

test('a session whose neighbour was cut off is not touched', async () => {
  const host = await ChartHost.create();
  const [good, bad] = await Promise.all([
    ChartSession.started(guarded('if (_event.data) while (true) {}'), { host, sessionId: 'good' }),
    ChartSession.started(guarded('if (_event.data) while (true) {}'), { host, sessionId: 'bad' }),
  ]);
  expect(bad.send('go', true).states).toEqual(['told']);
  expect(good.send('go', false).data).toEqual({ n: 100 });
});

test('where a script is cut off does not depend on what ran before in the same context', async () => {
  const text = w3c(`<datamodel><data id="n" expr="0"/></datamodel><state id="s">
    <transition event="work"><script><![CDATA[for (var i = 0; i < _event.data; i++) {}]]></script></transition>
    <transition event="go"><script><![CDATA[for (n = 0; n < 2000000; n++) {}]]></script></transition></state>`);
  const host = await ChartHost.create();
  const fresh = (await ChartSession.started(text)).send('go');
  const used = await ChartSession.started(text, { host });
  for (const load of [1000, 70_000, 3000]) used.send('work', load);
  expect(used.send('go').data['n']).toBe(fresh.data['n']);
  expect(used.errors).toEqual(fresh.errors);
});
