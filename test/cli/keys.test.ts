import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { program } from '../../src/cli/program.ts';
import { httpWorld, type World } from '../http/http-world.ts';

const TOKEN = 'the-token-of-the-data-folder';

let folder: string;
let world: World;
let server: Server;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringback-keys-'));
  writeFileSync(join(folder, 'token'), TOKEN);
  vi.stubEnv('RINGBACK_DATA', folder);
  world = await httpWorld({ token: TOKEN });
  server = world.http.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await world.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** What `ringback <words>` prints. */
async function ringback(...words: string[]): Promise<string> {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  try {
    const { port } = server.address() as AddressInfo;
    await program().parseAsync(['--url', `http://127.0.0.1:${port}`, ...words], { from: 'user' });
  } finally {
    log.mockRestore();
  }
  return lines.join('\n');
}

it('ringback key makes, lists, rotates and revokes keys, each printed once', async () => {
  const key = await ringback('key', 'create', 'shop', '--role', 'agent', '--service', 'classic');
  expect(key).toMatch(/^rbk_shop_[0-9a-f]{64}$/);
  await ringback('key', 'create', 'lead', '--role', 'supervisor', '--queue', 'classic');
  const rotated = await ringback('key', 'rotate', 'shop', '--grace', '10m');
  expect(rotated).toMatch(/^rbk_shop_[0-9a-f]{64}$/);
  expect(rotated).not.toBe(key);
  const list = await ringback('key', 'list');
  expect(list.split('\n')).toEqual([
    expect.stringMatching(/^NAME +ROLE +FOR +STATE +LAST$/),
    expect.stringMatching(
      /^shop +agent +classic +two until 2026-01-05 09:10:00Z +rotated 2026-01-05 09:00:00Z by command line$/,
    ),
    expect.stringMatching(/^lead +supervisor +queue classic +opens +created .* by command line$/),
  ]);
  expect(await ringback('key', 'revoke', 'shop')).toBe('key shop opens nothing more');
  expect(await ringback('key', 'list')).toMatch(/shop +agent +classic +revoked +revoked /);
});

it.each([
  [['rotate', 'nobody'], 'KEY_UNKNOWN'],
  [['revoke', 'no/such?name'], 'KEY_UNKNOWN'],
  [['create', 'x', '--role', 'root'], 'role is one of agent'],
  [['create', 'x', '--role', 'agent', '--service', 'nosuch'], 'there is no service "nosuch"'],
])('`ringback key %s` says in the words of the server why it is refused', async (words, message) => {
  await expect(ringback('key', ...words)).rejects.toThrow(message);
});
