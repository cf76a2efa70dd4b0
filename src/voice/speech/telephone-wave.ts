import { waveContent } from '../../core/wave.ts';
import { resample } from './resample.ts';

/** Samples a second of a telephone line. */
const TELEPHONE_RATE = 8_000;
const HEADER_BYTES = 44;
const PCM = 1;
const RATES = { lowest: 4_000, highest: 192_000 };

/** Samples of one channel, -1 to 1. */
interface Sound {
  rate: number;
  samples: Float32Array;
}

/** The WAV file as switches like it: PCM, 8 kHz, mono, 16 bits. Throws an Error that says why it cannot be. */
export function telephoneWave(file: Uint8Array): Uint8Array {
  const { rate, samples } = readWave(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  if (samples.length === 0) throw new Error('it holds no sound');
  return writeWave(resample(samples, rate, TELEPHONE_RATE));
}

function readWave(file: Buffer): Sound {
  const { format, channels, rate, bits, data } = waveContent(file);
  if (format !== PCM || ![8, 16, 24, 32].includes(bits) || channels < 1 || channels > 8)
    throw new Error(
      `it is a WAV file of format ${format} with ${bits} bits and ${channels} channels, not PCM`,
    );
  if (rate < RATES.lowest || rate > RATES.highest) throw new Error(`it has ${rate} samples a second`);
  return { rate, samples: mixed(data, channels, bits / 8) };
}

/** The average of the channels. */
function mixed(data: Buffer, channels: number, bytes: number): Float32Array {
  const frames = Math.floor(data.length / (channels * bytes));
  const samples = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++)
      sum += sampleAt(data, (frame * channels + channel) * bytes, bytes);
    samples[frame] = sum / channels;
  }
  return samples;
}

/** Samples of one byte have no sign, all others have one. */
function sampleAt(data: Buffer, at: number, bytes: number): number {
  if (bytes === 1) return (data.readUInt8(at) - 128) / 128;
  return data.readIntLE(at, bytes) / 2 ** (bytes * 8 - 1);
}

function writeWave(samples: Float32Array): Uint8Array {
  const file = Buffer.alloc(HEADER_BYTES + samples.length * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(PCM, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(TELEPHONE_RATE, 24);
  file.writeUInt32LE(TELEPHONE_RATE * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(samples.length * 2, 40);
  for (const [index, sample] of samples.entries())
    file.writeInt16LE(
      Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_767))),
      HEADER_BYTES + index * 2,
    );
  return file;
}
