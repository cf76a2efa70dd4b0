import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { systemClock } from '../../src/core/clock.ts';
import { seededRandom } from '../../src/core/random.ts';
import { answering } from '../../src/simulation/people.ts';
import type { Person } from '../../src/switch/person.ts';
import { freePort } from '../../test/support/free-port.ts';
import type { SwitchPlace } from './product.ts';
import { startSimulatedSwitch, type SimulatedSwitch } from '../../src/switch/simulated/simulated-switch.ts';

const SIP_PORT = 5699;
const RING_MS = 300;

/** A switch to measure on, and somebody who answers every call after 0.3 s and waits to be hung up on. */
export interface BenchSwitch extends SwitchPlace {
  name: string;
  /** Lets callers ring in; null on a real one. */
  simulated: SimulatedSwitch | null;
  /** From now on this behaviour of the lab answers; does nothing on a simulated switch. */
  farEnd(scenario: string): Promise<void>;
  close(): Promise<void>;
}

/** A real FreeSWITCH where FREESWITCH_HOME, RINGBACK_LAB and sipp are there; else the simulated one, said aloud. */
export async function openBenchSwitch(): Promise<BenchSwitch> {
  const { FREESWITCH_HOME: home, RINGBACK_LAB: lab, PATH: path = '' } = process.env;
  const sipp = path.split(':').some((folder) => existsSync(join(folder, 'sipp')));
  if (home !== undefined && lab !== undefined && sipp && existsSync(join(home, 'bin/freeswitch')))
    return openFreeSwitch(lab);
  console.log('No FREESWITCH_HOME, RINGBACK_LAB or sipp: measured on the simulated switch.');
  return openSimulated();
}

/** The simulated switch, in this process. */
async function openSimulated(): Promise<BenchSwitch> {
  const scene = { clock: systemClock, random: seededRandom(1) };
  const somebody: Person = {
    on: (line) => (perception) => {
      if (perception.kind === 'ringing') systemClock.at(systemClock.now() + RING_MS, () => line.answer());
    },
  };
  const says: Person = { on: (line) => answering(scene, line) };
  let person = somebody;
  const doorsPort = await freePort();
  const simulated = await startSimulatedSwitch({
    ...scene,
    host: '127.0.0.1',
    port: 0,
    password: 'ClueCon',
    doors: [`127.0.0.1:${doorsPort}`],
    people: { at: () => person },
    speechRate: 15,
  });
  return {
    name: 'the simulated switch',
    port: simulated.port,
    password: 'ClueCon',
    dial: 'sofia/gateway/bench/{number}',
    enter: 'ringback XML ringback',
    doorsPort,
    plays: false,
    simulated,
    farEnd(scenario) {
      person = scenario === 'answer_human' ? says : somebody;
      return Promise.resolve();
    },
    close: () => simulated.close(),
  };
}

async function openFreeSwitch(lab: string): Promise<BenchSwitch> {
  const work = mkdtempSync(join(tmpdir(), 'ringback-bench-'));
  const run = (...words: string[]): void =>
    void execFileSync('bash', [join(lab, 'lab'), ...words], {
      stdio: 'ignore',
      env: { ...process.env, LAB_RUN: work },
    });
  run('start');
  const doorsPort = await freePort();
  let sipp: ChildProcess | null = null;
  const farEnd = async (scenario: string): Promise<void> => {
    sipp?.kill('SIGKILL');
    const place = ['-i', '127.0.0.1', '-mi', '127.0.0.1', '-mp', '40000', '-p', String(SIP_PORT), '-nostdin'];
    const far = join(lab, 'far-ends');
    sipp = spawn('sipp', ['-sf', `scenarios/${scenario}.xml`, ...place], { stdio: 'ignore', cwd: far });
    await pause(1_000);
  };
  await farEnd('answer_plain');
  return {
    name: 'a real FreeSWITCH',
    port: 8021,
    password: 'ClueCon',
    dial: `sofia/internal/{number}@127.0.0.1:${SIP_PORT}`,
    // Without a dialplan: the door may be anywhere.
    enter: `'&socket(127.0.0.1:${doorsPort} async full)'`,
    doorsPort,
    plays: true,
    simulated: null,
    farEnd,
    async close() {
      sipp?.kill('SIGKILL');
      const file = join(work, 'run/freeswitch.pid');
      // Without the file it was somebody else's FreeSWITCH that was up already.
      const pid = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
      if (pid !== '') run('stop');
      while (pid !== '' && existsSync(`/proc/${pid}`)) await pause(100);
      rmSync(work, { recursive: true, force: true });
    },
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
