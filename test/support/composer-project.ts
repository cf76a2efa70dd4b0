const root = `version="1.0" xmlns="http://www.w3.org/2005/07/scxml" xmlns:xi="http://www.w3.org/2001/XInclude"
  xmlns:queue="http://www.genesyslab.com/modules/queue" xmlns:ixn="http://www.genesyslab.com/modules/interaction"
  xmlns:dialog="http://www.genesyslab.com/modules/dialog" profile="ecmascript"`;

/** The document that begins: it holds the workflow, and a leg that takes what the workflow does not. */
const process = `<?xml version="1.0" encoding="utf-8"?>
<scxml ${root} initial="_composer_globalstate" _persist="false" name="default.ShopWorkflow">
  <script><xi:include href="../Include/common.js" parse="text"/></script>
  <script><xi:include href="../include/user/shop.js" parse="text"/></script>
  <state id="_composer_globalstate" initial="_composer_parallel">
    <datamodel><data id="system" expr="new Object()"/><data id="greeting"/></datamodel>
    <parallel id="_composer_parallel">
      <onentry>
        <script>
          if (typeof _data.greeting == "undefined") _data.greeting = 'Hello'.padded(7);
          <!-- Global variables -->
          var system = new Object();
          system.uncaughtApplicationEvents = [];
          system.events = [];
          _data.system.context = system;
          var App_BaseURL = getBaseURL();
          var App_StartEvent;
        </script>
        <log expr="'base ' + App_BaseURL" level="4"/>
      </onentry>
      <state id="_composer_application" initial="_composer_init">
        <state id="_composer_init"><transition event="application.start" target="_composer_start"/></state>
        <state id="_composer_start" initial="Main">
          <state id="Main" initial="Main._composer_entry">
            <xi:include href="Main.scxml" parse="xml" resolveid="Main" xpointer="_composer_entry"/>
            <transition event="done.state.Main._composer_entry" target="_composer_global_exit"/>
          </state>
        </state>
        <transition event="application.exit" target="_composer_global_exit"/>
        <transition event="*"><script>storeUnhandledEvent();</script></transition>
      </state>
      <state id="_composer_event_handler">
        <transition event="interaction.added" cond="typeof system.SessionID == 'undefined'">
          <assign location="system.SessionID" expr="_sessionid"/>
          <assign location="system.InteractionID" expr="_event.data.interactionid"/>
          <assign location="App_StartEvent" expr="_event"/>
          <raise event="application.start"><param name="interactionid" expr="_event.data.interactionid"/></raise>
        </transition>
        <transition event="interaction.deleted" cond="_event.data.interactionid == _data.system.context.InteractionID">
          <raise event="application.exit"><param name="reason" expr="'current interaction deleted'"/></raise>
        </transition>
      </state>
    </parallel>
  </state>
  <final id="_composer_global_exit"><onentry><log expr="'over ' + uneval(system.events)"/></onentry></final>
</scxml>`;

/** A workflow that holds another one twice. */
const main = `<?xml version="1.0" encoding="utf-8"?>
<scxml ${root} initial='_composer_noboot' name="Main">
  <final id="_composer_noboot"><onentry><log expr="'cannot be the first page'"/></onentry></final>
  <state id="_composer_entry" initial="$$_MY_PREFIX_$$.Entry1">
    <onentry><script>var system = _data.system.context; var App_Target1 = new Object(); var tones = [];</script></onentry>
    <state id="Entry1">
      <onentry>
        <script>App_Target1['began'] = new Date();</script>
        <send event="'Entry1.done'" delay="'200ms'" idlocation="App_Target1['sendid']">
          <param name="resolveid" expr="_my_prefix"/>
        </send>
      </onentry>
      <transition event="Entry1.done" cond="_event.data.resolveid == _my_prefix" target="$$_MY_PREFIX_$$.First">
        <script>storeEvent("Entry1", _event);</script>
      </transition>
    </state>
    <state id="First" initial="$$_MY_PREFIX_$$.First._composer_entry">
      <xi:include href="subs/Tone.scxml" parse="xml" resolveid="$$_MY_PREFIX_$$.First" xpointer="_composer_entry"/>
      <transition event="done.state.$$_MY_PREFIX_$$.First._composer_entry" target="$$_MY_PREFIX_$$.Second"/>
    </state>
    <state id="Second" initial="$$_MY_PREFIX_$$.Second._composer_entry">
      <xi:include href="subs/Tone.scxml" parse="xml" resolveid="$$_MY_PREFIX_$$.Second" xpointer="_composer_entry"/>
      <transition event="done.state.$$_MY_PREFIX_$$.Second._composer_entry" target="$$_MY_PREFIX_$$.Target1"/>
    </state>
    <state id="Target1">
      <initial><transition target="$$_MY_PREFIX_$$.Wait"><log expr="'tones ' + tones.join(', ')"/></transition></initial>
      <state id="Wait">
        <onentry>
          <queue:submit requestid="App_Target1['requestid']" queue="'classic'" interactionid="system.InteractionID"
            priority="toNumber('5')" route="false" reservationtime="30">
            <queue:targets type="skill"><queue:targetid expr="shopTarget()"/></queue:targets>
          </queue:submit>
        </onentry>
        <transition event="queue.submit.done" cond="_event.data.requestid == App_Target1['requestid']" target="$$_MY_PREFIX_$$.Route">
          <script>storeEvent("Target1", _event); App_Target1['targetResource'] = _event.data.resource;</script>
        </transition>
      </state>
      <state id="Route">
        <onentry>
          <ixn:redirect requestid="App_Target1['requestid']" interactionid="system.InteractionID" from="'8100'"
            to="App_Target1['targetResource']" type="_genesys.queue.rType.RouteTypeDefault"/>
        </onentry>
        <transition event="interaction.redirect.done" cond="_event.data.requestid == App_Target1['requestid']">
          <log expr="'routed after ' + (App_Target1['began'] instanceof Date)" label="'Target1'" level="1"/>
        </transition>
      </state>
    </state>
    <final id="Exit1"/>
  </state>
</scxml>`;

const tone = `<?xml version="1.0" encoding="utf-8"?>
<scxml ${root} initial="_composer_noboot" name="Tone">
  <final id="_composer_noboot"/>
  <state id="_composer_entry" initial="$$_MY_PREFIX_$$.Play">
    <state id="Play"><onentry><script>tones.push(_my_prefix);</script></onentry>
      <transition target="$$_MY_PREFIX_$$.End"/></state>
    <final id="End"/>
  </state>
</scxml>`;

const common = `var common_version = "8.1.44";
function getBaseURL() { var url = __GetDocumentURL(); return url.substring(0, url.lastIndexOf("/") + 1); }
function toNumber(value) { return typeof value == "number" ? value : new Number(value).valueOf(); }
function storeEvent(block, event) {
  _data.system.context.events[_data.system.context.events.length] = block + ' ' + event.name;
  __Log(block + ' stored ' + event.toSource().length, 4);
}
function storeUnhandledEvent() {
  var kept = _data.system.context.uncaughtApplicationEvents;
  kept[kept.length] = _event;
}
if (!String.prototype.padded) {
  String.prototype.padded = function (length) { return this.length < length ? (this + '.').padded(length) : '' + this; };
}
`;

/** A project as Composer 8.1.5 lays it out: strategies that include each other, script libraries, a page, and more. */
export const composerProject: Readonly<Record<string, string>> = {
  '.project': '<projectDescription/>',
  'WEB-INF/web.xml': '<web-app/>',
  'Workflows/Main.workflow': 'diagram',
  'include/common.js': common,
  'include/user/shop.js': "function shopTarget() { return 'classic > 0'; }\n",
  'include/backend.jsp': '<%@page%>',
  'src-gen/IPD_shop.scxml': process,
  'src-gen/Main.scxml': main,
  'src-gen/subs/Tone.scxml': tone,
  'src-gen/ask.vxml':
    '<vxml version="2.1" xmlns="http://www.w3.org/2001/vxml" application="../src/root.vxml"><form><block><exit/></block></form></vxml>',
  'src/root.vxml': '<vxml version="2.1" xmlns="http://www.w3.org/2001/vxml"/>',
};
