import { expect, test } from 'vitest';

import { ChartSession, ors, w3c } from '../support/chart-session.ts';

const inside = `<datamodel><data id="service" expr="'classic'"/><data id="limit" expr="5"/></datamodel>
  <state id="s"><datamodel><data id="inner" expr="1"/></datamodel></state>`;

test.each([
  ['W3C', w3c(inside)],
  ['ORS', ors(inside)],
])('what a session is started with takes the place of its top level data (%s)', async (_, text) => {
  const session = await ChartSession.started(text, { params: { service: 'gold', inner: 2, other: 3 } });
  expect(session.data).toEqual({ service: 'gold', limit: 5, inner: 1 });
});

test('all of it is in _x.params, in every step', async () => {
  const text = w3c(
    '<state id="s"><transition event="go"><log expr="_x.params.number"/></transition></state>',
  );
  const session = await ChartSession.started(text, { params: { number: '+1' } });
  expect(session.send('go').logs).toEqual(['+1']);
});

test('a parameter named like a property of every object is just a parameter', async () => {
  const text = w3c('<datamodel><data id="toString" expr="1"/></datamodel><state id="s"/>');
  expect((await ChartSession.started(text)).data).toEqual({ toString: 1 });
});
