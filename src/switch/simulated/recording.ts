import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** Where a WAV file's header says its bytes a second. */
const BYTE_RATE_AT = 28;
const HEADER_BYTES = 44;
/** 16 bits at 8 kHz, for files without a header. */
const RAW_BYTES_PER_MS = 16;

/** Length of a recording on this machine, ms; null when there is no such file. */
export function recordingMs(path: string): number | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) return null;
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  const read = readSync(file, header);
  closeSync(file);
  const isWave = read === HEADER_BYTES && header.toString('latin1', 0, 4) === 'RIFF';
  const bytesPerMs = isWave ? header.readUInt32LE(BYTE_RATE_AT) / 1000 : 0;
  return Math.round((stat.size - (isWave ? HEADER_BYTES : 0)) / (bytesPerMs || RAW_BYTES_PER_MS));
}
