import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Phone } from './telephone-lab.ts';

/** Far ends and callers of tests, apart from those that somebody may have started by hand. */
const SIP_PORTS = 5650;
const MEDIA_PORTS = 30_000;
/** For the calls of one phone. */
const MEDIA_PORTS_EACH = 400;
const LOOK_AGAIN_MS = 100;

/** Where a call goes: a number on the switch at a SIP port. */
interface Target {
  number: string;
  port: number;
}

/** SIP phones with real RTP, each played by a sipp of its own. */
export class SippPhones {
  readonly #farEnds: string;
  readonly #work: string;
  readonly #phones: ChildProcess[] = [];

  /** `farEnds`: the lab's folder of scenarios; `work`: a folder for what is written. */
  constructor(farEnds: string, work: string) {
    this.#farEnds = farEnds;
    this.#work = work;
  }

  close(): void {
    for (const phone of this.#phones) phone.kill('SIGKILL');
  }

  async farEnd(name: string, calls = 1): Promise<Phone> {
    const { port, ...phone } = this.#sipp(this.#scenario(name), [], calls);
    const listening = `0100007F:${port.toString(16).toUpperCase()} `;
    while (!readFileSync('/proc/net/udp', 'utf8').includes(listening)) await lookAgain();
    return phone;
  }

  call(to: Target, from: string, audio: string[], headers: readonly string[] = []): Phone {
    const media = join(this.#work, `audio-${this.#phones.length}.pcap`);
    execFileSync('python3', [join(this.#farEnds, 'mkpcap.py'), media, ...audio]);
    const shipped = readFileSync(this.#scenario('uac_dtmf1'), 'utf8');
    const scenario = join(this.#work, `caller-${this.#phones.length}.xml`);
    const spoken = shipped.replaceAll('15551230001', from).replace('media/dtmf1_2s.pcap', media);
    writeFileSync(
      scenario,
      spoken.replace(/^ *Max-Forwards: 70/m, ['      Max-Forwards: 70', ...headers].join('\n')),
    );
    return this.#sipp(scenario, ['-s', to.number, `127.0.0.1:${to.port}`]);
  }

  callAndLeave(to: Target): Phone {
    return this.#sipp(this.#scenario('uac_hangup5'), ['-s', to.number, `127.0.0.1:${to.port}`]);
  }

  #sipp(scenario: string, more: string[], calls = 1): Phone & { port: number } {
    const count = this.#phones.length;
    const port = SIP_PORTS + count;
    const messages = join(this.#work, `phone-${count}.log`);
    const media = ['-mi', '127.0.0.1', '-mp', String(MEDIA_PORTS + MEDIA_PORTS_EACH * count)];
    const trace = ['-trace_msg', '-message_file', messages];
    const sip = ['-sf', scenario, '-m', String(calls), '-i', '127.0.0.1', '-p', String(port), '-nostdin'];
    const phone = spawn('sipp', [...sip, ...media, ...trace, ...more], {
      stdio: 'ignore',
      cwd: this.#farEnds,
    });
    this.#phones.push(phone);
    return {
      port,
      dialString: `sofia/internal/{number}@127.0.0.1:${port}`,
      ended: new Promise((resolve) => phone.once('exit', resolve)),
      heard: () => (existsSync(messages) ? heardOn(readFileSync(messages, 'utf8')) : []),
      header: (name) => (existsSync(messages) ? headerIn(readFileSync(messages, 'utf8'), name) : null),
    };
  }

  #scenario(name: string): string {
    return join(this.#farEnds, 'scenarios', `${name}.xml`);
  }
}

/** Requests but ACK, and final answers to INVITE, that stand in sipp's log as received; what came again counts once. */
function heardOn(log: string): string[] {
  const seen = new Map<string, string>();
  for (const message of receivedOn(log)) {
    const [, request, status] = /^(?:([A-Z]+) sip:|SIP\/2\.0 ([2-6]\d\d) )/.exec(message) ?? [];
    const header = (name: string): string =>
      new RegExp(`^${name}: (.*)\\r?$`, 'im').exec(message)?.[1]?.trim() ?? '';
    const sequence = header('CSeq');
    if (request === 'ACK' || (request === undefined && status === undefined)) continue;
    if (request === undefined && !sequence.endsWith('INVITE')) continue;
    seen.set(`${request ?? status} ${sequence} ${header('Call-ID')}`, request ?? status ?? '');
  }
  return [...seen.values()];
}

function receivedOn(log: string): string[] {
  return log.split(/^-{10,}.*$/m).flatMap((part) => /message received.*\n+([\s\S]*)/.exec(part)?.[1] ?? []);
}

function headerIn(log: string, name: string): string | null {
  const values = receivedOn(log).map(
    (message) => new RegExp(`^${name}: *(.*?)\\r?$`, 'im').exec(message)?.[1],
  );
  return values.findLast((value) => value !== undefined) ?? null;
}

function lookAgain(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
}
