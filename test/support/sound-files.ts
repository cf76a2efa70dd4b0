import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Loudest sample of a WAV file with 16 bits. */
export function loudness(file: Buffer): number {
  let most = 0;
  for (let at = 44; at + 1 < file.length; at += 2) most = Math.max(most, Math.abs(file.readInt16LE(at)));
  return most;
}

/** A WAV file of a tone at 600 Hz, as a caller would say it. */
export function tone(folder: string, seconds: number): string {
  const samples = seconds * 8_000;
  const file = Buffer.alloc(44 + samples * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.set([16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x80, 0x3e, 0, 0, 2, 0, 16, 0], 16);
  file.write('data', 36);
  file.writeUInt32LE(samples * 2, 40);
  for (let at = 0; at < samples; at++)
    file.writeInt16LE(Math.round(8_000 * Math.sin((at * 600 * 2 * Math.PI) / 8_000)), 44 + at * 2);
  const path = join(folder, `tone-${seconds}.wav`);
  writeFileSync(path, file);
  return path;
}
