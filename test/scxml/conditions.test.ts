import { expect, test } from 'vitest';

import { ChartSession, w3c } from '../support/chart-session.ts';

const sorter = w3c(`<state id="s"><transition event="sort">
  <if cond="_event.data &lt; 10"><log expr="'small'"/>
  <elseif cond="_event.data &lt; 100"/><log expr="'middle'"/><log expr="'really'"/>
  <else/><log expr="'large'"/></if><log expr="'sorted'"/></transition></state>`);

test.each([
  [5, ['small', 'sorted']],
  [50, ['middle', 'really', 'sorted']],
  [500, ['large', 'sorted']],
])('of if, elseif and else the first that holds is taken: %i', async (size, logs) => {
  expect((await ChartSession.started(sorter)).send('sort', size).logs).toEqual(logs);
});

test('a condition that cannot be evaluated is false, and an error', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="s"><onentry><if cond="missing.thing"><log expr="'yes'"/><else/><log expr="'no'"/></if></onentry>
      <transition event="error.execution" target="told"/></state><state id="told"/>`),
  );
  expect(session.logs).toEqual(['no']);
  expect(session.states).toEqual(['told']);
});

test('a condition of a transition that cannot be evaluated does not hold it back from the next', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="s"><transition event="go" cond="missing" target="a"/><transition event="go" target="b"/></state>
      <state id="a"/><state id="b"/>`),
  );
  expect(session.send('go').states).toEqual(['b']);
  expect(session.errors).toEqual(["'missing' is not defined"]);
});

test('any value counts by ECMAScript truth', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="s"><transition event="go" cond="_event.data" target="b"/></state><state id="b"/>`),
  );
  expect(session.send('go', 0).send('go', '').send('go').states).toEqual(['s']);
  expect(session.send('go', {}).states).toEqual(['b']);
});
