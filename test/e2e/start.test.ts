import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { JsonObject } from '../../src/core/json.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { revision } from '../store/conformance/make.ts';
import { Child } from '../support/child.ts';
import { freePort } from '../support/free-port.ts';

let folder: string;
let children: Child[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringback-start-'));
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(children.map((child) => child.exited));
  rmSync(folder, { recursive: true, force: true });
});

/** The shipped configuration with another port for the doors, and with mistakes if wanted. */
async function configuration(change: (text: string) => string = (text) => text): Promise<string> {
  const file = join(folder, `ringback-${await freePort()}.yaml`);
  const shipped = readFileSync('config/ringback.yaml', 'utf8');
  writeFileSync(file, change(shipped.replace('port: 8084', `port: ${await freePort()}`)));
  return file;
}

/** `ringback start` with a data folder of the test's own. */
function start(file: string, environment: Record<string, string> = {}, words: string[] = []): Child {
  const child = new Child(['src/cli/main.ts', 'start', ...words], {
    PATH: process.env['PATH'],
    PORT: '0',
    RINGBACK_DATA: join(folder, 'data'),
    RINGBACK_CONFIG: file,
    ...environment,
  });
  children.push(child);
  return child;
}

/** Waits for the banner; returns where the server is. */
async function up(child: Child): Promise<string> {
  const line = (): string | undefined => child.out.find((said) => said.startsWith('  page '));
  await child.until(
    () => line() !== undefined && child.out.some((said) => said.includes('Try:')),
    'the banner',
  );
  return line()?.replace('  page', '').trim().replace(/\/$/, '') ?? '';
}

async function refused(child: Child): Promise<string> {
  expect(await child.exited).toEqual({ code: 1, signal: null });
  expect(child.out).toEqual([]);
  const said = child.err.filter((line) => !line.startsWith('{')).join('\n');
  expect(said).not.toMatch(/^ +at /m);
  return said;
}

describe('ringback start', () => {
  it('is up with a banner, says that it lives and is ready, and ends cleanly on SIGTERM', async () => {
    const child = start(await configuration());
    const url = await up(child);
    const banner = child.out.join('\n');
    for (const part of [
      'Ringback is up',
      'sqlite in',
      'demo (simulated)',
      'Simulated:',
      'ringback call 8000',
    ])
      expect(banner).toContain(part);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${url}/vxml/classic`)).text()).toContain('<vxml');
    child.kill('SIGTERM');
    expect(await child.exited).toEqual({ code: 0, signal: null });
    for (const line of child.err) expect(JSON.parse(line)).toMatchObject({ level: 30 });
  });

  it('starts again on the data it left, however it was stopped', async () => {
    const file = await configuration();
    for (const signal of ['SIGKILL', 'SIGINT'] as const) {
      const child = start(file);
      const url = await up(child);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      child.kill(signal);
      await child.exited;
    }
  });

  it('refuses a data folder that another one uses, and leaves that one alone', async () => {
    const first = start(await configuration());
    const url = await up(first);
    const token = readFileSync(join(folder, 'data/token'), 'utf8');
    const said = await refused(start(await configuration()));
    expect(said).toMatch(/^STORE_LOCKED: the store \S+ringback\.sqlite is in use by another process$/m);
    expect(said).toContain('RINGBACK_DATA');
    expect(readFileSync(join(folder, 'data/token'), 'utf8')).toBe(token);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  it('prints every mistake of the configuration with its place', async () => {
    const file = await configuration((text) =>
      text.replace('strategy: classic', 'stratgy: classic').replace('talk: 5s', 'talk: soon'),
    );
    const said = await refused(start(file));
    expect(said).toMatch(/^CONFIG_INVALID: /);
    const lines = readFileSync(file, 'utf8').split('\n');
    for (const mistake of ['stratgy', 'talk: soon']) {
      const at = lines.findIndex((line) => line.includes(mistake)) + 1;
      expect(said).toContain(`${file}:${at}:`);
    }
    expect(said).toMatch(/:\d+:\d+: [\w-]+ /);
  });

  it('says which port is taken: that of HTTP, that of the doors', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    try {
      const message = `LISTEN_FAILED: cannot listen on 127.0.0.1:${port}: another program does already`;
      expect(await refused(start(await configuration(), { PORT: String(port) }))).toContain(message);
      const doors = await configuration((text) => text.replace(/(doors:\n.*\n +port: )\d+/, `$1${port}`));
      expect(await refused(start(doors))).toContain(message);
    } finally {
      taken.close();
    }
  });
});

describe('edits of the configuration', () => {
  /** What an earlier run has left. */
  async function edited(patch: JsonObject): Promise<void> {
    const store = await openSqliteStore({ path: join(folder, 'data/ringback.sqlite'), threads: false });
    await store.revisions.add(revision(1, { patch }));
    await store.close();
  }
  const texts = { prompts: { 'en-US': { offer: 'An edited offer. Press 1.' } } };

  it('outlive a restart, and callers hear them; gone back to, they hear the file', async () => {
    await edited(texts);
    const url = await up(start(await configuration()));
    const page = async (): Promise<string> => (await fetch(`${url}/dialogs/classic`)).text();
    expect(await page()).toContain('An edited offer.');
    const answer = await fetch(`${url}/api/v1/config/revert`, {
      method: 'POST',
      headers: { 'if-match': '*', 'content-type': 'application/json' },
      body: '{"to":0}',
    });
    expect(answer.status).toBe(200);
    expect(await page()).not.toContain('An edited offer.');
  });

  it('keep a file that no longer goes with them from being served, unless it alone is to count', async () => {
    await edited({ ...texts, services: { classic: { queue: 'other' } } });
    const file = await configuration();
    const said = await refused(start(file));
    expect(said).toContain('CONFIG_BEHIND');
    const place = String.raw`ringback-\d+\.yaml:\d+:\d+: reference there is no queue "other".* \(/services/classic/queue\)`;
    expect(said).toMatch(new RegExp(place));
    expect(said).toContain('--from-file');
    const url = await up(start(file, {}, ['--from-file']));
    const { revision: no } = (await (await fetch(`${url}/api/v1/config`)).json()) as { revision: number };
    expect(no).toBe(2);
  });
});
