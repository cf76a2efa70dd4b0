import { describe, expect, test } from 'vitest';

import { ChartSession, ors, w3c } from '../../support/chart-session.ts';
import { IXN, phoneModule } from '../a-module.ts';

const started = (text: string): Promise<ChartSession> =>
  ChartSession.started(text, { registry: phoneModule });
const sender = `<script>var name = 'ring';</script><state id="s">
  <onentry><send event="name + '.now'" target="_sessionid" targettype="'scxml'" delay="2 + 's'"/></onentry></state>`;

describe('a document is of the ORS kind', () => {
  const namespace = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" ${IXN}>`;
  test.each([
    ['with a profile', ors(sender), 'ring.now'],
    [
      'with an ORS element and no datamodel',
      `${namespace}${sender}<state id="t"><onentry><ixn:submit/></onentry></state></scxml>`,
      'ring.now',
    ],
    [
      'never with a datamodel',
      w3c(sender.replace(/delay="[^"]*"|targettype="[^"]*"|target="[^"]*"/g, ''), IXN),
      undefined,
    ],
  ])('%s', async (_, text, name) => {
    expect((await started(text)).snapshot?.timers[0]?.event.name).toBe(name);
  });
});

test('attributes of send are expressions, and those of cancel', async () => {
  const session = await started(
    ors(`<state id="s"><onentry><send sendid="t1" event="'x'" delay="'5s'"/></onentry>
      <transition event="stop"><cancel sendid="'t' + 1"/></transition></state>`),
  );
  expect(session.snapshot?.timers).toMatchObject([{ dueAt: session.now + 5000, event: { name: 'x' } }]);
  expect(session.send('stop').snapshot?.timers).toEqual([]);
});

test('_data is the data, to read and to assign', async () => {
  const session = await started(
    ors(`<datamodel><data id="n" expr="1"/></datamodel><state id="s"><onentry>
      <assign location="_data.n" expr="_data.n + 1"/><assign location="_data.fresh" expr="n"/>
      <script>_data.made = _data['n'] * 2;</script></onentry></state>`),
  );
  expect(session.errors).toEqual([]);
  expect(session.data).toEqual({ n: 2, fresh: 2, made: 4 });
});

test('_data itself cannot be assigned, and is nothing in other documents', async () => {
  const assign = '<state id="s"><onentry><assign location="_data" expr="1"/></onentry></state>';
  expect((await started(ors(assign))).errors).toHaveLength(1);
  const other = await started(
    w3c('<state id="s"><onentry><assign location="_data.x" expr="1"/></onentry></state>'),
  );
  expect(other.errors).toHaveLength(1);
});

test('variables of a script belong to the session', async () => {
  const session = await started(
    ors(`<script>var ixnid; var count = 0; function more() { count++; }</script>
      <state id="s"><transition event="go"><script>ixnid = _event.data.id; more(); var here = 1;</script></transition>
        <transition event="look"><log expr="ixnid + count + here"/></transition></state>`),
  );
  expect(session.send('go', { id: 'c1' }).send('look').logs).toEqual(['c111']);
});

test('raise carries params', async () => {
  const session = await started(
    ors(`<state id="s"><onentry><raise event="x"><param name="n" expr="1 + 1"/></raise></onentry>
      <transition event="x"><log expr="_event.data.n"/></transition></state>`),
  );
  expect(session.logs).toEqual(['2']);
});

test('a label of a log may be quoted', async () => {
  const session = await started(
    ors(
      `<state id="s"><onentry><log label="'a' + 'b'" expr="1" level="1"/><log label="plain" expr="2"/></onentry></state>`,
    ),
  );
  expect(session.trace.filter(({ kind }) => kind === 'log')).toMatchObject([
    { label: 'ab' },
    { label: 'plain' },
  ]);
});
