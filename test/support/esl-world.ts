import { onlyGateway } from '../../src/callback/gateway.ts';
import { loadConfiguration } from '../../src/config/load-configuration.ts';
import type { Configuration } from '../../src/callback/configuration.ts';
import { createFleet } from '../../src/switch/fleet.ts';
import { createDoors } from '../../src/switch/freeswitch/esl-door.ts';
import { createFreeSwitch } from '../../src/switch/freeswitch/freeswitch.ts';
import type { Switch } from '../../src/switch/switch.ts';

export const PASSWORD = 'test';

/** The shipped configuration with a callback offered to everybody and settings that take little time. */
export function quickConfiguration(): Configuration {
  const loaded = loadConfiguration({ file: 'config/ringback.yaml', environment: {} });
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  return {
    ...loaded.configuration,
    simulation: null,
    services: loaded.configuration.services.map((service) => ({
      ...service,
      offerThresholdS: 0,
      options: { ...service.options, _dial_retry_timeout: 0.3, _dial_timeout: 5 },
    })),
  };
}

/** The FreeSWITCH adapter on a simulated switch at `switchPort` that opens its doors at `doorsPort`. */
export function eslSwitch(
  ports: { switchPort: number; doorsPort: number },
  around: Parameters<typeof createFreeSwitch>[2],
): Switch {
  const doors = createDoors({ host: '127.0.0.1', port: ports.doorsPort }, around);
  const member = createFreeSwitch(
    {
      kind: 'simulated',
      name: 'test',
      host: '127.0.0.1',
      port: ports.switchPort,
      password: PASSWORD,
      gateways: [onlyGateway('sofia/gateway/simulated/{number}')],
      dialUri: 'sofia/external/{uri}',
      dialsPerSecond: null,
      dialPhone: '{phone}',
      enter: 'ringback XML ringback',
      addresses: ['127.0.0.1'],
      speech: 'flite|slt',
      audio: 'path',
      music: 'local_stream://{name}',
      detection: { avmd: false, tones: null, amd: null, early: false },
    },
    doors,
    around,
  );
  return createFleet([member], doors);
}
