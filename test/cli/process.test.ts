import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringback-cli-'));
  for (const name of ['config', 'dialogs', 'prompts'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the command as a process of its own, in a folder of its own. */
function ringback(words: string[], cwd = folder): Promise<Ended> {
  const environment = { PATH: process.env['PATH'] ?? '' };
  const child = spawn(process.execPath, [join(root, 'src/cli/main.ts'), ...words], { cwd, env: environment });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

it('says what to do when no server answers, without a stack trace', async () => {
  const { code, out, err } = await ringback(['status', '--url', 'http://127.0.0.1:9']);
  expect(code).toBe(1);
  expect(out).toBe('');
  expect(err).toMatch(/^No Ringback answers at http:\/\/127\.0\.0\.1:9 /);
  expect(err).toContain('npm start');
  expect(err).not.toMatch(/\n +at /);
});

it('a command there is none shows the help', async () => {
  const { code, err } = await ringback(['dance']);
  expect(code).toBe(1);
  expect(err).toContain("unknown command 'dance'");
  expect(err).toContain('Usage: ringback');
});

describe('lint', () => {
  it('finds no error in what is shipped', async () => {
    const { code, out, err } = await ringback(['lint']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^config\/ringback\.yaml and \d+ files: no errors$/m);
  });

  it('reports every mistake of every file at once, with its place', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'ringback-lint-'));
    for (const name of ['dialogs', 'prompts'])
      cpSync(join(root, name), join(broken, name), { recursive: true });
    mkdirSync(join(broken, 'config'));
    writeFileSync(
      join(broken, 'config/ringback.yaml'),
      'switches:\n  demo:\n    kind: simulatd\nservices: {}\nqueues: {}\n',
    );
    writeFileSync(join(broken, 'dialogs/odd.yaml'), 'dialog: odd\nsteps: 7\n');
    writeFileSync(
      join(broken, 'dialogs/odd.scxml'),
      '<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" initial="nowhere"/>\n',
    );
    const { code, out, err } = await ringback(['lint'], broken);
    expect(code).toBe(1);
    for (const file of ['config/ringback.yaml', 'dialogs/odd.yaml', 'dialogs/odd.scxml'])
      expect(out).toMatch(new RegExp(`^${file.replaceAll('.', '\\.')}:\\d+:\\d+: [a-z-]+ `, 'm'));
    expect(err).toMatch(/^\d+ errors: this would not go live\.$/m);
    rmSync(broken, { recursive: true, force: true });
  });
});
