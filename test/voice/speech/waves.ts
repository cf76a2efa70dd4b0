/** A WAV file of a tone, as loud as it gets halfway. */
export function toneWave({
  rate = 16_000,
  hertz = 440,
  ms = 200,
  channels = 1,
}: { rate?: number; hertz?: number; ms?: number; channels?: number } = {}): Buffer {
  const frames = Math.round((rate * ms) / 1000);
  const file = Buffer.alloc(44 + frames * channels * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(channels, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * channels * 2, 28);
  file.writeUInt16LE(channels * 2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(frames * channels * 2, 40);
  for (let frame = 0; frame < frames; frame++)
    for (let channel = 0; channel < channels; channel++)
      file.writeInt16LE(
        Math.round(16_384 * Math.sin((2 * Math.PI * hertz * frame) / rate)),
        44 + (frame * channels + channel) * 2,
      );
  return file;
}

/** What stands in the header, and how loud the middle of the file is (root mean square, 0 to 1). */
export function readTelephoneWave(file: Uint8Array): {
  channels: number;
  rate: number;
  bits: number;
  ms: number;
  loudness: number;
} {
  const bytes = Buffer.from(file);
  const samples = Array.from({ length: (bytes.length - 44) / 2 }, (_, index) =>
    bytes.readInt16LE(44 + index * 2),
  );
  const middle = samples.slice(Math.floor(samples.length / 4), Math.ceil((samples.length * 3) / 4));
  const power = middle.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / middle.length;
  return {
    channels: bytes.readUInt16LE(22),
    rate: bytes.readUInt32LE(24),
    bits: bytes.readUInt16LE(34),
    ms: samples.length / 8,
    loudness: Math.sqrt(power),
  };
}
