import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';

/** A place for one recording. */
export interface RecordingPlace {
  /** Where the switch writes it. */
  to: string;
  /** Bytes of what was written; 0 when nothing was. */
  size(): Promise<number>;
  /** Rejects when there is nothing or too much. */
  read(): Promise<Uint8Array>;
  /** Removes it; nothing there is fine. */
  remove(): Promise<void>;
}

/** Where what callers say is kept for as long as their dialog runs. */
export interface Recordings {
  /** Longest recording, ms. */
  readonly longestMs: number;
  /** A place that the switch can write to; null when there is none. */
  place(switchName: string): Promise<RecordingPlace | null>;
}

const LONGEST_MS = 600_000;
/** 16 bits at 48 kHz for as long as that would be more: a switch that records wider than a telephone does it shorter. */
const MOST_BYTES = 20_000_000;
/** What a process that died has left is nobody's after so long. */
const LEFT_OVER_MS = 86_400_000;

interface RecordingsParts {
  clock: Clock;
  random: Random;
  /** Switches that do not write to a disk of ours, by name. */
  elsewhere: ReadonlySet<string>;
}

/** Keeps recordings in `<data>/recordings`. Rejects when the folder cannot be had. */
export async function openRecordings(data: string, parts: RecordingsParts): Promise<Recordings> {
  const folder = resolve(data, 'recordings');
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const left = await stat(path).catch(() => null);
    if (left && parts.clock.now() - left.mtimeMs > LEFT_OVER_MS) await rm(path, { force: true });
  }
  return {
    longestMs: LONGEST_MS,
    place(switchName) {
      if (parts.elsewhere.has(switchName)) return Promise.resolve(null);
      const name = Buffer.from(parts.random.bytes(16)).toString('hex');
      return Promise.resolve(placeAt(join(folder, `${name}.wav`)));
    },
  };
}

function placeAt(path: string): RecordingPlace {
  const size = async (): Promise<number> => (await stat(path).catch(() => null))?.size ?? 0;
  return {
    to: path,
    size,
    async read() {
      if ((await size()) > MOST_BYTES) throw new Error(`the recording has more than ${MOST_BYTES} bytes`);
      return readFile(path);
    },
    remove: () => rm(path, { force: true }),
  };
}
