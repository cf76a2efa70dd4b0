import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import express from 'express';
import supertest from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import { RingbackError } from '../../src/core/errors.ts';
import { systemRandom } from '../../src/core/random.ts';
import { serveRecordings } from '../../src/http/serve-recordings.ts';
import { openRecordings, type RecordingPlace, type Recordings } from '../../src/voice/recordings.ts';
import { httpWorld, type World } from './http-world.ts';

const wave = (sound: string): Buffer => Buffer.from(`RIFF\0\0\0\0WAVEfmt ${sound}`);

const folder = mkdtempSync(join(tmpdir(), 'ringback-sent-'));
let recordings: Recordings;
let world: World;
beforeAll(async () => {
  recordings = await openRecordings(folder, {
    ...{ clock: systemClock, random: systemRandom, address: '' },
    elsewhere: new Map([['far', 'httapi']]),
  });
  world = await httpWorld({ recordings: recordings.sent });
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

/** Places that a switch elsewhere was told: `to` is the path of the request. */
const far = (): Promise<RecordingPlace> => recordings.place('far');

/** As mod_httapi sends: without a type. */
const put = (path: string, body: Buffer, headers: Record<string, string> = {}): supertest.Test =>
  world.api
    .put(path)
    .set({ 'Content-Type': '', ...headers })
    .serialize((sent) => sent as unknown as string)
    .send(body);

test('what a switch sends is kept, served to it, and gone when nobody asks any more', async () => {
  const place = await far();
  expect(place.to).toMatch(/^\/recordings\/[0-9a-f]{32}\.wav$/);
  const sent = await put(`${place.to}?session_id=x&file_driver=true`, wave('hello'));
  expect(sent.status).toBe(201);
  expect(await place.size()).toBe(wave('hello').length);
  expect(Buffer.from(await place.read())).toEqual(wave('hello'));
  const { status, headers, body } = await world.api.get(place.to);
  expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'audio/wav', 'no-store']);
  expect(Buffer.from(body as Uint8Array)).toEqual(wave('hello'));
  await place.remove();
  expect((await world.api.get(place.to)).status).toBe(404);
  expect((await put(place.to, wave('more'))).status).toBe(404);
  expect(readdirSync(join(folder, 'recordings'))).toEqual([]);
});

test('it is sent once: whoever comes to know the address later cannot put another one in its place', async () => {
  const place = await far();
  await put(place.to, wave('first'));
  expect((await put(place.to, wave('second'))).status).toBe(404);
  expect(Buffer.from(await place.read())).toEqual(wave('first'));
  const other = await far();
  const both = await Promise.all([put(other.to, wave('one')), put(other.to, wave('two'))]);
  expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
    201,
    expect.toSatisfy((s) => s >= 400),
  ]);
});

test.each([
  ['/recordings/0123456789abcdef0123456789abcdef.wav', 404],
  ['/recordings/..%2F..%2Fringback.wav', 404],
  ['/recordings/__proto__.wav', 404],
  ['/recordings/.wav', 404],
])('nothing is taken or found at %s', async (path, status) => {
  expect((await put(path, wave('x'))).status).toBe(status);
  expect((await world.api.get(path)).status).toBe(status);
});

test.each<[string, Buffer, Record<string, string>, number]>([
  ['no sound', Buffer.from('<html>'), {}, 400],
  ['an empty body', Buffer.alloc(0), {}, 400],
  ['21 MB', Buffer.concat([wave(''), Buffer.alloc(22_000_000)]), {}, 413],
  ['what is packed', gzipSync(wave('x')), { 'Content-Encoding': 'gzip' }, 415],
])('%s is refused, and the switch may still send', async (_, body, headers, status) => {
  const place = await far();
  expect((await put(place.to, body, headers)).status).toBe(status);
  expect((await put(place.to, wave('late'))).status).toBe(201);
});

test('from a source that is not allowed nothing is taken or found', async () => {
  const place = await far();
  const http = express();
  serveRecordings(http, { recordings: recordings.sent }, () => {
    throw new RingbackError('NOT_AUTHORISED', { to: 'the configured sources' });
  });
  const api = supertest(http);
  expect((await api.put(place.to).send('RIFF....WAVE')).status).not.toBe(201);
  expect((await api.get(place.to)).status).not.toBe(200);
  expect(recordings.sent.find(place.to.slice(-36, -4))).toBeNull();
});

test('one that is forgotten while it comes leaves nothing behind', async () => {
  const place = await far();
  const name = place.to.slice(-36, -4);
  const taken = recordings.sent.take(name, wave('x'));
  await place.remove();
  expect(await taken).toBe(true);
  expect(existsSync(join(folder, 'recordings', `${name}.wav`))).toBe(false);
});

test('a switch beside us writes to a file of its own', async () => {
  const place = await recordings.place('near');
  expect(place.to.startsWith(folder)).toBe(true);
  expect(() => readFileSync(place.to)).toThrow('ENOENT');
});
