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
