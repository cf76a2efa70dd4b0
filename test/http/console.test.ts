import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { httpWorld, type World } from './http-world.ts';

let world: World;
beforeEach(async () => {
  world = await httpWorld();
});
afterEach(() => world.close());

async function book(parameters: object): Promise<string> {
  const answer = await world.api.post('/genesys/1/service/callback/classic').send(parameters).expect(200);
  return answer.body._id as string;
}

describe('the page', () => {
  it('shows what runs, what is simulated, agents and the newest callbacks', async () => {
    const id = await book({ _customer_number: '+14155550100' });
    const { text, headers } = await world.api.get('/').expect(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    for (const shown of [
      'Simulated: the telephone switch.',
      'switch memory',
      'Ada',
      'Ben',
      '+14155550100',
      'QUEUED',
    ])
      expect(text).toContain(shown);
    expect(text).toContain(`href="/callbacks/${id}"`);
  });

  it('shows those who wait, in their order', async () => {
    for (const [index, number] of ['+14155550100', '+14155550101'].entries())
      await world.router.send({
        type: 'submit',
        id: `submit-${index}`,
        entryId: await book({ _customer_number: number }),
        queue: 'classic',
        sessionId: 's',
        actionId: `a${index}`,
        requestId: 'r',
        kind: 'callback',
        priority: 0,
        placeAt: world.clock.now() - index * 60_000,
        target: 'nosuchskill > 5',
        mode: 'notify',
        reserveMs: 1000,
        timeoutMs: null,
      });
    const { text } = await world.api.get('/').expect(200);
    const waiting = text.slice(text.indexOf('Waiting callers'), text.indexOf('<h2>Agents'));
    expect(waiting.match(/\+1415555010\d/g)).toEqual(['+14155550101', '+14155550100']);
    expect(waiting).toContain('waits until an agent is near');
  });

  it('loads only from here, may not be framed, and works on plain http', async () => {
    const { headers } = await world.api.get('/').expect(200);
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/upgrade-insecure-requests|unsafe|https:/);
    expect(headers).not.toHaveProperty('strict-transport-security');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-store');
  });

  it('has its style and its script, and none inside', async () => {
    const { text } = await world.api.get('/').expect(200);
    expect(text).not.toMatch(/<script(?![^>]*src=)|<style| style=| onclick=/);
    for (const [path, type] of [
      ['/console.css', 'text/css'],
      ['/console.js', 'text/javascript'],
    ] as const) {
      expect(text).toContain(path);
      const asset = await world.api.get(path).expect(200);
      expect(asset.headers['content-type']).toContain(type);
    }
  });
});

describe('the story of a callback', () => {
  it('is a page of its own', async () => {
    const id = await book({ _customer_number: '+14155550100' });
    const { text } = await world.api.get(`/callbacks/${id}`).expect(200);
    expect(text).toContain('Callback of +14155550100');
    expect(text).toContain('The customer has not been called yet.');
  });

  it('is 404 for an id that is none', async () => {
    await world.api.get('/callbacks/nosuch').expect(404, /CALLBACK_UNKNOWN/);
  });

  it('writes what came from outside as text', async () => {
    const id = await book({ _customer_number: '+14155550100' });
    const record = (await world.store.callbacks.get(id))!;
    const why = `<img src=x onerror="alert('1')">&`;
    const changed = { ...record, version: record.version + 1, why };
    await world.store.callbacks.change({
      expectedVersion: record.version,
      record: changed,
      deliveries: [],
      session: null,
      slot: 'keep' as const,
      facts: [],
    });
    for (const path of ['/', `/callbacks/${id}`]) {
      const { text } = await world.api.get(path).expect(200);
      expect(text).not.toContain('<img');
      expect(text).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;');
    }
  });
});

describe('/events', () => {
  it('says that something changed, once for changes that come together', async () => {
    const stream = await listen();
    await book({ _customer_number: '+14155550100' });
    await book({ _customer_number: '+14155550101' });
    await world.clock.advance(1000);
    expect(await stream.until('event: change')).toMatch(
      /^retry: 1000\n\nid: \d+\nevent: change\ndata: \{\}\n\n$/,
    );
    await stream.close();
  });

  it('keeps the connection in use while nothing happens', async () => {
    const stream = await listen();
    await world.clock.advance(16_000);
    expect(await stream.until('still here')).toContain(': still here\n\n');
    await stream.close();
  });
});

interface Stream {
  until(text: string): Promise<string>;
  close(): Promise<void>;
}

async function listen(): Promise<Stream> {
  const server = world.http.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const response = await new Promise<IncomingMessage>((resolve) =>
    get({ port, host: '127.0.0.1', path: '/events' }, resolve),
  );
  expect(response.headers['content-type']).toBe('text/event-stream');
  let seen = '';
  let told = (): void => undefined;
  response.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
    told();
  });
  return {
    async until(text) {
      while (!seen.includes(text)) await new Promise<void>((resolve) => (told = resolve));
      return seen;
    },
    close() {
      response.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
