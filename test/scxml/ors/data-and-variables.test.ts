import fc from 'fast-check';
import { expect, test } from 'vitest';

import { ChartSession, ors } from '../../support/chart-session.ts';

const shared = `<datamodel><data id="system" expr="new Object()"/></datamodel>
  <state id="s"><onentry><script>var system = new Object(); system.list = []; _data.system.context = system;</script></onentry>
    <transition event="set"><assign location="system.id" expr="_event.data"/>
      <script>_data.system.context.list.push(_event.data);</script></transition>
    <transition event="look"><log expr="system.id + _data.system.context.id + system.list.join() + (system === _data.system.context)"/></transition>
  </state>`;

test('a variable of a script is another thing than the data of its name', async () => {
  const session = await ChartSession.started(ors(shared));
  session.send('set', 'a').send('set', 'b').send('look');
  expect(session.errors).toEqual([]);
  expect(session.logs).toEqual(['bba,btrue']);
});

test('data go by their plain name where no script has a variable of it', async () => {
  const session = await ChartSession.started(
    ors(`<datamodel><data id="n" expr="1"/></datamodel><state id="s"><transition event="e">
      <script>n = n + 1; var other = n;</script><log expr="_data.n + ' ' + other"/></transition></state>`),
  );
  expect(session.send('e').send('e').logs).toEqual(['2 2', '3 3']);
});

test('one object under several names stays one from event to event', async () => {
  const session = await ChartSession.started(
    ors(`<script>var a = { inner: { n: 0 } }; var b = a; var c = [a.inner, 'x'];</script><state id="s">
      <transition event="more"><script>b.inner.n++;</script></transition>
      <transition event="look"><log expr="[a.inner.n, c[0].n, a === b, c[0] === b.inner].join()"/></transition></state>`),
  );
  expect(session.send('more').send('more').send('look').logs).toEqual(['2,2,true,true']);
});

test('what only looks alike stays apart', async () => {
  const session = await ChartSession.started(
    ors(`<script>var a = { n: 1 }; var b = { n: 1 };</script><state id="s">
      <transition event="e"><script>a.n++;</script><log expr="a.n + ',' + b.n"/></transition></state>`),
  );
  expect(session.send('e').logs).toEqual(['2,1']);
});

test('dates and functions are kept at any depth', async () => {
  const session = await ChartSession.started(
    ors(`<script>var o = { a: { b: [new Date(5), function () { return 'f'; }] }, '=x.y': { z: new Date(6) } };</script>
      <state id="s"><transition event="e"><log expr="o.a.b[0].getTime() + o.a.b[1]() + o['=x.y'].z.getTime()"/></transition></state>`),
  );
  expect(session.send('x').send('e').logs).toEqual(['5f6']);
});

test('a circle is unset, as anywhere', async () => {
  const session = await ChartSession.started(
    ors(`<script>var a = {}; a.self = a; var fine = 1;</script><state id="s"/>`),
  );
  expect(session.data).toEqual({ fine: 1 });
  expect(session.errors).toEqual([expect.stringMatching(/a cannot be kept: circular reference/)]);
});

test('any data come back as they were', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (value) => {
      const session = await ChartSession.started(
        ors(`<state id="s"><transition event="e"><script>kept = _event.data; again = [kept, { deep: kept }];</script></transition>
          <transition event="look"><log expr="JSON.stringify(again) == JSON.stringify([kept, { deep: kept }])"/></transition></state>`),
      );
      const data = { value: value as null };
      expect(session.send('e', data).send('x').send('look').logs).toEqual(['true']);
      expect(session.data['kept']).toEqual(JSON.parse(JSON.stringify(data)));
    }),
    { numRuns: 60 },
  );
});
