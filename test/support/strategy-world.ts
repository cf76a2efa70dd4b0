import { uuidOf } from '../../src/core/ids.ts';
import { World, type Heard, type WorldOptions } from './world.ts';

const namespaces = [
  'interaction',
  'queue',
  'dialog',
  'session',
  'statistic',
  'resource',
  'ws',
  'classification',
]
  .map((name) => `xmlns:${name === 'interaction' ? 'ixn' : name}="http://www.genesyslab.com/modules/${name}"`)
  .join(' ');

/** A strategy of the ORS kind with this inside, as Composer writes its head. */
export function strategy(inside: string): string {
  return `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" profile="ecmascript" ${namespaces}>${inside}</scxml>`;
}

/** A world whose routing point 8000 is met by this strategy. */
export function strategyWorld(inside: string, options: WorldOptions = {}): Promise<World> {
  const documents = { 'dialogs/classic.scxml': strategy(inside), ...options.documents };
  return World.create({ ...options, documents });
}

/** What the strategy that met a call logged. */
export function logsOfCall(world: World, call: { id: string }): Promise<string[]> {
  return world.logsOf(uuidOf('session', call.id));
}

export function talks(heard: Heard[]): boolean {
  return heard.some(({ perception }) => perception.kind === 'joined');
}

/** A state that begins with the call, logs every event of these names, and does this when the call is there. */
export function onCall(
  does: string,
  logged = 'queue error dialog voice interaction session statistic',
): string {
  return `<script>var ixnid; var r = ''; var s = '';</script>
    <state id="arriving"><transition event="interaction.present" target="busy">
      <script>ixnid = _event.data.interactionid;</script></transition></state>
    <state id="busy"><onentry>${does}</onentry>
      <transition event="interaction.deleted" cond="_event.data.interactionid == ixnid" target="over"/>
      ${logged
        .split(' ')
        .map(
          (name) => `<transition event="${name}"><log expr="_event.name + ' ' + (_event.data.error || '')
            + (_event.data.description ? ': ' + _event.data.description : '')"/></transition>`,
        )
        .join('')}
    </state><final id="over"/>`;
}

/**
 * The caller talks with agent 1001; then each of these is done `afterMs` after the event of the one before, and events
 * of `voice` are logged with their error codes.
 */
export function onTalk(does: string[], afterMs = 1_000): string {
  const states = ['<ixn:redirect requestid="r" interactionid="ixnid" to="\'1001\'"/>', ...does].map(
    (doing, at) => `<state id="s${at}" initial="s${at}.wait">
      <state id="s${at}.wait"><onentry><send event="'go.${at}'" delay="'${afterMs}ms'"/></onentry>
        <transition event="go.${at}" target="s${at}.do"/></state>
      <state id="s${at}.do"><onentry>${doing}</onentry>
        <transition event="interaction.redirect voice error" target="s${at + 1}"><log expr="_event.name
          + (_event.data.error ? ' ' + _event.data.error : '')"/></transition></state></state>`,
  );
  return `<script>var ixnid; var r = '';</script>
    <state id="arriving"><transition event="interaction.present" target="call">
      <script>ixnid = _event.data.interactionid;</script></transition></state>
    <state id="call" initial="s0">${states.join('')}<state id="s${states.length}"/>
      <transition event="interaction.deleted" cond="_event.data.interactionid == ixnid" target="over"/></state>
    <final id="over"/>`;
}
