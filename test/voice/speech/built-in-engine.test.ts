import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { systemClock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { openSpeech, type SpeechHouse } from '../../../src/voice/speech/open-speech.ts';
import { readTelephoneWave } from './waves.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function builtIn(): Promise<SpeechHouse> {
  const data = mkdtempSync(join(tmpdir(), 'ringback-test-'));
  const settings = {
    engine: { kind: 'built-in', voice: 'slt' },
    timeoutMs: 60_000,
    cacheBytes: 10_000_000,
  } as const;
  const house = await openSpeech(data, settings, { clock: systemClock, log: silentLogger });
  closers.push(() => house.speech.close());
  closers.push(() => rmSync(data, { recursive: true, force: true }));
  return house;
}

test('a text is spoken, offline, as a file that a telephone can play', async () => {
  const { speech } = await builtIn();
  const files = await speech.say('To keep your place and be called back, press 1.', 'en-US');
  expect(files).toHaveLength(1);
  const wave = readTelephoneWave(readFileSync(files[0] ?? ''));
  expect(wave).toMatchObject({ channels: 1, rate: 8_000, bits: 16 });
  expect(wave.ms).toBeGreaterThan(1_500);
  expect(wave.loudness).toBeGreaterThan(0.01);
});

test('text that looks like markup, options or a path is only text', async () => {
  const { speech } = await builtIn();
  const files = await speech.say('-lv /etc/passwd <speak> $(touch x) "quoted" %s', 'en-GB');
  expect(readTelephoneWave(readFileSync(files[0] ?? '')).loudness).toBeGreaterThan(0.01);
});

test('what it has no voice for is left out', async () => {
  const { speech } = await builtIn();
  expect(await speech.say('Guten Tag.', 'de-DE')).toEqual([]);
});
