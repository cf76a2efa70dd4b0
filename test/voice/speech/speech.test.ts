import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { silentLogger } from '../../../src/core/logger.ts';
import { VirtualClock } from '../../../src/core/virtual-clock.ts';
import { openSoundCache } from '../../../src/voice/speech/sound-cache.ts';
import type { SpeechEngine } from '../../../src/voice/speech/speech-engine.ts';
import { createSpeech, type Speech } from '../../../src/voice/speech/speech.ts';
import { toneWave } from './waves.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Size of what `speechWith` makes of a sentence: 200 ms. */
const FILE_BYTES = 44 + 8 * 200 * 2;

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-test-'));
  folders.push(folder);
  return folder;
}

interface Speaking {
  speech: Speech;
  clock: VirtualClock;
  folder: string;
  rendered: string[];
}

async function speechWith(
  parts: { folder?: string; mostBytes?: number; render?: SpeechEngine['render'] } = {},
): Promise<Speaking> {
  const folder = parts.folder ?? newFolder();
  const clock = new VirtualClock();
  const rendered: string[] = [];
  const engine: SpeechEngine = {
    name: 'test',
    atOnce: 1,
    speaks: (locale) => locale === 'en-US',
    render(text, locale) {
      rendered.push(text);
      return parts.render?.(text, locale) ?? Promise.resolve(toneWave());
    },
    close: () => Promise.resolve(),
  };
  const cache = await openSoundCache({ folder, mostBytes: parts.mostBytes ?? 1e9, clock });
  return { speech: createSpeech({ engine, cache, log: silentLogger }), clock, folder, rendered };
}

test('a sentence is rendered once, however many ask for it at the same time and later', async () => {
  const { speech, rendered } = await speechWith();
  const asked = await Promise.all(Array.from({ length: 10 }, () => speech.say('Press 1.', 'en-US')));
  expect(new Set(asked.flat()).size).toBe(1);
  await speech.say(' Press  1. ', 'en-US');
  expect(rendered).toEqual(['Press 1.']);
});

test('of a prompt with a value only the sentence with the value is rendered for each caller', async () => {
  const { speech, rendered } = await speechWith();
  const locale = 'en-US';
  await speech.prepare([
    { locale, pieces: ['You would wait ', null, '. ', 'Press 1 to be called back.', ' '] },
  ]);
  expect(rendered).toEqual(['Press 1 to be called back.']);
  const files = await speech.say('You would wait about 3 minutes. Press 1 to be called back.', locale);
  expect(files).toHaveLength(2);
  expect(rendered).toEqual(['Press 1 to be called back.', 'You would wait about 3 minutes.']);
});

test('whoever closes does not wait until all that may be said has been rendered', async () => {
  const { speech, rendered } = await speechWith({
    async render() {
      await speech.close();
      throw new Error('the speech engine ended');
    },
  });
  const texts = ['One.', 'Two.', 'Three.'].map((text) => ({ locale: 'en-US', pieces: [text] }));
  await speech.prepare(texts);
  expect(rendered).toEqual(['One.']);
});

test('files outlive the process; what was half written does not', async () => {
  const first = await speechWith();
  await first.speech.say('Press 1.', 'en-US');
  writeFileSync(join(first.folder, 'x.wav.1-1.part'), 'half');
  const second = await speechWith({ folder: first.folder });
  await second.speech.say('Press 1.', 'en-US');
  expect(second.rendered).toEqual([]);
  expect(readdirSync(first.folder)).toHaveLength(1);
});

test('a file that somebody removed is made again', async () => {
  const { speech, rendered } = await speechWith();
  const [file = ''] = await speech.say('Press 1.', 'en-US');
  rmSync(file);
  expect(await speech.say('Press 1.', 'en-US')).toEqual([file]);
  expect(rendered).toHaveLength(2);
});

test('when the cache is full, what was unused for longest goes; what may still be playing stays', async () => {
  const { speech, clock, folder } = await speechWith({ mostBytes: 3 * FILE_BYTES });
  const one = await speech.say('One.', 'en-US');
  const two = await speech.say('Two.', 'en-US');
  const three = await speech.say('Three.', 'en-US');
  await clock.advance(600_000);
  await speech.say('One.', 'en-US');
  const four = await speech.say('Four.', 'en-US');
  const left = (): string[] => readdirSync(folder).sort();
  expect(left()).toEqual([...one, ...three, ...four].map((path) => basename(path)).sort());
  expect(left()).not.toContain(basename(two[0] ?? ''));
  // All of these were used a moment ago.
  await speech.say('Five. Six. Seven.', 'en-US');
  for (const path of [...one, ...four]) expect(left()).toContain(basename(path));
});

test('a text that cannot be rendered is left out, and tried again the next time', async () => {
  let fails = true;
  const { speech } = await speechWith({
    render: () => (fails ? Promise.reject(new Error('crashed')) : Promise.resolve(toneWave())),
  });
  expect(await speech.say('Press 1.', 'en-US')).toEqual([]);
  fails = false;
  expect(await speech.say('Press 1.', 'en-US')).toHaveLength(1);
});

test('what is no sound is not kept', async () => {
  const { speech, folder } = await speechWith({ render: () => Promise.resolve(Buffer.from('oops')) });
  expect(await speech.say('Press 1.', 'en-US')).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test.each(['', ' ', '... !', '\u0000\u0007'])('%j is nothing to say', async (text) => {
  const { speech, rendered } = await speechWith();
  expect(await speech.say(text, 'en-US')).toEqual([]);
  expect(rendered).toEqual([]);
});

test('endless text without a full stop is cut, and not rendered without end', async () => {
  const { speech, rendered } = await speechWith();
  await speech.say('word '.repeat(100_000), 'en-US');
  expect(rendered.every((text) => text.length <= 400)).toBe(true);
  expect(rendered.join(' ').length).toBeLessThanOrEqual(6_000);
});
