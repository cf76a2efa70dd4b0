import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Redis } from 'ioredis';

import { systemRandom } from '../../src/core/random.ts';
import { openRedisStore } from '../../src/store/redis/redis-store.ts';
import type { Store } from '../../src/store/store.ts';

/** True on a machine with a Redis server. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

if (!hasRedis) console.warn('redis-server is not installed: the tests of the Redis store are skipped');

/** A Redis server of our own, with its data in a folder that goes with it. */
export class OwnRedis {
  readonly port: number;
  readonly #folder: string;
  #process: ChildProcess | null = null;

  private constructor(port: number) {
    this.port = port;
    this.#folder = mkdtempSync(join(tmpdir(), 'ringback-redis-'));
  }

  /** `settings` = lines of redis.conf; by default every change is synced before it is acknowledged. */
  static async start(settings: Record<string, string> = {}): Promise<OwnRedis> {
    const server = new OwnRedis(await freePort());
    await server.up(settings);
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts the server again on the data it has; resolves when it answers. */
  async up(settings: Record<string, string> = {}): Promise<void> {
    const given = {
      port: String(this.port),
      bind: '127.0.0.1',
      dir: this.#folder,
      save: '',
      appendonly: 'yes',
      appendfsync: 'always',
      ...settings,
    };
    const flags = Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
    this.#process = spawn('redis-server', flags, { stdio: 'ignore' });
    const client = new Redis(this.url, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
    client.on('error', () => undefined);
    await client.ping();
    client.disconnect();
  }

  /** Sends a command of its own. */
  async command(name: string, ...given: string[]): Promise<unknown> {
    const client = new Redis(this.url);
    try {
      return await client.call(name, ...given);
    } finally {
      client.disconnect();
    }
  }

  /** Ends the server as a power cut would. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (!child) return;
    this.#process = null;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

let sites = 0;

/** Opens a store with a site of its own. */
export function openSite(redis: OwnRedis, site = `site-${sites++}`): Promise<Store> {
  return openRedisStore({ url: redis.url, site, durability: { kind: 'always' }, random: systemRandom });
}
