import { describe, expect, test } from 'vitest';

import { ChartSession, w3c } from '../support/chart-session.ts';

const logsAll = '<transition event="*"><log expr="_event.name"/></transition>';

test('internal events come before external ones, each kind in its order', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="s"><onentry>
      <send event="e1"/><raise event="i1"/><send event="i2" target="#_internal"/><send event="e2"/><raise event="i3"/>
      </onentry>${logsAll}</state>`),
  );
  expect(session.logs).toEqual(['i1', 'i2', 'i3', 'e1', 'e2']);
});

test('transitions without an event come before any event', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="a"><onentry><raise event="i"/></onentry><transition target="b"/></state>
      <state id="b">${logsAll}</state>`),
  );
  expect(session.leaves).toEqual(['b']);
  expect(session.logs).toEqual(['i']);
});

test('events of a session to itself by its id, or by the session of the event, arrive', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="s"><onentry>
      <send event="e1" targetexpr="'#_scxml_' + _sessionid"/>
      <send event="e2" targetexpr="_ioprocessors.scxml.location"/>
      </onentry>${logsAll}</state>`),
  );
  expect(session.logs).toEqual(['e1', 'e2']);
});

describe('what cannot be sent', () => {
  test.each([
    ['an unknown type', '<send event="x" type="carrier-pigeon"/>', 'error.execution', false],
    ['something that is no target', '<send event="x" target="nowhere"/>', 'error.execution', false],
    [
      'a delayed internal event',
      '<send event="x" target="#_internal" delay="1s"/>',
      'error.execution',
      false,
    ],
    [
      'a session that cannot be reached',
      '<send event="x" target="#_scxml_other"/>',
      'error.communication',
      true,
    ],
  ])('%s is %s', async (_, send, error, goesOn) => {
    const session = await ChartSession.started(
      w3c(`<state id="s"><onentry>${send}<log expr="'went on'"/></onentry>${logsAll}</state>`),
      { reads: { 'session:other': false } },
    );
    expect(session.logs).toEqual(goesOn ? ['went on', error] : [error]);
  });
});

test('an event for an address outside is an action', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="s"><onentry><send event="x" target="https://example.org/hook"><param name="n" expr="1"/></send>
      </onentry></state>`),
  );
  expect(session.actions).toMatchObject([
    {
      kind: 'http.post',
      attributes: { url: 'https://example.org/hook', body: '_scxmleventname=x&n=1' },
    },
  ]);
});
