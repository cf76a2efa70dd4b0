// Round trips of `api status` one after the other, to the simulated switch: our ESL client beside modesl.
import { createRequire } from 'node:module';

import { systemClock } from '../src/core/clock.ts';
import { silentLogger } from '../src/core/logger.ts';
import { seededRandom } from '../src/core/random.ts';
import { createDirectory } from '../src/simulation/directory.ts';
import { EslConnection } from '../src/switch/freeswitch/esl-connection.ts';
import { startSimulatedSwitch } from '../src/switch/simulated/simulated-switch.ts';
import { alternate } from './support/alternate.ts';
import { judge } from './support/judge.ts';

/** The little of modesl, which has no types, that is used here. */
interface Modesl {
  on(event: string, listener: () => void): void;
  api(command: string, done: (reply: { getBody(): string }) => void): void;
  disconnect(): void;
}

const SECONDS = 0.5;
const PASSWORD = 'ClueCon';

const around = { clock: systemClock, random: seededRandom(1), log: silentLogger };
const simulated = await startSimulatedSwitch({
  ...around,
  host: '127.0.0.1',
  port: 0,
  password: PASSWORD,
  doors: [],
  people: createDirectory(around, { talkMs: 5_000 }),
  speechRate: 15,
});
const place = { host: '127.0.0.1', port: simulated.port, password: PASSWORD };
const nothing = (): void => undefined;
const ours = new EslConnection(
  { ...place, events: [], ...around },
  { event: nothing, up: nothing, down: nothing },
);
await ours.start();
const theirs = await modesl();

const comparison = await alternate(
  { name: 'Ringback', run: () => perSecond(async () => expectStatus((await ours.api('status')).text)) },
  { name: 'modesl', run: () => perSecond(async () => expectStatus(await modeslStatus())) },
);
judge('ESL round trips', comparison, null);

ours.stop();
theirs.disconnect();
await simulated.close();

function modesl(): Promise<Modesl> {
  const { Connection } = createRequire(import.meta.url)('modesl') as {
    Connection: new (host: string, port: number, password: string, ready: () => void) => Modesl;
  };
  return new Promise((resolve, reject) => {
    const connection = new Connection(place.host, place.port, PASSWORD, () => resolve(connection));
    connection.on('error', () => reject(new Error('modesl could not connect')));
  });
}

function modeslStatus(): Promise<string> {
  return new Promise((resolve) => theirs.api('status', (reply) => resolve(reply.getBody())));
}

function expectStatus(body: string): void {
  if (!body.startsWith('UP ')) throw new Error(`not a status: ${body}`);
}

async function perSecond(roundTrip: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  let done = 0;
  while (performance.now() - begun < SECONDS * 1000) {
    await roundTrip();
    done++;
  }
  return (done * 1000) / (performance.now() - begun);
}
