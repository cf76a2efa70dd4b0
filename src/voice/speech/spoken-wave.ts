import { readFile } from 'node:fs/promises';

import type { Speech } from './speech.ts';

const HEADER_BYTES = 44;

/** A text as one WAV file, sentence after sentence; null without a voice for the locale. */
export async function spokenWave(speech: Speech, text: string, locale: string): Promise<Uint8Array | null> {
  const [first, ...rest] = await Promise.all((await speech.say(text, locale)).map((path) => readFile(path)));
  if (!first) return null;
  // Rendered sentences are alike: a header of 44 bytes, then samples.
  const file = Buffer.concat([first, ...rest.map((other) => other.subarray(HEADER_BYTES))]);
  file.writeUInt32LE(file.length - 8, 4);
  file.writeUInt32LE(file.length - HEADER_BYTES, 40);
  return file;
}
