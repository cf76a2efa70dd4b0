// Round trips of `api status` one after the other, on a real FreeSWITCH or the simulated switch: our ESL client beside
// modesl and beside the bare socket.
import { createRequire } from 'node:module';

import { systemClock } from '../src/core/clock.ts';
import { silentLogger } from '../src/core/logger.ts';
import { EslConnection } from '../src/switch/freeswitch/esl-connection.ts';
import { alternate } from './support/alternate.ts';
import { BareEsl } from './support/bare-esl.ts';
import { openBenchSwitch } from './support/bench-switch.ts';
import { judge } from './support/judge.ts';

/** The little of modesl, which has no types, that is used here. */
interface Modesl {
  on(event: string, listener: () => void): void;
  api(command: string, done: (reply: { getBody(): string }) => void): void;
  disconnect(): void;
}

const SECONDS = 0.5;
/** Of what the bare socket does. */
const BAR = 0.5;

const target = await openBenchSwitch();
const { password } = target;
const place = { host: '127.0.0.1', port: target.port, password };
const around = { clock: systemClock, log: silentLogger };
const nothing = (): void => undefined;
const ours = new EslConnection(
  { ...place, events: [], ...around },
  { event: nothing, up: nothing, down: nothing },
);
await ours.start();
const theirs = await modesl();
const bare = await BareEsl.open(target);

const own = {
  name: 'Ringback',
  run: () => perSecond(async () => expectStatus((await ours.api('status')).text)),
};
const socket = {
  name: 'the bare socket',
  run: () => perSecond(async () => expectStatus(await bare.send('api status'))),
};
const peer = { name: 'modesl', run: () => perSecond(async () => expectStatus(await modeslStatus())) };
judge(`ESL round trips on ${target.name}`, await alternate(own, peer), null);
judge(`ESL round trips on ${target.name}`, await alternate(own, socket), BAR);

ours.stop();
theirs.disconnect();
bare.close();
await target.close();
process.exit();

function modesl(): Promise<Modesl> {
  const { Connection } = createRequire(import.meta.url)('modesl') as {
    Connection: new (host: string, port: number, password: string, ready: () => void) => Modesl;
  };
  return new Promise((resolve, reject) => {
    const connection = new Connection(place.host, place.port, password, () => resolve(connection));
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
