import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { vi } from 'vitest';

import { program } from '../../src/cli/program.ts';
import { httpWorld, type World } from '../http/http-world.ts';

const TOKEN = 'the-token-of-the-data-folder';

/** A server, and the command line beside it: with the token of its data folder. */
export interface OnServer {
  /** The data folder; files of a test may be in it. */
  folder: string;
  world: World;
  /** What `ringback <words>` prints. */
  ringback(...words: string[]): Promise<string>;
  close(): Promise<void>;
}

export async function onServer(wishes: Parameters<typeof httpWorld>[0] = {}): Promise<OnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-cli-'));
  writeFileSync(join(folder, 'token'), TOKEN);
  vi.stubEnv('RINGBACK_DATA', folder);
  const world = await httpWorld({ ...wishes, token: TOKEN });
  const server = world.http.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    folder,
    world,
    ringback: (...words) => {
      const { port } = server.address() as AddressInfo;
      return printedBy('--url', `http://127.0.0.1:${port}`, ...words);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await world.close();
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function printedBy(...words: string[]): Promise<string> {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  try {
    await program().parseAsync(words, { from: 'user' });
  } finally {
    log.mockRestore();
  }
  return lines.join('\n');
}
