import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { Client } from '../../src/cli/client.ts';
import { replaySession } from '../../src/cli/replay.ts';
import { replayRecords } from '../../src/cli/saved-records.ts';
import { recordingOf, type Recording } from '../../src/app/recording.ts';
import { book } from '../support/behaviours.ts';
import { World } from '../support/world.ts';

let home: string;
let before: string;
let printed: string[];
let recording: Recording;
let callback: string;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'ringback-replay-'));
  before = process.cwd();
  const world = await World.create();
  callback = (await book(world, '+14155550142')).id;
  await world.clock.advance(120_000);
  recording = await recordingOf(world.store, callback);
  await world.close();
  process.chdir(home);
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.chdir(before);
  rmSync(home, { recursive: true });
});

const client: Client = {
  get: (path) => Promise.resolve(path === `/api/v1/recordings/${callback}` ? recording : null),
  send: () => Promise.reject(new Error('not asked')),
  genesysPath: '/genesys',
  exchange: () => Promise.reject(new Error('not asked')),
  async *lines() {
    yield* [];
  },
};

it('prints a line a step, and keeps the record as a file that can be replayed anywhere', async () => {
  await replaySession(client, callback, { saveTest: true });
  const { length } = recording.journal;
  const file = `replays/${recording.session.id}.json`;
  expect(printed).toHaveLength(length + 2);
  expect(printed[0]).toMatch(/^ {3}1 {2}\d\d:\d\d:\d\d.* begins /);
  expect(printed.slice(-2)).toEqual([`${length} steps, the same to the byte`, `saved as ${file}`]);

  const saved = readFileSync(file, 'utf8');
  await replaySession(client, file, {});
  expect(printed.at(-1)).toBe(`${length} steps, the same to the byte`);

  writeFileSync(
    file,
    saved
      .replaceAll('engineVersion": "1"', 'engineVersion": "0"')
      .replace('"kind": "enter"', '"kind": "exit"'),
  );
  await expect(replaySession(client, file, {})).rejects.toThrow(
    /^Step \d+ comes out otherwise \(recorded on engine 0, this is 1\): it did /,
  );
});

it('all records of a project are made again by `ringback test`, and those that come out otherwise are named', async () => {
  expect(await replayRecords('.')).toEqual({ runs: 0, failures: [] });
  await replaySession(client, callback, { saveTest: true });
  expect(await replayRecords('.')).toEqual({ runs: 1, failures: [] });
  writeFileSync('replays/a.json', JSON.stringify(recording).replace('"kind":"enter"', '"kind":"exit"'));
  writeFileSync('replays/b.json', '{}');
  expect(await replayRecords('.')).toEqual({
    runs: 3,
    failures: [
      expect.stringMatching(/^replays\/a\.json: Step 1 comes out otherwise: it did /),
      expect.stringContaining('b.json is no saved record of a session.'),
    ],
  });
});

it('stops at a step and shows the data', async () => {
  await replaySession(client, callback, { step: '1' });
  expect(printed).toHaveLength(2);
  expect(JSON.parse(printed[1] ?? '')).toEqual(expect.any(Object));
});

it.each(['{}', 'null', 'no JSON'])('%s is no record', async (text) => {
  writeFileSync('x.json', text);
  await expect(replaySession(client, 'x.json', {})).rejects.toThrow('x.json is no saved record');
});
