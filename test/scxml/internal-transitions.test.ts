import { expect, test } from 'vitest';

import { ChartSession, w3c } from '../support/chart-session.ts';

const chart = (type: string, target: string): string =>
  w3c(`<state id="s"><onentry><log expr="'in'"/></onentry><onexit><log expr="'out'"/></onexit>
    <transition event="go" ${type} ${target}><log expr="'acts'"/></transition>
    <state id="a"/><state id="b"/></state>`);

test('an external transition to a child leaves and enters its own state', async () => {
  const session = (await ChartSession.started(chart('', 'target="b"'))).send('go');
  expect(session.leaves).toEqual(['b']);
  expect(session.logs).toEqual(['in', 'out', 'acts', 'in']);
});

test('an internal transition to a child does not', async () => {
  const session = (await ChartSession.started(chart('type="internal"', 'target="b"'))).send('go');
  expect(session.leaves).toEqual(['b']);
  expect(session.logs).toEqual(['in', 'acts']);
});

test('a transition without a target only acts', async () => {
  const session = (await ChartSession.started(chart('', ''))).send('go');
  expect(session.leaves).toEqual(['a']);
  expect(session.logs).toEqual(['in', 'acts']);
});

test('an internal transition to the state itself is like an external one', async () => {
  const session = (await ChartSession.started(chart('type="internal"', 'target="s"'))).send('go');
  expect(session.logs).toEqual(['in', 'out', 'acts', 'in']);
});
