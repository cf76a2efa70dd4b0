import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { systemClock } from '../../../src/core/clock.ts';
import { createCommandEngine } from '../../../src/voice/speech/command-engine.ts';
import type { SpeechEngine } from '../../../src/voice/speech/speech-engine.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringback-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A command that runs a script of ours with the arguments. */
function engine(script: string, words: string[] = [], timeoutMs = 30_000): SpeechEngine {
  const file = join(folder, `${Buffer.from(script).toString('hex').slice(-40)}.mjs`);
  writeFileSync(file, script);
  const command = [process.execPath, file, ...words];
  return createCommandEngine({ command, locales: null }, { clock: systemClock, timeoutMs });
}

const echo = 'process.stdin.pipe(process.stdout)';
const echoArguments = 'process.stdout.write(JSON.stringify(process.argv.slice(2)))';
const hostile = "\"; touch /tmp/x; $(id) `id` | cat & 'quoted' \\ %s {file} ${HOME}\n-o out";

test('the text goes to its standard input, and what it writes comes back', async () => {
  expect(Buffer.from(await engine(echo).render(hostile, 'en-US')).toString()).toBe(hostile);
});

test('as an argument any text is one argument, and never an option', async () => {
  const speaking = engine(echoArguments, ['-v', '{locale}', '{text}']);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(hostile, '-w/tmp/x', '--help', 'a  b', '{locale}'), async (text) => {
      const words = JSON.parse(Buffer.from(await speaking.render(text, 'de-DE')).toString()) as string[];
      expect(words).toEqual(['-v', 'de-DE', text.startsWith('-') ? ` ${text}` : text]);
    }),
    { numRuns: 5 },
  );
});

test('it may write to a file of its own', async () => {
  const script = "import { writeFileSync } from 'node:fs'; writeFileSync(process.argv[2], process.argv[2])";
  const written = Buffer.from(await engine(script, ['{file}']).render('Hello.', 'en-US')).toString();
  expect(written).toMatch(/speech\.wav$/);
  expect(existsSync(written)).toBe(false); // cleaned up
});

test.each([
  ['that fails', "console.error('no such voice'); process.exit(3)", 'ended with 3: no such voice'],
  ['that is killed', "process.kill(process.pid, 'SIGKILL')", 'ended with SIGKILL'],
  [
    'that writes without end',
    'const b = Buffer.alloc(1e6); (function w() { process.stdout.write(b, w) })()',
    'too much',
  ],
])('a command %s says why', async (_, script, why) => {
  await expect(engine(script).render('Hello.', 'en-US')).rejects.toThrow(why);
});

test('a command that hangs is killed after its time', async () => {
  const hanging = engine('setInterval(() => {}, 1000)', [], 200);
  await expect(hanging.render('Hello.', 'en-US')).rejects.toThrow('nothing within 200 ms');
});

test('a command that is not there says so', async () => {
  const missing = createCommandEngine(
    { command: ['/nowhere/speak'], locales: null },
    { clock: systemClock, timeoutMs: 1_000 },
  );
  await expect(missing.render('Hello.', 'en-US')).rejects.toThrow('ENOENT');
});

test('a locale that is none is not handed to a command', () => {
  const speaking = createCommandEngine(
    { command: ['speak'], locales: null },
    { clock: systemClock, timeoutMs: 1_000 },
  );
  for (const locale of ['--help', 'en-US;id', '', 'en US', '-v']) expect(speaking.speaks(locale)).toBe(false);
  expect(speaking.speaks('de-AT')).toBe(true);
});
