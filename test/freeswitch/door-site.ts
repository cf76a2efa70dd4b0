import { onTestFinished } from 'vitest';

import { onlyGateway } from '../../src/callback/gateway.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { systemRandom } from '../../src/core/random.ts';
import { createFleet } from '../../src/switch/fleet.ts';
import { createDoors } from '../../src/switch/freeswitch/esl-door.ts';
import { createFreeSwitch } from '../../src/switch/freeswitch/freeswitch.ts';
import type { CallEnd, SwitchCall } from '../../src/switch/switch.ts';

const around = { clock: systemClock, random: systemRandom, log: silentLogger };

/** The adapter alone on the lab's FreeSWITCH: whoever rings 8000 is its call. `farEnd`: SIP port that numbers reach. */
export async function doorSite(
  farEnd: number,
): Promise<{ arrived: () => Promise<SwitchCall>; ended: CallEnd[] }> {
  const doors = createDoors({ host: '127.0.0.1', port: 8084 }, around);
  const member = createFreeSwitch(
    {
      ...{ kind: 'freeswitch', name: 'lab', host: '127.0.0.1', port: 8021, password: 'ClueCon' },
      gateways: [onlyGateway(`sofia/internal/{number}@127.0.0.1:${farEnd}`)],
      dialUri: 'sofia/external/{uri}',
      dialsPerSecond: null,
      dialPhone: '{phone}',
      enter: '8000 XML public',
      addresses: ['127.0.0.1'],
      ...{ speech: null, audio: 'path', music: 'silence_stream://-1' },
      detection: { avmd: false, tones: null },
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
    isStale: () => false,
    healthChanged: () => undefined,
  });
  onTestFinished(() => fleet.stop());
  return { arrived: () => first.promise, ended };
}
