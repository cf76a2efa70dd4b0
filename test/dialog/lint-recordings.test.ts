import { expect, test } from 'vitest';

import { formatProblem } from '../../src/core/problem.ts';
import { lintSet } from '../../src/dialog/compile-set.ts';
import { toneWave } from '../voice/speech/waves.ts';

const dialog =
  'dialog: it\nstart: a\ndefaults: { giveUp: a }\nsteps:\n  a: { say: [hello, parts], end: queue }\n';
const prompts = 'hello: Hello.\nparts:\n  - One\n  - two.\n';

/** A recording as it lies in a set, with fields of its head and its samples otherwise. */
function wave(
  otherwise: { format?: number; channels?: number; rate?: number; bits?: number; data?: Buffer } = {},
): string {
  const { format = 1, channels = 1, rate = 8000, bits = 16, data = tone(1000) } = otherwise;
  const head = toneWave({ rate, channels, ms: 0 });
  head.writeUInt16LE(format, 20);
  head.writeUInt16LE(bits, 34);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]).toString('base64');
}

/** So many samples, each as loud as the one before or as its opposite. */
function tone(samples: number, level = 5000): Buffer {
  const data = Buffer.alloc(samples * 2);
  for (let at = 0; at < samples; at++) data.writeInt16LE(at % 2 ? -level : level, at * 2);
  return data;
}

function lint(recordings: Record<string, string>): string[] {
  const files = { 'dialogs/it.yaml': dialog, 'prompts/en-US.yaml': prompts, ...recordings };
  return lintSet(files).map((problem) => `${problem.severity} ${formatProblem(problem)}`);
}

test('recordings of whole prompts and of pieces, in PCM or G.711, are fine', () => {
  const law = Buffer.alloc(8000, 0x55);
  expect(
    lint({
      'prompts/en-US/hello.wav': wave(),
      'prompts/en-US/parts.2.wav': wave({ format: 6, bits: 8, data: law }),
    }),
  ).toEqual([]);
});

test.each([
  [
    'of a studio',
    wave({ rate: 44_100, channels: 2 }),
    'error prompts/en-US/hello.wav:1:1: audio-format it has to be 8000 Hz, mono, PCM of 16 bits or G.711: it is 44100 Hz, 2 channels, 16 bits, format 1',
  ],
  ['that is none', 'SUQz', 'error prompts/en-US/hello.wav:1:1: audio-format it is not a WAV file'],
  [
    'without samples',
    wave({ data: Buffer.alloc(0) }),
    'error prompts/en-US/hello.wav:1:1: audio-format it holds no sound',
  ],
  [
    'cut off in its head',
    Buffer.from(wave(), 'base64').subarray(0, 30).toString('base64'),
    'error prompts/en-US/hello.wav:1:1: audio-format it is a WAV file without sound',
  ],
  [
    'of nothing but silence',
    wave({ data: tone(100, 0) }),
    'warning prompts/en-US/hello.wav:1:1: audio-format it is silent from beginning to end',
  ],
  [
    'recorded too loud',
    wave({ data: tone(100, 32_767) }),
    'warning prompts/en-US/hello.wav:1:1: audio-format it is clipped: recorded too loud',
  ],
  [
    'of more than a minute',
    wave({ data: tone(61 * 8000) }),
    'warning prompts/en-US/hello.wav:1:1: audio-format it takes 61 seconds to hear, over 60',
  ],
])('audio-format: a recording %s', (_, content, expected) => {
  expect(lint({ 'prompts/en-US/hello.wav': content })).toEqual([expected]);
});

test('recording-unused: a name that no prompt has', () => {
  expect(lint({ 'prompts/en-US/helo.wav': wave(), 'prompts/de-DE/hello.wav': wave() })).toEqual([
    'warning prompts/de-DE/hello.wav:1:1: recording-unused there is no prompt "hello" that it could be played for',
    'warning prompts/en-US/helo.wav:1:1: recording-unused there is no prompt "helo" that it could be played for (did you mean "hello"?)',
  ]);
});
