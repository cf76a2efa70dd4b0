import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { systemClock } from '../../src/core/clock.ts';
import { reachPort } from './wire.ts';
import { SippPhones } from './sipp-phones.ts';
import type { LabSite, Phone, TelephoneLab } from './telephone-lab.ts';

/** Taken while a test file uses the lab: there is one FreeSWITCH, and its dialplan knows one door. */
const TURN_PORT = 5649;
const LOOK_AGAIN_MS = 100;
/** Ports of the second FreeSWITCH, in place of those of the first. */
const SECOND: Readonly<Record<string, string>> = {
  ...{ '8021': '8022', '5060': '5062', '5080': '5082', '20000': '28100', '28000': '29900' },
  '/dev/shm/fs-': '/dev/shm/fs-second-',
};

/** Everything for whole calls on a real FreeSWITCH with real RTP; null, said aloud, when it is not here. */
export function findFreeSwitch(what: string): LabSite | null {
  const missing = whatIsMissing();
  if (missing === null) return new FreeSwitchSite(String(process.env['RINGBACK_LAB']));
  console.warn(`${what} on a real FreeSWITCH: skipped, ${missing}`);
  return null;
}

function whatIsMissing(): string | null {
  const home = process.env['FREESWITCH_HOME'];
  if (!process.env['RINGBACK_LAB']) return 'RINGBACK_LAB is not set';
  if (!home || !existsSync(join(home, 'bin/freeswitch'))) return 'FREESWITCH_HOME has no FreeSWITCH';
  const folders = (process.env['PATH'] ?? '').split(':');
  return folders.some((folder) => existsSync(join(folder, 'sipp'))) ? null : 'sipp is not installed';
}

/** One FreeSWITCH for all tests of a file. */
class FreeSwitchSite implements LabSite {
  readonly name = 'a real FreeSWITCH';
  readonly simulated = false;
  readonly #folder: string;
  readonly #work = mkdtempSync(join(tmpdir(), 'ringback-lab-'));
  #phones!: SippPhones;
  #first!: FreeSwitchLab;
  #turn: Server | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Waits for the other test files that use the lab, then starts FreeSWITCH. */
  async open(): Promise<void> {
    while (!(await this.#takeTurn())) await lookAgain();
    this.#phones = new SippPhones(join(this.#folder, 'far-ends'), this.#work);
    this.#first = new FreeSwitchLab(join(this.#folder, 'conf'), join(this.#work, 'first'), this.#phones, {
      eslPort: 8021,
      sipPort: 5060,
      doorPorts: [8084, 8085],
    });
    await this.#first.start();
  }

  async close(): Promise<void> {
    this.#phones.close();
    await this.#first.stop();
    rmSync(this.#work, { recursive: true, force: true });
    this.#turn?.close();
  }

  lab(): Promise<TelephoneLab> {
    return Promise.resolve(this.#first);
  }

  async second(
    first: TelephoneLab,
    onTestFinished: (close: () => Promise<void>) => void,
  ): Promise<TelephoneLab> {
    const folder = join(this.#work, 'second');
    const conf = join(folder, 'conf');
    cpSync(join(this.#folder, 'conf'), conf, { recursive: true });
    for (const file of execFileSync('find', [conf, '-type', 'f'], { encoding: 'utf8' }).trim().split('\n')) {
      const text = readFileSync(file, 'utf8');
      writeFileSync(
        file,
        text.replace(new RegExp(Object.keys(SECOND).join('|'), 'g'), (found) => SECOND[found] ?? found),
      );
    }
    const ports = { eslPort: 8022, sipPort: 5062, doorPorts: first.doorPorts };
    const second = new FreeSwitchLab(conf, folder, this.#phones, ports);
    onTestFinished(() => second.stop());
    await second.start();
    return second;
  }

  #takeTurn(): Promise<boolean> {
    const turn = createServer();
    return new Promise((resolve) => {
      turn.once('error', () => resolve(false));
      turn.listen(TURN_PORT, '127.0.0.1', () => {
        this.#turn = turn;
        resolve(true);
      });
    });
  }
}

/** A FreeSWITCH on loopback with a configuration of the lab. */
class FreeSwitchLab implements TelephoneLab {
  readonly clock = systemClock;
  readonly eslPort: number;
  readonly doorPorts: readonly [number, number];
  readonly #sipPort: number;
  readonly #conf: string;
  readonly #run: string;
  readonly #phones: SippPhones;

  constructor(
    conf: string,
    run: string,
    phones: SippPhones,
    ports: { eslPort: number; sipPort: number; doorPorts: readonly [number, number] },
  ) {
    this.#conf = conf;
    this.#run = run;
    this.#phones = phones;
    this.eslPort = ports.eslPort;
    this.#sipPort = ports.sipPort;
    this.doorPorts = ports.doorPorts;
  }

  farEnd(name: string, calls?: number): Promise<Phone> {
    return this.#phones.farEnd(name, calls);
  }

  call(number: string, from: string, audio: string[], headers?: string[]): Phone {
    return this.#phones.call({ number, port: this.#sipPort }, from, audio, headers);
  }

  callAndLeave(number: string): Phone {
    return this.#phones.callAndLeave({ number, port: this.#sipPort });
  }

  async restart(): Promise<void> {
    await this.#end('SIGKILL');
    await this.start();
  }

  async start(): Promise<void> {
    const home = String(process.env['FREESWITCH_HOME']);
    const folders = ['log', 'db', 'run', 'recordings', 'storage', 'temp', 'scripts', 'sounds'];
    execFileSync('mkdir', ['-p', ...folders.map((folder) => join(this.#run, folder))]);
    const modules = execFileSync('find', [join(home, 'lib'), '-name', 'mod_event_socket.so'], {
      encoding: 'utf8',
    });
    const places = folders.flatMap((folder) => [`-${folder}`, join(this.#run, folder)]);
    const where = ['-conf', this.#conf, '-mod', join(modules.split('\n')[0] ?? '', '..'), ...places];
    spawn(join(home, 'bin/freeswitch'), ['-nc', '-nonat', '-np', ...where], { stdio: 'ignore' });
    for (let socket = null; !socket; socket?.destroy()) {
      await lookAgain();
      socket = await reachPort(this.eslPort);
    }
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const pidFile = join(this.#run, 'run/freeswitch.pid');
    const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
    if (pid === 0) return;
    process.kill(pid, signal);
    while (existsSync(`/proc/${pid}`)) await lookAgain();
    rmSync(pidFile, { force: true });
  }
}

/** Processes of others tell nobody that they are ready or gone. */
function lookAgain(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
}
