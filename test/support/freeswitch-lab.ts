import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Everything for whole calls on a real FreeSWITCH with real RTP, or why it is not here. */
export function findLab(): { lab: Lab } | { missing: string } {
  const folder = process.env['RINGBACK_LAB'];
  const home = process.env['FREESWITCH_HOME'];
  if (!folder) return { missing: 'RINGBACK_LAB is not set' };
  if (!home || !existsSync(join(home, 'bin/freeswitch'))) return { missing: 'FREESWITCH_HOME has no FreeSWITCH' };
  try {
    execFileSync('sipp', ['-v'], { stdio: 'ignore' });
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return { missing: 'sipp is not installed' };
  }
  return { lab: new Lab(folder) };
}

/** Ports on which nobody answers for good are taken by a behaviour each. */
export class Lab {
  readonly #folder: string;
  readonly #work = mkdtempSync(join(tmpdir(), 'ringback-lab-'));
  readonly #callers: ChildProcess[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  start(): void {
    this.#run('start');
  }

  stop(): void {
    for (const caller of this.#callers) caller.kill('SIGKILL');
    this.#run('far-ends', 'stop');
    this.#run('stop');
  }

  /** Starts a far end and gives its SIP port. */
  farEnd(name: string): number {
    this.#run('far-ends', 'start', name);
    const ports = readFileSync(join(this.#folder, 'far-ends/ports.env'), 'utf8');
    return Number(new RegExp(`^${name}=(\\d+)`, 'm').exec(ports)?.[1]);
  }

  /** A caller who presses keys: `audio` are segments such as `sil:4 dtmf:1 sil:6 dtmf:1 sil:60`. */
  call(number: string, from: string, audio: string[]): { ended: Promise<void> } {
    mkdirSync(this.#work, { recursive: true });
    const media = join(this.#work, `caller-${this.#callers.length}.pcap`);
    execFileSync('python3', [join(this.#folder, 'far-ends/mkpcap.py'), media, ...audio]);
    const shipped = readFileSync(join(this.#folder, 'far-ends/scenarios/uac_dtmf1.xml'), 'utf8');
    const scenario = join(this.#work, `caller-${this.#callers.length}.xml`);
    writeFileSync(scenario, shipped.replaceAll('15551230001', from).replace('media/dtmf1_2s.pcap', media));
    const port = 5600 + this.#callers.length;
    const caller = spawn(
      'sipp',
      ['-sf', scenario, '-s', number, '-m', '1', '-i', '127.0.0.1', '-mi', '127.0.0.1', '-p', String(port), '-mp', String(26000 + 100 * this.#callers.length), '-nostdin', '127.0.0.1:5060'],
      { stdio: 'ignore', cwd: join(this.#folder, 'far-ends') },
    );
    this.#callers.push(caller);
    return { ended: new Promise((resolve) => caller.once('exit', () => resolve())) };
  }

  #run(...parameters: string[]): void {
    execFileSync('bash', [join(this.#folder, 'lab'), ...parameters], { stdio: 'ignore' });
  }
}
