import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Taken while a test file uses the lab: there is one FreeSWITCH, and its dialplan knows one door. */
const TURN_PORT = 5649;
/** Far ends and callers of tests, apart from those `lab far-ends` may have started. */
const SIP_PORTS = 5650;
const MEDIA_PORTS = 24_000;
const LOOK_AGAIN_MS = 100;

/** Everything for whole calls on a real FreeSWITCH with real RTP; null, said aloud, when it is not here. */
export function findLab(what: string): Lab | null {
  const missing = whatIsMissing();
  if (missing === null) return new Lab(String(process.env['RINGBACK_LAB']));
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

/** A SIP phone played by sipp. */
export interface Phone {
  port: number;
  /** Resolves with sipp's exit status: 0 when its one call went by its scenario to the end. */
  ended: Promise<number | null>;
  /** Every SIP message it sent and received so far. */
  wire(): string;
}

/** A FreeSWITCH on loopback, and the phones around it. */
export class Lab {
  readonly #folder: string;
  readonly #work = mkdtempSync(join(tmpdir(), 'ringback-lab-'));
  readonly #phones: ChildProcess[] = [];
  #turn: Server | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Waits for the other test files that use the lab, then starts FreeSWITCH. */
  async start(): Promise<void> {
    while (!(await this.#takeTurn())) await lookAgain();
    this.#run('start');
  }

  async stop(): Promise<void> {
    for (const phone of this.#phones) phone.kill('SIGKILL');
    const pidFile = join(process.env['LAB_RUN'] ?? join(tmpdir(), 'freeswitch-lab'), 'run/freeswitch.pid');
    const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
    this.#run('stop');
    while (pid > 0 && existsSync(`/proc/${pid}`)) await lookAgain();
    rmSync(this.#work, { recursive: true, force: true });
    this.#turn?.close();
  }

  /** A phone that behaves like `name` (a scenario of the lab) for one call. */
  async farEnd(name: string): Promise<Phone> {
    const phone = this.#sipp(this.#scenario(name), []);
    const listening = `0100007F:${phone.port.toString(16).toUpperCase()} `;
    while (!readFileSync('/proc/net/udp', 'utf8').includes(listening)) await lookAgain();
    return phone;
  }

  /** A caller who presses keys: `audio` are segments such as `sil:4 dtmf:1 sil:6 dtmf:1 sil:60`, from the answer on. */
  call(number: string, from: string, audio: string[]): Phone {
    const media = join(this.#work, `audio-${this.#phones.length}.pcap`);
    execFileSync('python3', [join(this.#folder, 'far-ends/mkpcap.py'), media, ...audio]);
    const shipped = readFileSync(this.#scenario('uac_dtmf1'), 'utf8');
    const scenario = join(this.#work, `caller-${this.#phones.length}.xml`);
    writeFileSync(scenario, shipped.replaceAll('15551230001', from).replace('media/dtmf1_2s.pcap', media));
    return this.#sipp(scenario, ['-s', number, '127.0.0.1:5060']);
  }

  /** A caller who hangs up five seconds after the answer. */
  callAndLeave(number: string): Phone {
    return this.#sipp(this.#scenario('uac_hangup5'), ['-s', number, '127.0.0.1:5060']);
  }

  #sipp(scenario: string, more: string[]): Phone {
    const count = this.#phones.length;
    const port = SIP_PORTS + count;
    const messages = join(this.#work, `phone-${count}.log`);
    const media = ['-mi', '127.0.0.1', '-mp', String(MEDIA_PORTS + 100 * count)];
    const trace = ['-trace_msg', '-message_file', messages];
    const phone = spawn(
      'sipp',
      [
        '-sf',
        scenario,
        '-m',
        '1',
        '-i',
        '127.0.0.1',
        '-p',
        String(port),
        '-nostdin',
        ...media,
        ...trace,
        ...more,
      ],
      { stdio: 'ignore', cwd: join(this.#folder, 'far-ends') },
    );
    this.#phones.push(phone);
    return {
      port,
      ended: new Promise((resolve) => phone.once('exit', resolve)),
      wire: () => (existsSync(messages) ? readFileSync(messages, 'utf8') : ''),
    };
  }

  #scenario(name: string): string {
    return join(this.#folder, 'far-ends/scenarios', `${name}.xml`);
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

  #run(...parameters: string[]): void {
    execFileSync('bash', [join(this.#folder, 'lab'), ...parameters], { stdio: 'ignore' });
  }
}

/** Processes of others tell nobody that they are ready or gone. */
function lookAgain(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
}
