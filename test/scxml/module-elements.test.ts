import { describe, expect, test } from 'vitest';

import { ChartSession, ors, w3c } from '../support/chart-session.ts';
import { IXN, phoneModule } from './a-module.ts';

const entered = (element: string, data = ''): string =>
  w3c(
    `<datamodel><data id="rid"/><data id="call" expr="{ id: 'c1' }"/>${data}</datamodel>
    <state id="s"><onentry>${element}<log expr="'after'"/></onentry></state>`,
    IXN,
  );
const started = (text: string): Promise<ChartSession> =>
  ChartSession.started(text, { registry: phoneModule });

test('attributes are expressions, and what comes of them is an action', async () => {
  const session = await started(
    entered(`<ixn:redirect interactionid="call.id" to="'10' + '01'" hints="{ reasons: [1] }" mode="as is"/>`),
  );
  expect(session.actions).toEqual([
    {
      index: 0,
      kind: 'ixn.redirect',
      requestId: 's1.1.0',
      attributes: { interactionid: 'c1', to: '1001', hints: { reasons: [1] }, mode: 'as is' },
      params: {},
      children: [],
    },
  ]);
});

test('requestid is a place, and gets the id of the request', async () => {
  const session = await started(entered(`<ixn:redirect requestid="rid" interactionid="call.id" to="1"/>`));
  expect(session.data['rid']).toBe('s1.1.0');
  expect(session.actions[0]?.requestId).toBe('s1.1.0');
});

test('ids of requests differ within a step and between steps', async () => {
  const twice = '<ixn:redirect interactionid="1" to="1"/><ixn:redirect interactionid="1" to="1"/>';
  const session = await started(
    w3c(`<state id="s"><transition event="go">${twice}</transition></state>`, IXN),
  );
  session.send('go').send('go');
  expect(session.actions.map(({ requestId }) => requestId)).toEqual(['s1.2.0', 's1.2.1', 's1.3.0', 's1.3.1']);
});

test('params and children come along', async () => {
  const session = await started(
    entered(`<ixn:submit timeout="5"><ixn:targets type="skill"><ixn:targetid expr="call.id"/><ixn:targetid expr="2"/>
      </ixn:targets><param name="LANGUAGE" expr="'en'"/></ixn:submit>`),
  );
  expect(session.actions).toMatchObject([
    {
      kind: 'ixn.submit',
      attributes: { timeout: 5 },
      params: { LANGUAGE: 'en' },
      children: [
        {
          name: 'targets',
          attributes: { type: 'skill' },
          children: [{ attributes: { expr: 'c1' } }, { attributes: { expr: 2 } }],
        },
      ],
    },
  ]);
});

test('the namespace may lack its http://, as in older documents', async () => {
  const text = ors(
    '<state id="s"><onentry><ixn:redirect interactionid="1" to="2"/></onentry></state>',
    'xmlns:ixn="www.genesyslab.com/modules/interaction"',
  );
  expect((await started(text)).actions).toHaveLength(1);
});

describe('an error, and no action', () => {
  test.each([
    ['an attribute that cannot be evaluated', '<ixn:redirect interactionid="missing" to="1"/>'],
    ['a requestid that is no variable', '<ixn:redirect requestid="nowhere" interactionid="1" to="1"/>'],
    ['an element nobody carries out', '<ixn:teleport to="1"/>'],
    ['an element of another module', '<x:go xmlns:x="urn:x"/>'],
  ])('%s', async (_, element) => {
    const session = await started(entered(element));
    expect(session.errors).toHaveLength(1);
    expect(session.actions).toEqual([]);
    expect(session.logs).toEqual([]);
  });
});
