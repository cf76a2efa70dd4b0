/** What a WAV file holds: the format of its samples, and the samples as they lie there. */
export interface WaveContent {
  /** Code of the format: 1 is PCM, 6 and 7 are the A-law and µ-law of G.711. */
  format: number;
  channels: number;
  /** Samples a second. */
  rate: number;
  bits: number;
  data: Buffer;
}

/** The format is in a sub-format field further on; its first two bytes are the same codes. */
const EXTENSIBLE = 0xfffe;

/** RIFF: chunks of a name, a length and as many bytes, padded to even lengths. Throws an Error that says what it is not. */
export function waveContent(file: Buffer): WaveContent {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE')
    throw new Error('it is not a WAV file');
  let format: Buffer | null = null;
  for (let at = 12; at + 8 <= file.length;) {
    const name = file.toString('latin1', at, at + 4);
    const length = file.readUInt32LE(at + 4);
    // A program that writes to a pipe does not know the length yet and writes a huge one: what is there counts.
    const chunk = file.subarray(at + 8, at + 8 + length);
    if (name === 'fmt ') format = chunk;
    if (name === 'data') return described(format, chunk);
    at += 8 + length + (length % 2);
  }
  throw new Error('it is a WAV file without sound');
}

function described(format: Buffer | null, data: Buffer): WaveContent {
  if (!format || format.length < 16) throw new Error('it is a WAV file without a format');
  const code = format.readUInt16LE(0);
  return {
    format: code === EXTENSIBLE && format.length >= 26 ? format.readUInt16LE(24) : code,
    channels: format.readUInt16LE(2),
    rate: format.readUInt32LE(4),
    bits: format.readUInt16LE(14),
    data,
  };
}
