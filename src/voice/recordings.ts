import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import type { Clock } from '../core/clock.ts';
import { secretId } from '../core/ids.ts';
import type { Random } from '../core/random.ts';
import { SentRecordings } from './sent-recordings.ts';
import { throughModule, type SoundModule } from './through-module.ts';

/** A place for one recording. */
export interface RecordingPlace {
  /** Where the switch writes it. */
  to: string;
  /** Bytes of what was written; 0 when nothing was, or did not come here. */
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
  /** What switches on other hosts send here. */
  readonly sent: SentRecordings;
  /** A place that the switch can write to. */
  place(switchName: string): Promise<RecordingPlace>;
}

const LONGEST_MS = 600_000;
/** 16 bits at 48 kHz for as long as that would be more: a switch that records wider than a telephone does it shorter. */
const MOST_BYTES = 20_000_000;
/** What a process that died has left is nobody's after so long. */
const LEFT_OVER_MS = 86_400_000;

interface RecordingsParts {
  clock: Clock;
  random: Random;
  /** Where switches reach us over HTTP: `http://10.0.0.3:8080`. */
  address: string;
  /** Switches that do not write to a disk of ours, by name, and what they send by. */
  elsewhere: ReadonlyMap<string, SoundModule>;
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
  const sent = new SentRecordings(parts.clock);
  return {
    longestMs: LONGEST_MS,
    sent,
    place(switchName) {
      const name = secretId(parts.random);
      const path = join(folder, `${name}.wav`);
      const module = parts.elsewhere.get(switchName);
      if (module === undefined) return Promise.resolve(placeAt(path));
      const to = throughModule(`${parts.address}/recordings/${name}.wav`, module);
      return Promise.resolve(sentPlace({ name, path, to }, sent));
    },
  };
}

/** A switch on another host sends there, and fetches from there what it is to play of it. */
function sentPlace(
  { name, path, to }: { name: string; path: string; to: string },
  sent: SentRecordings,
): RecordingPlace {
  const here = placeAt(path);
  sent.expect(name, path);
  return {
    ...here,
    to,
    async size() {
      await sent.arrived(name);
      return here.size();
    },
    remove() {
      sent.forget(name);
      return here.remove();
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
