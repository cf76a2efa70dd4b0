import { expect, test } from 'vitest';

import { browse } from './browse.ts';

const composer = (form: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<vxml version="2.1" xmlns="http://www.w3.org/2001/vxml" xmlns:gvp="http://www.genesyslab.com/2006/vxml21-extension"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xml:lang="en-US" application="start.vxml">
  <property name="com.genesyslab.externalevents.queue" value="true"/>
  <property name="com.genesyslab.private" value="true"/>
  <property name="fetchaudio" value=""/>
  <catch event="error"><gvp:log label="oops">caught <value expr="_event"/></gvp:log>
    <prompt><value expr="_element + ' ' + (_line &gt; 0) + ' ' + _url"/></prompt><exit/></catch>
  ${form}</vxml>`.replace(' application="start.vxml"', '');

test('a page made by Composer reads user data and the call, and attaches what it knows', async () => {
  const page = composer(`<script>var AppState = new Object(); AppState.ANI = session.connection.remote.uri;
      AppState.lang = session.com.genesyslab.userdata['LANG'];</script>
    <form id="Entry"><var name="Key1" expr="'a b'"/>
      <block name="Send"><gvp:send async="false" namelist="Key1"/>
        <gvp:send body="_CB_SERVICE_ID=s%201&amp;Action=UserDataUpdate"
          contenttype="application/x-www-form-urlencoded;charset=utf-8"/>
        <prompt><value expr="AppState.ANI + ' ' + AppState.lang"/></prompt>
        <value expr="typeof session.connection.protocol.sip.headers['x-a']"/><exit/></block></form>`);
  const session = {
    connection: { remote: { uri: 'sip:1@a' } },
    com: { genesyslab: { userdata: { LANG: 'de' } } },
  };
  const { said, platform } = await browse(page, { session });
  expect(said).toEqual(['sip:1@a de', 'undefined']);
  expect(platform.attached).toEqual({ Key1: 'a b', _CB_SERVICE_ID: 's 1', Action: 'UserDataUpdate' });
});

test('a handler knows which element failed, in which line and document', async () => {
  const { said, log } = await browse(
    composer('<form><block><assign name="nowhere" expr="1"/></block></form>'),
  );
  expect(said).toEqual(['assign true http://pages.example/start.vxml']);
  expect(log).toContain('caught error.semantic');
});

const receives = composer(`<form><block><gvp:receive maxtime="3s"/>
  <value expr="typeof application.lastmessage$ == 'undefined' ? 'nothing' : application.lastmessage$.content"/><exit/></block></form>`);

test('receive waits for a message from outside', async () => {
  const { said, took } = await browse(receives, {
    during: ({ clock, platform }) =>
      void clock.at(clock.now() + 1000, () => platform.tell('text/plain', 'k=1')),
  });
  expect(said).toEqual(['k=1']);
  expect(took).toBe(1000);
});

test('receive gives up after its time', async () => {
  const { said, took } = await browse(receives);
  expect(said).toEqual(['nothing']);
  expect(took).toBe(3000);
});

test('a message is an event where the page wants it', async () => {
  const page = composer(`<property name="com.genesyslab.externalevents.enable" value="true"/>
    <catch event="externalmessage"><value expr="application.lastmessage$.content"/><exit/></catch>
    <form><block>hello</block></form>`);
  const { said } = await browse(page, { during: ({ platform }) => platform.tell('text/plain', 'now') });
  expect(said).toEqual(['now']);
});

test('an element of theirs that nobody knows is an event', async () => {
  expect((await browse(composer('<form><block><gvp:dance/></block></form>'))).log).toContain(
    'caught error.unsupported.dance',
  );
});
