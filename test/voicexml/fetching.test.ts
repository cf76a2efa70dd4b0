import type { ServerResponse } from 'node:http';

import { expect, test } from 'vitest';

import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { createDocumentFetch } from '../../src/voicexml/fetch/document-fetch.ts';
import { browse, vxml } from './browse.ts';
import { browseWeb, startWebServer } from './web-server.ts';

const says = (text: string): string => vxml(`<form><block>${text}<exit/></block></form>`);
const get = (url: string, more = {}): { method: 'GET'; url: string; form: null } => ({
  method: 'GET',
  url,
  form: null,
  ...more,
});
async function pass(clock: VirtualClock, ms: number): Promise<void> {
  let over = false;
  clock.at(clock.now() + ms, () => (over = true));
  await clock.until(() => over);
}

const onError = '<catch event="error"><exit expr="_event"/></catch>';

test('a page comes over HTTP, in its own encoding', async () => {
  const server = await startWebServer({
    '/a': (_, response) => {
      const page = says('Grüße').replace('version="1.0"', 'version="1.0" encoding="iso-8859-1"');
      response.end(Buffer.from(page, 'latin1'));
    },
  });
  expect((await browseWeb(server.url('/a'), { hosts: [server.host] })).said).toEqual(['Grüße']);
});

test('a host that is not listed is not asked, nor a private address behind any name but a listed one', async () => {
  const server = await startWebServer({ '/a': says('secret') });
  const refused = await browseWeb(server.url('/a'), { hosts: ['pages.example'] });
  expect(refused.end.error).toMatch(/error\.badfetch: .* is not among the allowed hosts/);
  const anyPublic = await browseWeb(server.url('/a'), { hosts: ['*'] });
  expect(anyPublic.end.error).toMatch(/error\.badfetch: .* is in a private network/);
  const byName = await browseWeb(server.url('/a').replace('127.0.0.1', 'localhost'), { hosts: ['*'] });
  expect(byName.end.error).toMatch(/error\.badfetch: .* is in a private network/);
  expect(server.asked).toEqual([]);
});

test.each(['[::1]', '[::ffff:127.0.0.1]', '169.254.169.254', '0.0.0.0', '2130706433'])(
  'the private address %s is not asked',
  async (host) => {
    const { end } = await browseWeb(`http://${host}/a`, { hosts: ['*'] });
    expect(end.error).toMatch(/is in a private network/);
  },
);

test('a redirect is followed with its cookies, and checked like any other address', async () => {
  const server = await startWebServer({
    '/a': (_, response) => response.writeHead(302, { location: '/b', 'set-cookie': 'k=1; Path=/' }).end(),
    '/b': (request, response) => response.end(says(`cookie ${request.headers.cookie}`)),
    '/out': (_, response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end(),
    '/file': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    '/round': (_, response) => response.writeHead(302, { location: '/round' }).end(),
  });
  const hosts = [server.host];
  expect((await browseWeb(server.url('/a'), { hosts })).said).toEqual(['cookie k=1']);
  expect((await browseWeb(server.url('/out'), { hosts })).end.error).toMatch(/not among the allowed hosts/);
  expect((await browseWeb(server.url('/file'), { hosts })).end.error).toMatch(
    /file: addresses are not fetched/,
  );
  expect((await browseWeb(server.url('/round'), { hosts })).end.error).toMatch(/more than 10 redirects/);
});

test('cookies are the call’s own', async () => {
  const server = await startWebServer({
    '/a': (request, response) =>
      response
        .writeHead(200, { 'set-cookie': 'k=1' })
        .end(says(`cookie ${request.headers.cookie ?? 'none'}`)),
  });
  const fetch = createDocumentFetch([server.host], new VirtualClock());
  for (let call = 0; call < 2; call++)
    expect((await browseWeb(server.url('/a'), { hosts: [], fetch })).said).toEqual(['cookie none']);
});

test('within a call each page gets the cookies of those before', async () => {
  const server = await startWebServer({
    '/a': (_, response) =>
      response
        .writeHead(200, { 'set-cookie': ['k=1; Path=/', 'elsewhere=1; Path=/b/c'] })
        .end(vxml('<form><block><goto next="b"/></block></form>')),
    '/b': (request, response) => response.end(says(`cookie ${request.headers.cookie ?? 'none'}`)),
  });
  const fetch = createDocumentFetch([server.host], new VirtualClock());
  for (const path of ['/a', '/b'])
    expect((await browseWeb(server.url(path), { hosts: [], fetch })).said).toEqual([
      path === '/a' ? 'cookie k=1' : 'cookie none',
    ]);
});

test('what one call fetched another has from the cache, each as fresh as its page wants it', async () => {
  const cached = (body: string) => (_: unknown, response: ServerResponse) =>
    response.writeHead(200, { 'cache-control': 'max-age=60' }).end(body);
  const server = await startWebServer({
    '/a': cached(vxml(`<script src="lib"/><form><block><goto next="b"/></block></form>`)),
    '/fresh': cached(vxml('<form><block><goto next="b" maxage="0"/></block></form>')),
    '/lib': cached('var a = 1;'),
    '/b': cached(says('there')),
  });
  const fetch = createDocumentFetch([server.host], new VirtualClock());
  const lines = async (path: string): Promise<string[]> => {
    const before = server.asked.length;
    expect((await browseWeb(server.url(path), { hosts: [], fetch })).said).toEqual(['there']);
    return server.asked.slice(before).map(({ line }) => line);
  };
  expect(await lines('/a')).toEqual(['GET /a', 'GET /lib', 'GET /b']);
  expect(await lines('/a')).toEqual([]);
  expect(await lines('/fresh')).toEqual(['GET /fresh', 'GET /b']);
});

test('a page too large, slow or cut off is error.badfetch in the page that asked for it', async () => {
  const server = await startWebServer({
    '/a': vxml(`${onError}<form><block><goto next="huge"/></block></form>`),
    '/huge': (_, response) => response.end(Buffer.alloc(5 * 1024 * 1024, 32)),
    '/b': vxml(`${onError}<form><block><goto next="slow" fetchtimeout="50ms"/></block></form>`),
    '/slow': () => undefined,
    '/c': vxml(`${onError}<form><block><goto next="cut"/></block></form>`),
    '/cut': (_, response) =>
      response.writeHead(200, { 'content-length': '99' }).write('<vxml', () => response.destroy()),
  });
  for (const path of ['/a', '/b', '/c']) {
    const { end } = await browseWeb(server.url(path), { hosts: [server.host] });
    expect(end.result).toEqual({ __exit: 'error.badfetch' });
  }
});

test('what is fresh is not asked for again by any call; afterwards its validator is sent', async () => {
  const server = await startWebServer({
    '/a': (request, response) => {
      const known = request.headers['if-none-match'] === '"1"';
      const headers = { 'cache-control': 'max-age=60', etag: '"1"' };
      response.writeHead(known ? 304 : 200, headers).end(known ? '' : 'body');
    },
  });
  const clock = new VirtualClock();
  const fetch = createDocumentFetch([server.host], clock);
  const url = server.url('/a');
  for (let call = 0; call < 3; call++) expect((await fetch(get(url))).body).toBe('body');
  expect(server.asked).toHaveLength(1);
  await pass(clock, 61_000);
  expect((await fetch(get(url, { maxStaleS: 30 }))).body).toBe('body');
  expect(server.asked).toHaveLength(1);
  expect(await fetch(get(url))).toMatchObject({ status: 200, body: 'body' });
  expect(server.asked.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"1"']);
  await pass(clock, 1000);
  await fetch(get(url, { maxAgeS: 0 }));
  expect(server.asked).toHaveLength(3);
});

test.each(['no-store', 'private, max-age=60', 'no-cache'])(
  'an answer that is %s is asked for again',
  async (control) => {
    const server = await startWebServer({
      '/a': (_, response) => response.writeHead(200, { 'cache-control': control, etag: '"1"' }).end('body'),
    });
    const fetch = createDocumentFetch([server.host], new VirtualClock());
    await fetch(get(server.url('/a')));
    await fetch(get(server.url('/a')));
    expect(server.asked).toHaveLength(2);
  },
);

test('a recording is submitted as a file, markup in a value as it is', async () => {
  const server = await startWebServer({ '/b': 'kept' });
  const fetch = createDocumentFetch([server.host], new VirtualClock());
  const page = `<form><record name="msg"/><var name="note" expr="'&lt;b&gt; &amp;'"/>
    <block><submit next="b" method="post" enctype="multipart/form-data" namelist="msg note"/></block></form>`;
  const { requests } = await browse(page, { inputs: ['record:2000ms'] });
  const submitted = requests.at(-1);
  expect(submitted?.parts?.map(({ name, type }) => [name, type])).toEqual([
    ['msg', 'audio/x-wav'],
    ['note', null],
  ]);
  await fetch({ ...submitted!, url: server.url('/b') });
  const [asked] = server.asked;
  expect(asked?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
  expect(asked?.body).toContain(
    'name="msg"; filename="msg"\r\nContent-Type: audio/x-wav\r\n\r\nthe sound of',
  );
  expect(asked?.body).toContain('name="note"\r\n\r\n<b> &\r\n');
});
