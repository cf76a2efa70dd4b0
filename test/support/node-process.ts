/**
 * A Ringback in a process of its own, on a simulated switch in another one, for tests that kill it. Configured by
 * one JSON argument; says on standard output what a test waits for.
 */
import { questions } from '../../src/app/questions.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { systemRandom } from '../../src/core/random.ts';
import { publishFolder } from '../../src/dialog/publish-folder.ts';
import { compose } from '../../src/main.ts';
import { openRedisStore } from '../../src/store/redis/redis-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { strategyProblems } from '../../src/strategy/lint.ts';
import { eslSwitch, quickConfiguration } from './esl-world.ts';
import { Severing } from './severed.ts';

export interface NodeSettings {
  /** Path of the store, or the address of a Redis. */
  store: string;
  switchPort: number;
  doorsPort: number;
  /** Dies by SIGKILL right after this commit; 0 = never. */
  killAfter: number;
}

const settings = JSON.parse(process.argv[2] ?? '{}') as NodeSettings;
const around = { clock: systemClock, random: systemRandom, log: silentLogger };
// The site of a killed process is free after some seconds, as in production.
const store = settings.store.startsWith('redis:')
  ? await openRedisStore({
      ...{ url: settings.store, site: 'test', durability: { kind: 'always' }, random: systemRandom },
      exclusive: { clock: systemClock, onLost: () => process.exit(1) },
    })
  : await openSqliteStore({ path: settings.store, threads: true });
await publishFolder(
  { store, clock: systemClock },
  { folder: '.', questions, lintStrategy: strategyProblems },
);
const severing = new Severing(settings.killAfter, () => process.kill(process.pid, 'SIGKILL'));
const ringback = await compose(quickConfiguration(), {
  ...around,
  store: severing.store(store),
  switch: eslSwitch(settings, around),
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
