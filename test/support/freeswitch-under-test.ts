import { onlyGateway } from '../../src/callback/gateway.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { seededRandom } from '../../src/core/random.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { createFleet } from '../../src/switch/fleet.ts';
import { createDoors } from '../../src/switch/freeswitch/esl-door.ts';
import { createFreeSwitch, type FreeSwitchOptions } from '../../src/switch/freeswitch/freeswitch.ts';
import type { CallEnd, DialRequest, Switch, SwitchCall } from '../../src/switch/switch.ts';
import { DoorPeer, EslPeer } from './esl-peer.ts';
import { eventually } from './eventually.ts';

/** The adapter, started against a played switch; everything it reported is kept. */
export interface FreeSwitchUnderTest {
  peer: EslPeer;
  clock: VirtualClock;
  switch: Switch;
  arrived: SwitchCall[];
  ringing: string[];
  ended: CallEnd[];
  /** Calls that came to no door again; nobody has anything to do with them any more. */
  lost: string[];
  stale: Set<string>;
  /** Opens a door for a channel the switch has, and waits until its call has arrived. */
  enter(uuid: string, fields?: Record<string, string>): Promise<{ door: DoorPeer; call: SwitchCall }>;
  /** Opens a door without waiting. */
  knock(uuid: string, fields?: Record<string, string>): DoorPeer;
  stop(): Promise<void>;
}

export async function startFreeSwitch(
  changes: Partial<FreeSwitchOptions> = {},
): Promise<FreeSwitchUnderTest> {
  const peer = await EslPeer.open();
  const clock = new VirtualClock();
  const parts = { clock, random: seededRandom(1), log: silentLogger };
  const doors = createDoors({ host: '127.0.0.1', port: 0 }, parts);
  let doorsPort = 0;
  const member = createFreeSwitch({ ...options(peer), ...changes }, doors, parts);
  const fleet = createFleet([member], {
    listen: async () => (doorsPort = await doors.listen()),
    close: () => doors.close(),
  });
  const heard = {
    arrived: [] as SwitchCall[],
    ringing: [] as string[],
    ended: [] as CallEnd[],
    lost: [] as string[],
    stale: new Set<string>(),
  };
  await fleet.start({
    arrived: (call) => heard.arrived.push(call),
    ringing: (id) => heard.ringing.push(id),
    ended: (end) => heard.ended.push(end),
    lost: (id) => Promise.resolve(heard.lost.push(id) > 0),
    isStale: (id) => heard.stale.has(id),
    healthChanged: () => undefined,
  });
  const knock = (uuid: string, fields?: Record<string, string>): DoorPeer =>
    DoorPeer.open(peer, doorsPort, uuid, fields);
  return {
    peer,
    clock,
    switch: fleet,
    ...heard,
    knock,
    async enter(uuid, fields) {
      peer.channels.add(uuid);
      const door = knock(uuid, fields);
      const call = await eventually(() => heard.arrived.find(({ id }) => id === uuid));
      return { door, call };
    },
    async stop() {
      await fleet.stop();
      await peer.close();
    },
  };
}

/** A dial of the customer +1 555 0100, ringing for 20 seconds at most. */
export function dialRequest(id: string, changes: Partial<DialRequest> = {}): DialRequest {
  return {
    id,
    to: { kind: 'number', number: '+15550100' },
    callerId: { number: '+15550199', name: 'Example' },
    timeoutS: 20,
    variables: {},
    ...changes,
  };
}

function options(peer: EslPeer): FreeSwitchOptions {
  return {
    kind: 'freeswitch',
    name: 'one',
    host: '127.0.0.1',
    port: peer.port,
    password: 'ClueCon',
    gateways: [onlyGateway('sofia/gateway/trunk/{number}')],
    dialUri: 'sofia/external/{uri}',
    dialsPerSecond: null,
    dialPhone: '{phone}',
    enter: 'ringback XML ringback',
    addresses: ['127.0.0.1'],
    speech: 'flite|slt',
    audio: 'path',
    music: 'local_stream://{name}',
    detection: { avmd: true, tones: 'cpd', amd: null, early: false },
  };
}
