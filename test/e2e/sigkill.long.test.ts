import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { describe, expect, it } from 'vitest';

import type { CallbackRecord } from '../../src/callback/record.ts';
import { systemClock } from '../../src/core/clock.ts';
import { systemRandom } from '../../src/core/random.ts';
import { createDirectory } from '../../src/simulation/directory.ts';
import { textPhone } from '../../src/simulation/text-phone.ts';
import { startSimulatedSwitch } from '../../src/switch/simulated/simulated-switch.ts';
import type { NodeSettings } from '../support/node-process.ts';

const CUSTOMER = '+14155550142';

/** Commits of the happy path at which the process dies. */
const points = [2, 5, 8, 11, 14, 17, 20, 23, 27, 31];

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** A Ringback in a process of its own. */
class Node {
  readonly child: ChildProcess;
  readonly died: Promise<void>;
  callbacks: CallbackRecord[] = [];
  #waiting: { done: () => boolean; resolve: () => void }[] = [];
  #ready = false;

  constructor(settings: NodeSettings) {
    this.child = spawn(process.execPath, ['test/support/node-process.ts', JSON.stringify(settings)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.died = new Promise((resolve) => this.child.once('exit', () => resolve()));
    if (this.child.stdout) createInterface(this.child.stdout).on('line', (line) => this.#line(line));
  }

  until(done: () => boolean): Promise<void> {
    if (done()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ done, resolve }));
  }

  get ready(): boolean {
    return this.#ready;
  }

  #line(line: string): void {
    if (line === 'ready') this.#ready = true;
    else if (line.startsWith('callbacks ')) this.callbacks = JSON.parse(line.slice(10)) as CallbackRecord[];
    for (const waiting of this.#waiting.filter(({ done }) => done())) waiting.resolve();
    this.#waiting = this.#waiting.filter(({ done }) => !done());
  }
}

async function walk(killAfter: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-kill-'));
  const doorsPort = await freePort();
  const scene = { clock: systemClock, random: systemRandom };
  const people = createDirectory(scene, { talkMs: 300 });
  const server = await startSimulatedSwitch({
    ...scene,
    host: '127.0.0.1',
    port: 0,
    password: 'test',
    doors: [`127.0.0.1:${doorsPort}`],
    people,
    speechRate: 400,
    betweenDoorsMs: 6_000,
  });
  const settings = { store: join(folder, 'store.sqlite'), switchPort: server.port, password: 'test', doorsPort };
  const first = new Node({ ...settings, killAfter });
  let second: Node | null = null;
  try {
    let talked = false;
    const phone = textPhone(scene, {
      keys: ['1', '1', '1'],
      onPerception: (_line, perception) => (talked ||= perception.kind === 'joined'),
    });
    people.register(CUSTOMER, phone);
    await Promise.race([first.until(() => first.ready), first.died]);
    server.ring(phone, { from: CUSTOMER, to: '8000' });
    await first.died;
    second = new Node({ ...settings, killAfter: 0 });
    const next = second;
    const over = (): boolean => next.callbacks.some((record) => record.state === 'COMPLETED');
    await Promise.race([next.until(over), next.until(() => talked), next.died]);
    if (next.callbacks.length > 0) await next.until(over);
    for (const record of next.callbacks) expect(record.state).toBe('COMPLETED');
    const rings = server.rings().filter((ring) => ring.phone === CUSTOMER);
    expect(new Set(rings.map((ring) => ring.attempt)).size).toBe(rings.length);
    const attempts = next.callbacks.flatMap((record) => record.attempts.map((attempt) => attempt.id));
    for (const ring of rings) expect(attempts).toContain(ring.attempt);
  } finally {
    first.child.kill('SIGKILL');
    second?.child.kill('SIGKILL');
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('a server killed by SIGKILL in the middle of a call', () => {
  for (const point of points)
    it(`after commit ${point}: the callback is carried out or ended by rule, nobody is rung twice for an attempt`, async () => {
      await walk(point);
    }, 90_000);
});
