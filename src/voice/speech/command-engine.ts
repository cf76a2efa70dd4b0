import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

import type { EngineTime, SpeechEngine } from './speech-engine.ts';

interface CommandSettings {
  /** Program and arguments; `{text}`, `{locale}` and `{file}` in an argument stand for what their names say. */
  command: readonly string[];
  /** Locales it has a voice for; null for every one. */
  locales: readonly string[] | null;
}

/** A minute of stereo at 48 kHz is under it. */
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_COMPLAINT = 300;
/** BCP 47 (RFC 5646 §2.1), in its plain forms. */
const LOCALE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;

/**
 * A command that speaks: the text on its standard input, or as one argument where it says `{text}`; the WAV file on
 * its standard output, or in the file `{file}`. No shell has a part in it, so a text is never more than a text.
 */
export function createCommandEngine({ command, locales }: CommandSettings, time: EngineTime): SpeechEngine {
  return {
    name: `command ${JSON.stringify(command)}`,
    atOnce: 2,
    speaks: (locale) => LOCALE.test(locale) && (locales?.includes(locale) ?? true),
    async render(text, locale) {
      const folder = await mkdtemp(join(tmpdir(), 'ringback-speech-'));
      try {
        const file = join(folder, 'speech.wav');
        const output = await run(filled(command, { text, locale, file }), text, time);
        return command.some((word) => word.includes('{file}')) ? await readFile(file) : output;
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    close: () => Promise.resolve(),
  };
}

function filled(command: readonly string[], values: Record<string, string>): string[] {
  return command.map((word) =>
    word.replace(/\{(text|locale|file)\}/g, (_, name: string) => {
      const value = values[name] ?? '';
      // A text such as `-w/etc/motd` must not be read as an option.
      return word.startsWith('{') && value.startsWith('-') ? ` ${value}` : value;
    }),
  );
}

async function run(words: string[], text: string, { clock, timeoutMs }: EngineTime): Promise<Uint8Array> {
  const [program = '', ...parameters] = words;
  const child = spawn(program, parameters, { stdio: 'pipe', windowsHide: true });
  const over = Promise.withResolvers<never>();
  const stop = (why: string): void => {
    child.kill('SIGKILL');
    over.reject(new Error(`${program} ${why}`));
  };
  const timer = clock.at(clock.now() + timeoutMs, () => stop(`said nothing within ${timeoutMs} ms`));
  try {
    const output = collect(child.stdout, MOST_BYTES, () => stop('wrote too much'));
    const complaint = collect(child.stderr, MOST_BYTES, () => stop('complained too much'));
    child.stdin.on('error', () => undefined); // it need not read the text to its end
    child.stdin.end(text);
    const code = await Promise.race([ended(child), over.promise]);
    if (code !== 0) {
      const why = Buffer.concat(complaint).toString('utf8').trim().slice(0, MOST_COMPLAINT);
      throw new Error(`${program} ended with ${code}: ${why}`);
    }
    return Buffer.concat(output);
  } finally {
    timer.cancel();
  }
}

function collect(stream: Readable, most: number, tooMuch: () => void): Buffer[] {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > most) tooMuch();
    else chunks.push(chunk);
  });
  return chunks;
}

/** Its exit status, or the signal that ended it. */
function ended(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'nothing'));
  });
}
