import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { httpWorld, type World } from './http-world.ts';

const hash = 'ab'.repeat(32);
let folder = '';
let world: World;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringback-test-'));
  writeFileSync(join(folder, `${hash}.wav`), 'RIFFsound');
  world = await httpWorld({
    sound: (asked) => Promise.resolve(asked === hash ? join(folder, `${hash}.wav`) : null),
  });
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

test('a spoken text is served, and may be kept for ever', async () => {
  const { status, headers, body } = await world.api.get(`/speech/${hash}.wav`);
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'audio/wav',
    'content-length': '9',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  expect(Buffer.from(body as Uint8Array).toString()).toBe('RIFFsound');
});

test.each(['none.wav', '..%2F..%2Fetc%2Fpasswd.wav', `${hash}.WAVE`])('there is no %s', async (name) => {
  expect((await world.api.get(`/speech/${name}`)).status).toBe(404);
});
