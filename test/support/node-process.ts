/**
 * A Ringback of its own process on a simulated switch of another one, for tests that kill it. Configured by one JSON
 * argument; says on standard output what a test waits for.
 */
import { questions } from '../../src/app/questions.ts';
import { loadConfiguration } from '../../src/config/load-configuration.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { systemRandom } from '../../src/core/random.ts';
import { publishFolder } from '../../src/dialog/publish-folder.ts';
import { compose } from '../../src/main.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { strategyProblems } from '../../src/strategy/lint.ts';
import { createFleet } from '../../src/switch/fleet.ts';
import { createDoors } from '../../src/switch/freeswitch/esl-door.ts';
import { createFreeSwitch } from '../../src/switch/freeswitch/freeswitch.ts';
import { Severing } from './severed.ts';

export interface NodeSettings {
  /** Path of the store. */
  store: string;
  switchPort: number;
  password: string;
  doorsPort: number;
  /** Dies by SIGKILL right after this commit; 0 = never. */
  killAfter: number;
}

const settings = JSON.parse(process.argv[2] ?? '{}') as NodeSettings;
const around = { clock: systemClock, random: systemRandom, log: silentLogger };
const loaded = loadConfiguration({ file: 'config/ringback.yaml', environment: {} });
if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
const configuration = {
  ...loaded.configuration,
  simulation: null,
  services: loaded.configuration.services.map((service) => ({
    ...service,
    offerThresholdS: 0,
    options: { ...service.options, _dial_retry_timeout: 0.3, _dial_timeout: 5 },
  })),
};

const store = await openSqliteStore({ path: settings.store, threads: true });
await publishFolder({ store, clock: systemClock }, { folder: '.', questions, lintStrategy: strategyProblems });
const severing = new Severing(settings.killAfter, () => process.kill(process.pid, 'SIGKILL'));
const doors = createDoors({ host: '127.0.0.1', port: settings.doorsPort }, around);
const member = createFreeSwitch(
  {
    kind: 'simulated',
    name: 'test',
    host: '127.0.0.1',
    port: settings.switchPort,
    password: settings.password,
    dialNumber: 'sofia/gateway/simulated/{number}',
    dialPhone: '{phone}',
    enter: 'ringback XML ringback',
    addresses: ['127.0.0.1'],
    speech: 'flite|slt',
    music: 'local_stream://{name}',
    detection: { avmd: false, tones: null },
  },
  doors,
  around,
);
const ringback = await compose(configuration, {
  ...around,
  store: severing.store(store),
  switch: createFleet([member], doors),
  threads: { strategies: 1, voice: 1 },
  node: `test-${process.pid}`,
  testPhone: null,
  simulated: ['everything'],
  token: null,
      secret: 'test',
});
let told = '';
const tell = async (): Promise<void> => {
  const { records } = await store.callbacks.find({ limit: 10 });
  const line = `callbacks ${JSON.stringify(records)}`;
  if (line !== told) console.log(line);
  told = line;
};
store.onChange(() => void tell());
await ringback.start();
await tell();
console.log('ready');
process.once('SIGTERM', () => void ringback.stop().then(() => store.close()).then(() => process.exit(0)));
setInterval(() => undefined, 60_000);
