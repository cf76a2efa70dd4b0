import { describe, expect, test } from 'vitest';

import { ChartSession, ors, w3c } from '../support/chart-session.ts';
import { IXN, phoneModule } from './a-module.ts';

const redirect = (to: string): string =>
  `<state id="s"><onentry><ixn:redirect interactionid="1" to="${to}"/></onentry></state>`;

describe.each([
  ['ORS', ors],
  ['W3C', w3c],
])('in a document of the %s kind', (_, document) => {
  test.each(['__STOP__', "'__STOP__'", ' __STOP__ '])('to="%s" means __STOP__', async (to) => {
    const session = await ChartSession.started(document(redirect(to), IXN), { registry: phoneModule });
    expect(session.actions).toMatchObject([{ attributes: { to: '__STOP__' } }]);
  });

  test.each(['STOP', '_STOP_', '__stop__', '__STOP__.x', '__STOP__ + 1', 'Stop'])(
    'to="%s" is an error like any unknown name',
    async (to) => {
      const session = await ChartSession.started(document(redirect(to), IXN), { registry: phoneModule });
      expect(session.errors).toEqual([expect.stringMatching(/is not defined$/)]);
      expect(session.actions).toEqual([]);
    },
  );
});

test('a variable of that name is the variable', async () => {
  const session = await ChartSession.started(
    w3c(`<datamodel><data id="__STOP__" expr="'1001'"/></datamodel>${redirect('__STOP__')}`, IXN),
    { registry: phoneModule },
  );
  expect(session.actions).toMatchObject([{ attributes: { to: '1001' } }]);
});

test('anywhere else it is an unknown name', async () => {
  const session = await ChartSession.started(
    w3c('<state id="s"><onentry><log expr="__STOP__"/></onentry></state>'),
  );
  expect(session.errors).toEqual(["'__STOP__' is not defined"]);
});
