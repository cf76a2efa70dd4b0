import fc from 'fast-check';
import { expect, test } from 'vitest';

import { telephoneWave } from '../../../src/voice/speech/telephone-wave.ts';
import { readTelephoneWave, toneWave } from './waves.ts';

test.each([8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000])(
  'speech of %i samples a second becomes 8 kHz, mono, 16 bits, as long and as loud as it was',
  (rate) => {
    const wave = readTelephoneWave(telephoneWave(toneWave({ rate, channels: 2 })));
    expect(wave).toMatchObject({ channels: 1, rate: 8_000, bits: 16 });
    expect(wave.ms).toBeCloseTo(200, 0);
    expect(wave.loudness).toBeCloseTo(0.354, 1);
  },
);

test('what a telephone cannot carry is filtered out and not heard as another tone', () => {
  expect(readTelephoneWave(telephoneWave(toneWave({ rate: 16_000, hertz: 6_000 }))).loudness).toBeLessThan(
    0.005,
  );
});

test('a file from a pipe, whose lengths are not known yet, is read to its end', () => {
  const piped = toneWave();
  piped.writeUInt32LE(0xffffffff, 4);
  piped.writeUInt32LE(0x7ffff000, 40);
  expect(readTelephoneWave(telephoneWave(piped)).ms).toBeCloseTo(200, 0);
});

test.each([
  ['no WAV file', Buffer.from('espeak: command line error'), 'not a WAV file'],
  ['nothing', Buffer.alloc(0), 'not a WAV file'],
  ['a header alone', toneWave({ ms: 0 }), 'no sound'],
  ['a file without sound', toneWave().subarray(0, 36), 'without sound'],
])('%s is told apart from speech', (_, file, why) => {
  expect(() => telephoneWave(file)).toThrow(why);
});

test('a format that is not PCM is named', () => {
  const muLaw = toneWave();
  muLaw.writeUInt16LE(7, 20);
  expect(() => telephoneWave(muLaw)).toThrow('format 7');
});

test('whatever bytes come, there is a telephone wave or an Error', () => {
  const damaged = fc.tuple(fc.nat(100), fc.uint8Array({ maxLength: 60 })).map(([at, bytes]) => {
    const file = toneWave({ ms: 20 });
    file.set(bytes.subarray(0, file.length - at), at);
    return file;
  });
  fc.assert(
    fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 200 })), (file) => {
      try {
        expect(readTelephoneWave(telephoneWave(file))).toMatchObject({ channels: 1, rate: 8_000, bits: 16 });
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        expect((error as Error).message).toMatch(/^it /);
      }
    }),
  );
});
