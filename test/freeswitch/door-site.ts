import { onTestFinished } from 'vitest';

import { onlyGateway } from '../../src/callback/gateway.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { systemRandom } from '../../src/core/random.ts';
import { createFleet } from '../../src/switch/fleet.ts';
import { createDoors } from '../../src/switch/freeswitch/esl-door.ts';
import { createFreeSwitch } from '../../src/switch/freeswitch/freeswitch.ts';
import type { CallEnd, Switch, SwitchCall } from '../../src/switch/switch.ts';
import type { Phone, TelephoneLab } from '../support/telephone-lab.ts';

/**
 * The adapter alone on the lab's switch: whoever rings 8000 is its call. `farEnds`: whom all numbers reach, each by a
 * gateway that is tried after the one before; `node`:
 * which of the doors in the dialplan's lines is ours; `detection`: nothing is listened for, unless it says so.
 */
export async function doorSite(
  lab: TelephoneLab,
  farEnds: Phone | Phone[] = [],
  node: 0 | 1 = 0,
  detection = { avmd: false, tones: null as string | null, amd: null, early: false },
): Promise<{ arrived: () => Promise<SwitchCall>; ended: CallEnd[]; fleet: Switch }> {
  const around = { clock: lab.clock, random: systemRandom, log: silentLogger };
  const reached = [farEnds].flat().map(({ dialString }) => dialString);
  const dialled = reached.length > 0 ? reached : ['sofia/internal/nobody@127.0.0.1:9'];
  const doors = createDoors({ host: '127.0.0.1', port: lab.doorPorts[node] }, around);
  const member = createFreeSwitch(
    {
      ...{ kind: 'freeswitch', name: 'lab', host: '127.0.0.1', port: lab.eslPort, password: 'ClueCon' },
      gateways: dialled.map((one, priority) => ({ ...onlyGateway(one), name: `far-${priority}`, priority })),
      dialUri: 'sofia/external/{uri}',
      dialsPerSecond: null,
      dialPhone: '{phone}',
      enter: '8000 XML public',
      addresses: ['127.0.0.1'],
      ...{ speech: null, audio: 'path', music: 'silence_stream://-1' },
      detection,
    },
    doors,
    around,
  );
  const fleet = createFleet([member], doors);
  const first = Promise.withResolvers<SwitchCall>();
  const ended: CallEnd[] = [];
  await fleet.start({
    arrived: (call) => first.resolve(call),
    ringing: () => undefined,
    ended: (end) => ended.push(end),
    lost: () => Promise.resolve(false),
    isStale: () => false,
    healthChanged: () => undefined,
  });
  onTestFinished(() => fleet.stop());
  return { arrived: () => first.promise, ended, fleet };
}
