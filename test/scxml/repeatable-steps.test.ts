import fc from 'fast-check';
import { expect, test } from 'vitest';

import { ChartHost } from '../../src/scxml/chart-host.ts';
import { ChartSession, w3c } from '../support/chart-session.ts';
import { IXN, phoneModule } from './a-module.ts';

const chart = w3c(
  `<datamodel><data id="n" expr="0"/><data id="seen" expr="{}"/><data id="rid"/></datamodel>
  <script>var draw = function () { return Math.random(); }; function add(by) { n += by; }</script>
  <parallel id="all">
    <state id="left" initial="l1">
      <history id="was" type="deep"><transition target="l1"/></history>
      <state id="l1"><transition event="a" target="l2"><script>add(1);</script></transition></state>
      <state id="l2"><onentry><send id="t" event="late" delayexpr="(n % 3 + 1) + 's'"/></onentry>
        <onexit><cancel sendid="t"/></onexit>
        <transition event="late" target="l1"/><transition event="b" target="l1"/></state>
    </state>
    <state id="right">
      <state id="r1"><transition event="a b" cond="n % 2 == 1" target="r2"/></state>
      <state id="r2"><onentry><ixn:redirect requestid="rid" interactionid="n" to="draw()"/></onentry>
        <transition event="c" target="r1"><script>seen[_event.name + n] = [Date.now(), draw(), new Date()];</script></transition></state>
    </state>
    <transition event="d" target="out"/>
  </parallel>
  <state id="out"><onentry><raise event="inner"/></onentry>
    <transition event="c"><script>missing();</script></transition><transition event="a" target="was"/></state>`,
  IXN,
);

const moves = fc.array(
  fc.oneof(
    fc.constantFrom('a', 'b', 'c', 'd', 'e').map((event) => ({ event })),
    fc.nat(3000).map((wait) => ({ wait })),
  ),
  { maxLength: 25 },
);

async function play(list: ({ event: string } | { wait: number })[], host: ChartHost): Promise<ChartSession> {
  const session = await ChartSession.started(chart, { host, registry: phoneModule });
  for (const move of list) {
    if ('event' in move) session.send(move.event, { at: move.event });
    else session.advance(move.wait);
  }
  return session;
}

test('the same inputs give the same bytes, whatever ran before in the same context', async () => {
  const host = await ChartHost.create();
  await fc.assert(
    fc.asyncProperty(moves, moves, async (list, others) => {
      const first = await play(list, host);
      await play(others, host);
      const again = await play(list, host);
      const bytes = ({ snapshot, actions, trace }: ChartSession): string =>
        JSON.stringify({ snapshot, actions, trace });
      expect(bytes(again)).toBe(bytes(first));
    }),
    { numRuns: 40 },
  );
});

test('each step can be taken again from its own request', async () => {
  const host = await ChartHost.create();
  const fresh = await ChartHost.create();
  fresh.load({ key: chart, text: chart, registry: phoneModule });
  await fc.assert(
    fc.asyncProperty(moves, async (list) => {
      const { requests } = await play(list, host);
      for (const request of requests)
        expect(JSON.stringify(fresh.step(chart, request))).toBe(JSON.stringify(host.step(chart, request)));
    }),
    { numRuns: 15 },
  );
});

test('a step leaves what it was given as it was', async () => {
  const host = await ChartHost.create();
  const { requests } = await play([{ event: 'a' }, { event: 'c' }, { event: 'd' }], host);
  for (const request of requests) {
    const before = JSON.stringify(request);
    host.step(chart, request);
    expect(JSON.stringify(request)).toBe(before);
  }
});

test('a configuration is always a legal one', async () => {
  const host = await ChartHost.create();
  await fc.assert(
    fc.asyncProperty(moves, async (list) => {
      const { states } = await play(list, host);
      if (states.includes('out')) expect(states).toEqual(['out']);
      else {
        const [left, right] = [
          states.filter((id) => /^l\d/.test(id)),
          states.filter((id) => /^r\d/.test(id)),
        ];
        expect([left.length, right.length]).toEqual([1, 1]);
        expect(states).toEqual(['all', 'left', left[0], 'right', right[0]]);
      }
    }),
    { numRuns: 30 },
  );
});
