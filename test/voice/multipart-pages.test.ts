import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import express from 'express';
import { expect, onTestFinished, test } from 'vitest';

import { seededRandom } from '../../src/core/random.ts';
import { servePages } from '../../src/http/serve-pages.ts';
import { createOwnFetch, pageAddress, type OwnPages } from '../../src/voice/own-fetch.ts';
import { bodyOf } from '../../src/voicexml/fetch/body.ts';
import type { FetchRequest, FormPart } from '../../src/voicexml/fetcher.ts';

type Asked = Parameters<OwnPages>[0];

const everyByte = Uint8Array.from({ length: 5_000 }, (_, index) => index % 256);
const parts: FormPart[] = [
  { name: 'choice', value: 'ä & <1>', type: null },
  { name: 'message', value: everyByte, type: 'audio/x-wav' },
];
const request = (path: string): FetchRequest => ({
  method: 'POST',
  url: pageAddress(path),
  form: null,
  parts,
});

/** A page server that writes down what it is asked, in process and over HTTP. */
async function pageServer(): Promise<{ asked: Asked[]; fetch: OwnPages; address: string }> {
  const asked: Asked[] = [];
  const fetch: OwnPages = (one) => {
    asked.push(one);
    return Promise.resolve({ status: 200, headers: {}, body: 'page' });
  };
  const router = express();
  servePages(router, { page: fetch }, (_request, _response, next) => next());
  const server = createServer(router).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { asked, fetch, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('a recording comes to our own pages in process with the same bytes as over HTTP', async () => {
  const { asked, fetch, address } = await pageServer();
  const own = createOwnFetch(fetch, () => Promise.reject(new Error('no such host')));
  expect((await own(request('/vxml/keep'))).status).toBe(200);
  const { type, bytes } = bodyOf(request('/vxml/keep'), seededRandom(1));
  const body = Uint8Array.from(bytes ?? []);
  const response = await globalThis.fetch(`${address}/vxml/keep`, {
    method: 'POST',
    headers: { 'Content-Type': type },
    body,
  });
  expect(response.status).toBe(200);
  const [inProcess, overHttp] = asked;
  expect(inProcess?.form).toEqual({ choice: 'ä & <1>' });
  expect(overHttp?.form).toEqual(inProcess?.form);
  const bytesOf = (one: Asked | undefined): Buffer[] =>
    (one?.files ?? []).map((file) => Buffer.from(file.bytes));
  expect(bytesOf(inProcess)).toEqual([Buffer.from(everyByte)]);
  expect(bytesOf(overHttp)).toEqual(bytesOf(inProcess));
  expect(overHttp?.files?.map(({ name, type: kind }) => [name, kind])).toEqual([['message', 'audio/x-wav']]);
});

test('a malformed multipart body is a refusal, and no page is asked', async () => {
  const { asked, address } = await pageServer();
  const response = await globalThis.fetch(`${address}/vxml/keep`, {
    method: 'POST',
    headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
    body: '--y\r\nnonsense',
  });
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(asked).toEqual([]);
});
