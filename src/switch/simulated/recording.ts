import { closeSync, mkdirSync, openSync, readSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where a WAV file's header says its bytes a second. */
const BYTE_RATE_AT = 28;
const HEADER_BYTES = 44;
const RATE = 8_000;
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

/** Writes a recording of so long to this disk. */
export function writeRecording(path: string, ms: number): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, waveOf(ms));
}

/** The address of what mod_httapi and mod_http_cache send when it is recorded; null: it is a path on this disk. */
export function sentTo(path: string): string | null {
  const [, cached, address = ''] = /^(http_cache:\/\/)?(https?:\/\/.*)$/.exec(path) ?? [];
  if (address === '') return null;
  // mod_httapi adds what it knows of the session (seen on the wire).
  return cached === undefined ? `${address}?session_id=simulated&file_driver=true` : address;
}

/** Sends a recording of so long. Whether it is taken makes no difference to the call. */
export async function sendRecording(address: string, ms: number): Promise<void> {
  await fetch(address, { method: 'PUT', body: Uint8Array.from(waveOf(ms)) }).catch(() => undefined);
}

/** A WAV file of so long: what people say on a simulated line has no sound, so it is silence. */
function waveOf(ms: number): Buffer {
  const sound = Math.round(ms) * RAW_BYTES_PER_MS;
  const file = Buffer.alloc(HEADER_BYTES + sound);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  // PCM, one channel, 16 bits: in this order sizes, format, channels, rates, block and bits.
  for (const [at, value] of [
    [16, 16],
    [24, RATE],
    [BYTE_RATE_AT, RATE * 2],
    [40, sound],
  ] as const)
    file.writeUInt32LE(value, at);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    file.writeUInt16LE(value, at);
  file.write('data', 36, 'latin1');
  return file;
}
