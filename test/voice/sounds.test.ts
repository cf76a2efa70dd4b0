import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { silentLogger } from '../../src/core/logger.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { createSounds, type Sounds } from '../../src/voice/sounds.ts';
import { openSoundCache } from '../../src/voice/speech/sound-cache.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const recording = 'http://ringback.internal/vxml/audio/abc/en-US/hello.wav';
const text = { kind: 'text', text: 'Hello.', locale: 'en-US' } as const;

async function sounds(): Promise<Sounds> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-test-'));
  folders.push(folder);
  const cache = await openSoundCache({ folder, mostBytes: 1e6, clock: new VirtualClock() });
  return createSounds({
    cache,
    log: silentLogger,
    speech: {
      say: (said) => Promise.resolve(said === 'Hello.' ? ['/data/speech/f00.wav'] : []),
      prepare: () => Promise.resolve(),
      close: () => Promise.resolve(),
    },
    pages: ({ path }) =>
      Promise.resolve({
        status: path.endsWith('hello.wav') ? 200 : 404,
        headers: {},
        body: Buffer.from('RIFF'),
      }),
    address: 'http://10.0.0.3:8080',
    switches: new Map([
      ['near', { speaks: false, audio: 'path' }],
      ['cached', { speaks: false, audio: 'http_cache' }],
      ['far', { speaks: false, audio: 'httapi' }],
      ['speaking', { speaks: true, audio: 'path' }],
    ]),
  });
}

test('a text comes to a switch as a file, by path or by address', async () => {
  const { playable } = await sounds();
  expect(await playable('near', text)).toEqual([{ kind: 'file', path: '/data/speech/f00.wav' }]);
  expect(await playable('cached', text)).toEqual([
    { kind: 'file', path: 'http_cache://http://10.0.0.3:8080/speech/f00.wav' },
  ]);
  expect(await playable('far', text)).toEqual([
    { kind: 'file', path: 'http://10.0.0.3:8080/speech/f00.wav' },
  ]);
});

test('a switch that speaks, and a simulated one, get the text', async () => {
  const { playable } = await sounds();
  expect(await playable('speaking', text)).toEqual([text]);
  expect(await playable('simulated', text)).toEqual([text]);
});

test('a text nobody can say is left out', async () => {
  expect(await (await sounds()).playable('near', { ...text, text: 'Hallo.' })).toEqual([]);
});

test('a recording of ours comes as a file of its content, or by the address where we are reached', async () => {
  const { playable } = await sounds();
  const [file] = await playable('near', { kind: 'file', url: recording });
  const path = file?.kind === 'file' ? file.path : '';
  expect(basename(path)).toMatch(/^[0-9a-f]{64}\.wav$/);
  expect(readFileSync(path, 'latin1')).toBe('RIFF');
  expect(await playable('cached', { kind: 'file', url: recording })).toEqual([
    { kind: 'file', path: 'http_cache://http://10.0.0.3:8080/vxml/audio/abc/en-US/hello.wav' },
  ]);
  expect(await playable('near', { kind: 'file', url: `${recording}.gone` })).toEqual([]);
});

test("a file of somebody else's keeps its address, and silence is silence", async () => {
  const { playable } = await sounds();
  const url = 'https://other.example/a.wav';
  expect(await playable('near', { kind: 'file', url })).toEqual([{ kind: 'file', path: url }]);
  expect(await playable('cached', { kind: 'file', url })).toEqual([
    { kind: 'file', path: `http_cache://${url}` },
  ]);
  expect(await playable('near', { kind: 'silence', ms: 300 })).toEqual([{ kind: 'silence', ms: 300 }]);
});
