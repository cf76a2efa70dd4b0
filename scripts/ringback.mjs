#!/usr/bin/env node
// The `ringback` command: runs dist where it is built, the sources in a checkout, on Node 24 or newer.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const sources = join(root, 'src', 'cli', 'main.ts');
const entry = existsSync(sources) ? sources : join(root, 'dist', 'cli', 'main.js');
const own = join(root, 'node_modules', '.bin', 'node');
const recent = Number(process.versions.node.split('.')[0]) >= 24;

if (!recent && !existsSync(own)) {
  console.error(
    'Ringback needs Node.js 24 or newer, this is ' +
      process.version +
      '. In a checkout run `npm start` once: it installs it.',
  );
  process.exit(1);
}
// With these keys V8 aborts the process now and then as threads with WebAssembly come and go: docs/decisions/0004.
const flags = ['--no-memory-protection-keys'];
const words = [...flags, entry, ...process.argv.slice(2)];
const child = spawn(recent ? process.execPath : own, words, { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
