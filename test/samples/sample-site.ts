import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parse, stringify } from 'yaml';

import type { Configuration } from '../../src/callback/configuration.ts';
import type { CallbackRecord } from '../../src/callback/record.ts';
import { loadConfiguration } from '../../src/config/load-configuration.ts';
import { formatProblem } from '../../src/core/problem.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { systemRandom } from '../../src/core/random.ts';
import { compose, type Ringback } from '../../src/main.ts';
import { createDirectory } from '../../src/simulation/directory.ts';
import { textPhone } from '../../src/simulation/text-phone.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { createMemorySwitch } from '../../src/switch/memory/memory-switch.ts';
import { Child } from '../support/child.ts';
import { fastClock } from '../support/fast-clock.ts';
import { freePort } from '../support/free-port.ts';
import { shippedDocuments } from '../support/world.ts';

const KEY = 'a key of the samples';
/** So many times as fast as on the wall. */
const FASTER = 10;

type Yaml = Record<string, Record<string, unknown>>;

/** A Ringback that listens, configured as samples/README.md says, with people who answer and press 1. */
export class SampleSite {
  readonly ringback: Ringback;
  readonly #url: string;
  readonly #devicePort: number;
  readonly #call: (from: string, to: string) => void;
  readonly #close: () => Promise<void>;
  readonly #children: Child[] = [];

  private constructor(parts: {
    ringback: Ringback;
    url: string;
    devicePort: number;
    call: (from: string, to: string) => void;
    close: () => Promise<void>;
  }) {
    this.ringback = parts.ringback;
    this.#url = parts.url;
    this.#devicePort = parts.devicePort;
    this.#call = parts.call;
    this.#close = parts.close;
  }

  static async open(): Promise<SampleSite> {
    const around = { clock: fastClock(FASTER), random: systemRandom, log: silentLogger };
    const store = await openSqliteStore({ path: ':memory:', threads: false });
    await store.sets.publish({ hash: 'samples', publishedAt: 0, files: await shippedDocuments() });
    const people = createDirectory(around, { talkMs: 2_000 });
    const telephony = createMemorySwitch({ ...around, people, speechRate: 200 });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const devicePort = await freePort();
    const ringback = await compose(configurationOf(url, devicePort), {
      ...around,
      store,
      switch: telephony,
      threads: { strategies: 0, voice: 0 },
      node: 'test',
      testPhone: null,
      simulated: [],
      token: null,
      secret: 'test',
    });
    await ringback.start();
    server.on('request', ringback.http);
    const call = (from: string, to: string): void =>
      void telephony.ring(textPhone(around, { keys: [] }), { from, to });
    const close = async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      await ringback.stop();
      await store.close();
    };
    return new SampleSite({ ringback, url, devicePort, call, close });
  }

  /** Runs a sample as its page says. */
  run(name: string, args: string[] = [], environment: NodeJS.ProcessEnv = {}): Child {
    const settings = {
      ...{ PATH: process.env['PATH'], RINGBACK_URL: this.#url, RINGBACK_KEY: KEY },
      ...{ PORT: '0', DEVICE_PORT: String(this.#devicePort), ...environment },
    };
    const program = name.endsWith('.sh') ? 'sh' : undefined;
    const child = new Child([`samples/${name}`, ...args], settings, program);
    this.#children.push(child);
    return child;
  }

  /** Somebody rings a number. */
  call(from: string, to: string): void {
    this.#call(from, to);
  }

  async callbacks(): Promise<CallbackRecord[]> {
    return (await this.ringback.app.store.callbacks.find({ limit: 100 })).records;
  }

  /** Waits for a callback to be as it should. */
  async until(id: string, done: (record: CallbackRecord) => boolean): Promise<CallbackRecord> {
    for (;;) {
      const record = (await this.callbacks()).find((one) => one.id === id);
      if (record && done(record)) return record;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async close(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    await this.#close();
  }
}

/** The shipped configuration with what samples/README.md adds to it, by the very loader. */
function configurationOf(url: string, devicePort: number): Configuration {
  const [, block = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('samples/README.md', 'utf8')) ?? [];
  const added = parse(block) as Yaml;
  const shipped = parse(readFileSync('config/ringback.yaml', 'utf8')) as Yaml;
  for (const [section, entries] of Object.entries(added))
    shipped[section] = { ...shipped[section], ...entries };
  const folder = mkdtempSync(join(tmpdir(), 'ringback-samples-'));
  const file = join(folder, 'ringback.yaml');
  writeFileSync(file, stringify(shipped));
  const loaded = loadConfiguration({ file, environment: {} });
  rmSync(folder, { recursive: true });
  if ('problems' in loaded) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  const { configuration } = loaded;
  return {
    ...configuration,
    simulation: null,
    access: { ...configuration.access, keys: { samples: KEY } },
    sessionEvents: { ...configuration.sessionEvents, url, hosts: [`127.0.0.1:${devicePort}`] },
  };
}
