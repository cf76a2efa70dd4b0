import { expect, test } from 'vitest';

import { browse, vxml } from './browse.ts';

/** A page as Genesys Composer 8.1.5 writes them: generated ids, AppState, a helper script, gvp elements, CDATA. */
const callflow = `<?xml version="1.0" encoding="UTF-8"?>
<vxml xmlns="http://www.w3.org/2001/vxml" version="2.1" xml:lang="en-US" xml:base="http://pages.example/src-gen/"
  xmlns:gvp="http://www.genesyslab.com/2006/vxml21-extension" xmlns:conf="http://www.w3.org/2002/vxml-conformance">
  <meta name="generator" content="Composer 8.1.5"/>
  <property name="com.genesyslab.loglevel" value="2"/>
  <property name="com.genesyslab.externalevents.queue" value="true"/>
  <property name="inputmodes" value="dtmf voice"/>
  <property name="fetchtimeout" value="30s"/>
  <script src="../include/GVPUtil.js"/>
  <script><![CDATA[
    var AppState = new Object();
    AppState.LASTERROR = '';
    AppState.ANI = session.connection.remote.uri;
    AppState.CONNID = getUserData('ConnID');
  ]]></script>
  <catch event="connection.disconnect.hangup"><gvp:log label="com.genesyslab.composer">hangup in <value expr="_element"/></gvp:log><exit/></catch>
  <catch event="error"><script><![CDATA[AppState.LASTERROR = _event + '@' + _element + ':' + (_line > 0) + ':' + _url;]]></script>
    <goto next="#Failed"/></catch>

  <form id="Entry1"><block name="Entry1Block"><gvp:log expr="'Entered ' + AppState.CONNID" label="com.genesyslab.composer.entry"/>
    <goto next="#Menu1"/></block></form>

  <form id="Menu1"><var name="Menu1Input"/>
    <field name="Menu1Field" modal="false"><property name="timeout" value="4s"/>
      <grammar version="1.0" root="ROOT" mode="dtmf" xml:lang="en-US" type="application/srgs+xml" tag-format="semantics/1.0"
        xmlns="http://www.w3.org/2001/06/grammar"><rule id="ROOT" scope="public"><one-of>
          <item>1<tag><![CDATA[out="Sales";]]></tag></item><item>2<tag><![CDATA[out="Service";]]></tag></item></one-of></rule></grammar>
      <prompt bargein="true" timeout="4s" xml:lang="en-US">For sales press 1, for service press 2.</prompt>
      <noinput count="1"><prompt>We heard nothing.</prompt><reprompt/></noinput>
      <noinput count="2"><goto next="#Failed"/></noinput>
      <nomatch count="1"><prompt>That is no choice.</prompt><reprompt/></nomatch>
      <filled><assign name="AppState.Choice" expr="Menu1Field"/><goto next="#Sub1"/></filled></field></form>

  <form id="Sub1"><subdialog name="Sub1Dialog" src="Subcallflow.vxml" fetchaudio="">
      <param name="choice" expr="AppState.Choice"/>
      <filled><assign name="AppState.Service" expr="Sub1Dialog.OutputService"/><goto next="#Attach1"/></filled></subdialog></form>

  <form id="Attach1"><var name="ServiceName" expr="AppState.Service"/>
    <block><gvp:send namelist="ServiceName" async="true"/>
      <gvp:send bodyexpr="'_CB_SERVICE_ID=' + encodeURIComponent('id 7') + '&amp;Action=UserDataUpdate'"
        contenttypeexpr="'application/x-www-form-urlencoded;charset=utf-8'"/>
      <gvp:receive maxtime="5s"/>
      <if cond="typeof application.lastmessage$ == 'undefined'"><goto next="#Failed"/>
        <else/><assign name="AppState.Wait" expr="application.lastmessage$.content.split('=')[1]"/></if>
      <prompt>You wait <value expr="AppState.Wait"/> minutes for <value expr="AppState.Service"/>.</prompt>
      <gvp:log level="2" label="com.genesyslab.composer.exit"><value expr="AppState.ANI"/> leaves</gvp:log>
      <exit namelist="AppState.Choice AppState.Service"/></block></form>

  <form id="Failed"><block><prompt>Sorry. <value expr="AppState.LASTERROR"/></prompt><exit namelist="AppState.LASTERROR"/></block></form>
</vxml>`;

const util = `function getUserData(key) { var all = session.com.genesyslab.userdata; return typeof all[key] === 'undefined' ? '' : all[key]; }`;
const sub = vxml(`<form id="Entry1"><var name="choice"/><var name="OutputService"/>
  <block><assign name="OutputService" expr="choice + 'Desk'"/><return namelist="OutputService"/></block></form>`);

const files = { 'include/GVPUtil.js': util, 'src-gen/Subcallflow.vxml': sub };
const session = {
  connection: { remote: { uri: 'tel:+15551234' } },
  com: { genesyslab: { userdata: { ConnID: '0071' } } },
};

test('a call flow made by Composer runs from entry to exit as it is', async () => {
  const { said, end, platform, log } = await browse(callflow, {
    inputs: ['noinput', 'dtmf:9#', 'dtmf:2'],
    files,
    session,
    during: ({ clock, platform: phone }) =>
      void clock.at(clock.now() + 6000, () => phone.tell('application/x-www-form-urlencoded', 'wait=4')),
  });
  const question = 'For sales press 1, for service press 2.';
  expect(said).toEqual([
    question,
    'We heard nothing.',
    question,
    'That is no choice.',
    question,
    'You wait 4 minutes for ServiceDesk.',
  ]);
  expect(end).toEqual({
    how: 'exit',
    result: { 'AppState.Choice': 'Service', 'AppState.Service': 'ServiceDesk' },
    error: null,
  });
  expect(platform.attached).toEqual({
    ServiceName: 'ServiceDesk',
    _CB_SERVICE_ID: 'id 7',
    Action: 'UserDataUpdate',
  });
  expect(log).toEqual(expect.arrayContaining(['Entered 0071', 'tel:+15551234 leaves']));
});

test('its error handlers are told the element, its line and its page', async () => {
  const { said } = await browse(callflow, {
    inputs: ['dtmf:1'],
    files: { ...files, 'src-gen/Subcallflow.vxml': '<vxml/>' },
    session,
  });
  expect(said.at(-1)).toBe('Sorry. error.badfetch@subdialog:true:http://pages.example/start.vxml');
});

test('a caller who hangs up in it is logged', async () => {
  const { end, log } = await browse(callflow, { inputs: ['hangup'], files, session });
  expect(end.how).toBe('hangup');
  expect(log).toContain('hangup in field');
});
