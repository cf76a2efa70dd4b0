import { expect, test } from 'vitest';

import { ChartSession, w3c } from '../support/chart-session.ts';

const journey = w3c(`
  <state id="home">
    <transition event="leave" target="away"/>
  </state>
  <state id="away" initial="train">
    <onentry><log expr="'into away'"/></onentry>
    <onexit><log expr="'out of away'"/></onexit>
    <transition event="return" target="home"/>
    <state id="bus"/>
    <state id="train">
      <onentry><log expr="'into train'"/></onentry>
      <onexit><log expr="'out of train'"/></onexit>
      <transition event="change" target="bus"/>
      <transition event="return" cond="false" target="bus"/>
    </state>
  </state>`);

test('without an initial state the first one is entered', async () => {
  expect((await ChartSession.started(journey)).states).toEqual(['home']);
});

test('entering a state enters its initial state, the outer one first', async () => {
  const session = (await ChartSession.started(journey)).send('leave');
  expect(session.states).toEqual(['away', 'train']);
  expect(session.logs).toEqual(['into away', 'into train']);
});

test('an event a state has no transition for is taken by the state around it, and the inner one is left first', async () => {
  const session = (await ChartSession.started(journey)).send('leave').send('return');
  expect(session.states).toEqual(['home']);
  expect(session.logs.slice(2)).toEqual(['out of train', 'out of away']);
});

test('a transition between siblings leaves the state around them alone', async () => {
  const session = (await ChartSession.started(journey)).send('leave').send('change');
  expect(session.states).toEqual(['away', 'bus']);
  expect(session.logs).not.toContain('out of away');
});

test('an event nobody has a transition for changes nothing', async () => {
  const session = (await ChartSession.started(journey)).send('whatever');
  expect(session.states).toEqual(['home']);
});

test('the content of an initial transition runs between the entries of both states', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="a"><onentry><log expr="1"/></onentry>
      <initial><transition target="b"><log expr="2"/></transition></initial>
      <state id="b"><onentry><log expr="3"/></onentry></state></state>`),
  );
  // SCXML §3.6: after the onentry handlers of the state, before those of its child.
  expect(session.logs).toEqual(['1', '2', '3']);
});

test('event descriptors match whole words from the left', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="a"><transition event="call.done other" target="b"/></state>
      <state id="b"><transition event="error.*" target="c"/></state>
      <state id="c"><transition event="*" target="d"/></state><state id="d"/>`),
  );
  expect(session.send('call').send('call.doneness').states).toEqual(['a']);
  expect(session.send('call.done.well').states).toEqual(['b']);
  expect(session.send('errors').states).toEqual(['b']);
  expect(session.send('error').states).toEqual(['c']);
  expect(session.send('anything').states).toEqual(['d']);
});
