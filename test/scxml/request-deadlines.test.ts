import { expect, test } from 'vitest';

import type { ModuleRegistry } from '../../src/scxml/step.ts';
import { ChartSession, w3c } from '../support/chart-session.ts';
import { IXN } from './a-module.ts';

const registry: ModuleRegistry = {
  functions: {},
  constants: {},
  modules: [
    {
      name: 'ixn',
      namespaces: ['www.genesyslab.com/modules/interaction'],
      elements: {
        ask: {
          attributes: { requestid: 'location', timeout: 'expr' },
          required: [],
          children: {},
          request: {
            errorEvent: 'error.ixn.ask',
            deadline: {
              ms: 1_000,
              seconds: { attribute: 'timeout', otherwise: 5 },
              data: { dialresult: 'UNKNOWN' },
            },
          },
        },
        tell: { attributes: {}, required: [], children: {}, request: { errorEvent: 'error.ixn.tell' } },
      },
    },
  ],
};

const asking = (element = '<ixn:ask requestid="rid" timeout="2"/>'): Promise<ChartSession> =>
  ChartSession.started(
    w3c(
      `<datamodel><data id="rid"/></datamodel>
      <state id="s"><onentry>${element}</onentry>
        <transition event="error.ixn ask.done" cond="_event.data.requestid == rid">
          <log expr="_event.name + ' ' + _event.data.reason + ' ' + _event.data.error + ' ' + _event.data.dialresult"/>
        </transition><transition event="leave" target="t"/></state><state id="t"/>`,
      IXN,
    ),
    { registry },
  );

test('a request without a result fails at its deadline, with the reason timeout', async () => {
  const session = await asking();
  expect(session.snapshot?.requests).toEqual([{ id: 's1.1.0', kind: 'ixn.ask' }]);
  session.advance(2_999);
  expect(session.logs).toEqual([]);
  session.advance(1);
  expect(session.logs).toEqual(['error.ixn.ask timeout timeout UNKNOWN']);
});

test('a result in time is the only thing that comes', async () => {
  const session = await asking();
  const answered = session.step({ name: 'ask.done', data: { requestid: 's1.1.0', reason: 'ok' } });
  expect(answered).toMatchObject({ timers: { clear: ['deadline:s1.1.0'] } });
  session.advance(60_000);
  expect(session.logs).toEqual(['ask.done ok undefined undefined']);
  expect(session.snapshot).toMatchObject({ requests: [], timers: [] });
});

test('a result after the deadline is dropped, and so is a second one', async () => {
  const session = await asking();
  session.advance(3_000);
  const late = session.step({ name: 'ask.done', data: { requestid: 's1.1.0' } });
  session.send('ask.done', { requestid: 's1.1.0' });
  expect(session.logs.filter((text) => text.includes('undefined'))).toEqual([]);
  expect(late).toMatchObject({ trace: [{ kind: 'log', label: 'late', text: 'ask.done s1.1.0' }] });
});

test('whoever sends on what came with a result answers nothing by it', async () => {
  const session = await asking();
  const copied = {
    requestid: 's1.1.0',
  };
  session.step({ name: 'news', data: copied, origin: '#_scxml_other', origintype: 'scxml' });
  expect(session.snapshot?.requests).toHaveLength(1);
  session.advance(3_000);
  expect(session.logs).toHaveLength(1);
});

test.each([
  ['is missing', '<ixn:ask requestid="rid"/>'],
  ['is no number', '<ixn:ask requestid="rid" timeout="\'soon\'"/>'],
  ['is negative', '<ixn:ask requestid="rid" timeout="-7"/>'],
  ['is without end', '<ixn:ask requestid="rid" timeout="1/0"/>'],
])('a time limit that %s is the usual one', async (_, element) => {
  const session = await asking(element);
  expect(session.advance(5_999).logs).toEqual([]);
  expect(session.advance(1).logs).toHaveLength(1);
});

test('an element without a deadline may be answered at any time', async () => {
  const session = await asking('<ixn:tell/>');
  expect(session.snapshot?.timers).toEqual([]);
  session.advance(86_400_000).send('ask.done', { requestid: 's1.1.0' });
  expect(session.snapshot?.requests).toEqual([]);
});

test('the deadline of an invoked session ends with it, and the result that still comes is dropped', async () => {
  const session = await ChartSession.started(
    w3c(
      `<state id="s"><invoke id="c"><content><scxml version="1.0" datamodel="ecmascript"><state><onentry><ixn:ask/></onentry></state></scxml></content></invoke>
      <transition event="leave" target="t"/></state>
      <state id="t"><transition event="*"><log expr="_event.name"/></transition></state>`,
      IXN,
    ),
    { registry },
  );
  const left = session.step({ name: 'leave', data: null });
  expect(left).toMatchObject({ timers: { clear: ['deadline:s1.c.1.0'] } });
  session.send('ask.done', { requestid: 's1.c.1.0' }).advance(60_000);
  expect(session.logs.filter((text) => text === 'ask.done' || text.startsWith('error'))).toEqual([]);
});

test('only so many missed requests are remembered', async () => {
  const session = await ChartSession.started(
    w3c(
      '<state id="s"><transition event="go"><ixn:ask/></transition><transition event="error"/></state>',
      IXN,
    ),
    { registry },
  );
  for (let time = 0; time < 120; time++) session.send('go').advance(6_000);
  expect(session.snapshot?.requests).toHaveLength(100);
});
