import { request as open } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { httpWorld, type World } from './http-world.ts';

const classic = '/genesys/1/service/callback/classic';
const booking = '{"_customer_number": "+14155550100", "name": "Zoë 🙂"}';

let world: World;
beforeEach(async () => (world = await httpWorld()));
afterEach(() => world.close());

/** Sends a body in pieces; with `length` told, or chunked. */
async function send(
  pieces: Buffer[],
  headers: Record<string, string>,
): Promise<{ status: number; body: string }> {
  const server = world.http.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise((resolve, reject) => {
      const request = open(
        { port, host: '127.0.0.1', path: classic, method: 'POST', headers },
        (response) => {
          text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
        },
      );
      request.once('error', reject);
      for (const piece of pieces) request.write(piece);
      request.end();
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const whole = Buffer.from(booking);
/** In the middle of a character of several bytes. */
const cut = whole.indexOf(Buffer.from('🙂')) + 2;
const length = (bytes: Buffer): string => String(bytes.length);

it.each([
  ['plain', [whole], { 'content-type': 'application/json', 'content-length': length(whole) }],
  [
    'in pieces',
    [whole.subarray(0, cut), whole.subarray(cut)],
    { 'content-type': 'application/json; charset=utf-8', 'content-length': length(whole) },
  ],
  ['of untold length', [whole], { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }],
  [
    'with a byte order mark',
    [Buffer.from(`\uFEFF${booking}`)],
    { 'content-type': 'application/json', 'content-length': String(whole.length + 3) },
  ],
  [
    'compressed',
    [gzipSync(whole)],
    {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-length': length(gzipSync(whole)),
    },
  ],
  [
    'in UTF-16',
    [Buffer.from(booking, 'utf16le')],
    { 'content-type': 'application/json; charset=utf-16le', 'content-length': String(booking.length * 2) },
  ],
])('a JSON body is read: %s', async (_how, pieces, headers) => {
  expect((await send(pieces as Buffer[], headers as Record<string, string>)).status).toBe(200);
  const [record] = (await world.store.callbacks.find({ limit: 2 })).records;
  expect(record?.userData).toEqual({ name: 'Zoë 🙂' });
});

it.each([
  ['broken', '{"_customer_number": '],
  ['no object', '"+14155550100"'],
  ['a list', '[1]'],
  ['nothing', 'null'],
])('a JSON body that is %s is 400, and nothing is stored', async (_what, body) => {
  const answer = await world.api.post(classic).set('content-type', 'application/json').send(body);
  expect([answer.status, answer.body.exception]).toEqual([400, 'BAD_REQUEST']);
  expect((await world.store.callbacks.find({ limit: 2 })).records).toEqual([]);
});

it('a JSON body over the limit is 413, whatever length it tells', async () => {
  const large = Buffer.from(JSON.stringify({ note: 'x'.repeat(70_000) }));
  const told = await send([large], { 'content-type': 'application/json', 'content-length': length(large) });
  expect(told.status).toBe(413);
  const untold = await send([large], { 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
  expect(untold.status).toBe(413);
});
