import { describe, expect, test } from 'vitest';

import { ChartSession, w3c } from '../support/chart-session.ts';

const radio = (type: string): string =>
  w3c(`
  <state id="on" initial="fm">
    <history id="last" type="${type}"><transition target="am"><log expr="'by default'"/></transition></history>
    <transition event="off" target="off"/>
    <state id="fm"><state id="fm1"><transition event="next" target="fm2"/></state><state id="fm2"/></state>
    <state id="am"/>
  </state>
  <state id="off"><transition event="on" target="last"/></state>`);

describe('a history brings back', () => {
  test('shallow: the child that was active, begun anew', async () => {
    const session = (await ChartSession.started(radio('shallow'))).send('next').send('off').send('on');
    expect(session.states).toEqual(['on', 'fm', 'fm1']);
  });

  test('deep: everything that was active', async () => {
    const session = (await ChartSession.started(radio('deep'))).send('next').send('off').send('on');
    expect(session.states).toEqual(['on', 'fm', 'fm2']);
  });

  test('deep, in all regions of a parallel', async () => {
    const session = await ChartSession.started(
      w3c(`<state id="on"><history id="last" type="deep"><transition target="p"/></history>
        <transition event="off" target="off"/>
        <parallel id="p">
          <state id="a"><state id="a1"><transition event="a" target="a2"/></state><state id="a2"/></state>
          <state id="b"><state id="b1"><transition event="b" target="b2"/></state><state id="b2"/></state>
        </parallel></state>
        <state id="off"><transition event="on" target="last"/></state>`),
    );
    expect(session.send('b').send('off').send('on').leaves).toEqual(['a1', 'b2']);
  });
});

test('before the state was ever left its default is entered, and the content of the default runs', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="off"><transition event="on" target="last"/></state>
      <state id="on"><history id="last"><transition target="am"><log expr="'by default'"/></transition></history>
        <state id="fm"/><state id="am"/></state>`),
  );
  session.send('on');
  expect(session.states).toEqual(['on', 'am']);
  expect(session.logs).toEqual(['by default']);
});

test('what is remembered is what was active last', async () => {
  const session = (await ChartSession.started(radio('deep')))
    .send('off')
    .send('on')
    .send('next')
    .send('off')
    .send('on');
  expect(session.leaves).toEqual(['fm2']);
  expect(session.logs).toEqual([]);
});

test('what leaving its parent makes it remember is entered with the parent', async () => {
  const session = await ChartSession.started(
    w3c(`<parallel id="p"><history id="last" type="deep"><transition target="a"/></history>
      <state id="a"><state id="a1"><transition event="again" target="last"/></state></state></parallel>`),
  );
  expect(session.send('again').states).toEqual(['p', 'a', 'a1']);
});
