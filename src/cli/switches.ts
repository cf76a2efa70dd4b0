import { onlyGateway } from '../callback/gateway.ts';
import type { Configuration } from '../callback/configuration.ts';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Random } from '../core/random.ts';
import type { TestPhone } from '../http/test-phone-router.ts';
import { createDirectory } from '../simulation/directory.ts';
import { startLoad, type Load } from '../simulation/load.ts';
import { textCall } from '../simulation/text-call.ts';
import { createFleet } from '../switch/fleet.ts';
import { createDoors } from '../switch/freeswitch/esl-door.ts';
import { createFreeSwitch } from '../switch/freeswitch/freeswitch.ts';
import { startSimulatedSwitch, type SimulatedSwitch } from '../switch/simulated/simulated-switch.ts';
import type { Switch } from '../switch/switch.ts';

/** The switches of a configuration, and the people of those that are simulated. */
export interface Switches {
  switch: Switch;
  testPhone: TestPhone | null;
  /** What is simulated, in words. */
  simulated: string[];
  /** Lets the simulated load ring in, if one is configured. */
  startLoad(): void;
  close(): Promise<void>;
}

interface Surroundings {
  clock: Clock;
  random: Random;
  log: Logger;
}

const TALK_MS = 20_000;
const SPEECH_RATE = 15;
const PASSWORD_BYTES = 16;

/** Makes the fleet; simulated switches are started, on a free port of this machine. */
export async function openSwitches(configuration: Configuration, around: Surroundings): Promise<Switches> {
  const { simulation, doors: place } = configuration;
  const doors = createDoors(place, around);
  const directory = createDirectory(around, { talkMs: simulation?.talkMs ?? TALK_MS });
  const simulated: SimulatedSwitch[] = [];
  const members: Switch[] = [];
  for (const options of configuration.switches) {
    if (options.kind === 'freeswitch') {
      members.push(createFreeSwitch(options, doors, around));
      continue;
    }
    const password = Buffer.from(around.random.bytes(PASSWORD_BYTES)).toString('hex');
    const server = await startSimulatedSwitch({
      ...around,
      host: '127.0.0.1',
      port: 0,
      password,
      doors: [doors.place],
      people: directory,
      speechRate: simulation?.speechRate ?? SPEECH_RATE,
    });
    simulated.push(server);
    members.push(createFreeSwitch(simulatedOptions(options.name, server.port, password), doors, around));
  }
  const [world] = simulated;
  let load: Load | null = null;
  return {
    switch: createFleet(members, doors),
    testPhone: world
      ? {
          call: (request, signal) =>
            textCall(around, { directory, ring: world.ring.bind(world) }, request, signal),
        }
      : null,
    simulated: inWords(configuration, simulated.length),
    startLoad() {
      const point = configuration.routingPoints[0];
      if (!world || !simulation?.load || !point) return;
      load = startLoad(around, {
        ...simulation.load,
        routingPoint: point.number,
        ring: world.ring.bind(world),
      });
    },
    async close() {
      load?.stop();
      await Promise.all(simulated.map((server) => server.close()));
    },
  };
}

function simulatedOptions(
  name: string,
  port: number,
  password: string,
): Parameters<typeof createFreeSwitch>[0] {
  return {
    kind: 'simulated',
    name,
    host: '127.0.0.1',
    port,
    password,
    gateways: [onlyGateway('sofia/gateway/simulated/{number}')],
    dialUri: 'sofia/external/{uri}',
    dialsPerSecond: null,
    dialPhone: '{phone}',
    enter: 'ringback XML ringback',
    addresses: ['127.0.0.1'],
    speech: 'flite|slt',
    audio: 'path',
    music: 'local_stream://{name}',
    detection: { avmd: true, tones: null, amd: null, early: false },
  };
}

function inWords({ simulation }: Configuration, count: number): string[] {
  if (count === 0) return [];
  const words = ['the telephone switch', "the customers' and the agents' phones"];
  if (simulation?.load) words.push(`${simulation.load.waiting} callers who keep the queue long`);
  return words;
}
