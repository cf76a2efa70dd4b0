import type { Response } from 'supertest';
import { afterEach, describe, expect, it } from 'vitest';

import type { PagesParts } from '../../src/http/serve-pages.ts';
import { httpWorld, type World } from './http-world.ts';

type PageRequest = Parameters<PagesParts['page']>[0];

const body = '<?xml version="1.0" encoding="UTF-8"?>\n<vxml version="2.1">Grüße &amp; adieu</vxml>\n';
const headers = { 'Content-Type': 'application/voicexml+xml; charset=utf-8', 'Cache-Control': 'no-store' };

let world: World;
let asked: PageRequest[];
afterEach(() => world.close());

async function servedPages(response: object = {}, access = {}): Promise<void> {
  asked = [];
  world = await httpWorld({
    access,
    page: async (request) => {
      asked.push(request);
      return { status: 200, headers, body, ...response };
    },
  });
}

describe('/vxml/...', () => {
  it('serves the very bytes and headers of the page server, and nothing else', async () => {
    await servedPages();
    const answer = await world.api.get('/vxml/run/abc').buffer(true).parse(bytes).expect(200);
    expect(answer.body.toString('utf8')).toBe(body);
    expect(Object.keys(answer.headers).sort()).toEqual([
      'cache-control',
      'connection',
      'content-length',
      'content-type',
      'date',
    ]);
    expect(answer.headers['content-type']).toBe(headers['Content-Type']);
  });

  it('hands over path, query and form', async () => {
    await servedPages();
    await world.api.get('/vxml/classic?service=classic&service=other').expect(200);
    await world.api.post('/vxml/run/abc/3').type('form').send({ keys: '1', event: 'a b&c' }).expect(200);
    expect(asked).toEqual([
      { method: 'GET', path: '/vxml/classic', query: { service: 'other' }, form: {} },
      { method: 'POST', path: '/vxml/run/abc/3', query: {}, form: { keys: '1', event: 'a b&c' } },
    ]);
  });

  it('serves recordings and refusals as they come', async () => {
    await servedPages({
      status: 404,
      headers: { 'Content-Type': 'audio/wav' },
      body: Buffer.from([0, 255, 128]),
    });
    const answer = await world.api.get('/vxml/audio/x/en-US/a.wav').buffer(true).parse(bytes).expect(404);
    expect([...answer.body]).toEqual([0, 255, 128]);
  });

  it('takes no form that could hurt', async () => {
    await servedPages();
    await world.api.post('/vxml/run/abc/3').type('form').send('constructor=1').expect(400);
    await world.api
      .post('/vxml/run/abc/3')
      .type('form')
      .send(`a=${'x'.repeat(70_000)}`)
      .expect(413);
    await world.api.post('/vxml/run/abc/3').type('xml').send('<a/>').expect(415);
    expect(asked).toEqual([]);
  });
});

it('/scxml/classic.scxml is what an Orchestration Server loads', async () => {
  await servedPages();
  const answer = await world.api.get('/scxml/classic.scxml').buffer(true).parse(bytes).expect(200);
  expect(answer.headers['content-type']).toBe('application/scxml+xml; charset=utf-8');
  expect(answer.body.toString()).toMatch(/^<scxml>/);
  await world.api.get('/scxml/nosuch.scxml').expect(404, /DOCUMENT_UNKNOWN/);
  await world.api.get('/scxml/..%2Fconfig.scxml').expect(404, /DOCUMENT_UNKNOWN/);
});

it('an access list that is none is found at start, not at the first call', async () => {
  await servedPages();
  await expect(httpWorld({ access: { pages: ['the switch'] } })).rejects.toThrow('"the switch"');
});

function bytes(response: Response, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  // Superagent's parser gets the stream, whatever its type says.
  const stream = response as unknown as NodeJS.ReadableStream;
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => done(null, Buffer.concat(chunks)));
}
