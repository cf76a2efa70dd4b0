import { expect, test } from 'vitest';

import { ChartSession, w3c } from '../support/chart-session.ts';

const call = w3c(`
  <parallel id="call">
    <transition event="done.state.call" target="over"/>
    <transition event="abort" target="aborted"/>
    <state id="voice"><state id="talking"><transition event="mute" target="muted"/></state>
      <state id="muted"><transition event="end" target="voiceOver"/></state><final id="voiceOver"/></state>
    <state id="screen"><state id="dark"><transition event="mute" target="lit"/></state>
      <state id="lit"><transition event="end" target="screenOver"/></state><final id="screenOver"/></state>
  </parallel>
  <state id="over"/><state id="aborted"/>`);

test('all regions are active at once', async () => {
  expect((await ChartSession.started(call)).states).toEqual(['call', 'voice', 'talking', 'screen', 'dark']);
});

test('one event moves every region that waits for it', async () => {
  expect((await ChartSession.started(call)).send('mute').leaves).toEqual(['muted', 'lit']);
});

test('when every region is final the parallel is done', async () => {
  const session = (await ChartSession.started(call)).send('mute').send('end');
  expect(session.states).toEqual(['over']);
});

test('leaving the parallel leaves all regions, the last in the document first', async () => {
  const session = (await ChartSession.started(call)).send('mute').send('abort');
  expect(session.states).toEqual(['aborted']);
  const left = session.trace.flatMap((item) => (item.kind === 'exit' ? [item.state] : []));
  expect(left.slice(2)).toEqual(['lit', 'screen', 'muted', 'voice', 'call']);
});

test('of two transitions that leave the same state the one first in the document is taken', async () => {
  const session = await ChartSession.started(
    w3c(`<parallel id="p">
      <state id="a"><transition event="go" target="x"/></state>
      <state id="b"><transition event="go" target="y"/></state></parallel>
      <state id="x"/><state id="y"/>`),
  );
  expect(session.send('go').states).toEqual(['x']);
});

test('a transition deeper inside wins over one of the states around it', async () => {
  const session = await ChartSession.started(
    w3c(`<parallel id="p"><transition event="go" target="x"/>
      <state id="a"><state id="a1"/></state>
      <state id="b"><state id="b1"><transition event="go" target="b2"/></state><state id="b2"/></state></parallel>
      <state id="x"/>`),
  );
  expect(session.send('go').leaves).toEqual(['a1', 'b2']);
});

test('In() tells whether another region is where it should be', async () => {
  const session = await ChartSession.started(
    w3c(`<parallel id="p">
      <state id="a"><state id="a1"><transition event="go" target="a2"/></state><state id="a2"/></state>
      <state id="b"><state id="b1"><transition cond="In('a2')" target="b2"/></state><state id="b2"/></state></parallel>`),
  );
  expect(session.leaves).toEqual(['a1', 'b1']);
  expect(session.send('go').leaves).toEqual(['a2', 'b2']);
});
