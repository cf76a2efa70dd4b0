import { expect, test } from 'vitest';

import { ChartSession, w3c } from '../support/chart-session.ts';
import { IXN, phoneModule } from './a-module.ts';

const child = (inside: string): string =>
  `<content><scxml datamodel="ecmascript" version="1.0">${inside}</scxml></content>`;

test('an invoked session answers, and hears what is sent to it, across steps and snapshots', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="s"><invoke id="helper">${child(`<state id="waits"><transition event="ask" target="over">
        <send target="#_parent" event="answer"><param name="twice" expr="_event.data.n * 2"/></send></transition></state>
        <final id="over"/>`)}</invoke>
      <transition event="go"><send target="#_helper" event="ask"><param name="n" expr="21"/></send></transition>
      <transition event="answer"><log expr="_event.data.twice + ' ' + _event.invokeid"/></transition>
      <transition event="done.invoke.helper" target="end"/></state><state id="end"/>`),
  );
  expect(session.snapshot?.invoked).toMatchObject([
    { id: 'helper', session: { id: 's1.helper', snapshot: { configuration: ['waits'] } } },
  ]);
  session.send('go');
  expect(session.logs).toEqual(['42 helper']);
  expect(session.states).toEqual(['end']);
  expect(session.snapshot?.invoked).toEqual([]);
});

test('of two invoked sessions only the one that asked for it gets copies, and each is finalized by its own', async () => {
  const echo = child(`<state><transition event="call"><send target="#_parent" event="echo"/></transition>
    <transition event="hello"><send target="#_parent" event="echo"/></transition></state>`);
  const session = await ChartSession.started(
    w3c(`<state id="s">
      <invoke id="deaf">${echo}<finalize><log expr="'deaf: ' + _event.name"/></finalize></invoke>
      <invoke id="keen" autoforward="true">${echo}<finalize><log expr="'keen: ' + _event.name"/></finalize></invoke>
      <transition event="go"><send target="#_deaf" event="hello"/></transition></state>`),
  );
  expect(session.send('call').logs).toEqual(['keen: echo']);
  expect(session.send('go').logs.slice(1)).toEqual(['deaf: echo']);
});

test('an invoked session begins before the one that invoked it takes its next event', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="s"><onentry><send event="go"/></onentry>
      <invoke>${child(`<state><onentry><log expr="'came'"/></onentry><onexit><log expr="'left'"/></onexit></state>`)}</invoke>
      <transition event="go" target="end"/></state><state id="end"/>`),
  );
  expect(session.logs).toEqual(['came', 'left']);
});

test('a state that is left before the session comes to rest invokes nothing', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="s"><invoke>${child(`<state><onentry><log expr="'came'"/></onentry></state>`)}</invoke>
      <transition target="end"/></state><state id="end"/>`),
  );
  expect([session.logs, session.snapshot?.invoked]).toEqual([[], []]);
});

test('with an invoked session those that it invoked leave their states', async () => {
  const inner = child(`<state><onexit><log expr="'inner left'"/></onexit></state>`);
  const session = await ChartSession.started(
    w3c(`<state id="s"><invoke>${child(`<state><onexit><log expr="'outer left'"/></onexit><invoke>${inner}</invoke></state>`)}</invoke>
      <transition event="go" target="end"/></state><state id="end"/>`),
  );
  expect(session.send('go').logs).toEqual(['outer left', 'inner left']);
});

test('a timer of an invoked session is cleared when its state is left', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="s"><invoke>${child(`<state><onentry><send event="late" delay="5s"/></onentry>
      <transition event="late"><send target="#_parent" event="heard"/></transition></state>`)}</invoke>
      <transition event="go" target="end"/></state>
      <state id="end"><transition event="heard"><log expr="'heard'"/></transition></state>`),
  );
  session.send('go').advance(10_000);
  expect(session.logs).toEqual([]);
  expect(session.snapshot?.invoked).toEqual([]);
});

test('the result of a request goes to the invoked session that asked', async () => {
  const session = await ChartSession.started(
    w3c(
      `<state id="s"><invoke id="dialer">${child(`<state><onentry><ixn:redirect interactionid="'c'" to="'1'"/></onentry>
      <transition event="done"><send target="#_parent" event="told"/></transition></state>`)}</invoke>
      <transition event="done"><log expr="'wrong one'"/></transition>
      <transition event="told"><log expr="'told'"/></transition></state>`,
      IXN,
    ),
    { registry: phoneModule },
  );
  expect(session.actions.map(({ requestId }) => requestId)).toEqual(['s1.dialer.1.0']);
  session.send('done', { requestid: 's1.dialer.1.0' });
  expect(session.logs).toEqual(['told']);
});

test('documents that invoke themselves come to an end', async () => {
  const text =
    w3c(`<state id="s"><invoke src="self.scxml"/><transition event="error"><log expr="_event.name"/>
    </transition></state>`);
  const session = await ChartSession.started(text, { files: { 'self.scxml': text } });
  expect(session.logs.length + session.errors.length).toBeGreaterThan(0);
});

test('a snapshot from before there were invoked sessions goes on', async () => {
  const session = await ChartSession.started(
    w3c('<state id="s"><transition event="go" target="t"/></state><state id="t"/>'),
  );
  const old: Record<string, unknown> = { ...session.snapshot, format: 1, counters: { send: 3 } };
  delete old['invoked'];
  delete old['requests'];
  session.snapshot = old as never;
  expect(session.send('go').states).toEqual(['t']);
  expect(session.snapshot).toMatchObject({ format: 2, counters: { send: 3, invoke: 0 } });
});
