import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { createNumberLookup, type LookedUp } from '../../src/app/number-lookup.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { requestOutside } from '../../src/strategy/request-outside.ts';

const NUMBER = '+442071838750';
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
});

interface Met {
  authorization: string | undefined;
  body: string;
}

/** A register that answers so, and a look-up that asks it over a real socket. */
async function register(
  answer: (met: Met, count: number) => { status?: number; body: string },
  wishes: { cacheMs?: number; privateNetworks?: boolean; key?: string | null } = {},
): Promise<{
  clock: VirtualClock;
  met: Met[];
  ask: (number?: string) => Promise<LookedUp | null>;
}> {
  const met: Met[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      met.push({ authorization: request.headers.authorization, body: Buffer.concat(chunks).toString() });
      const { status = 200, body } = answer(met.at(-1) as Met, met.length);
      response.writeHead(status).end(body);
    });
  };
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((done) => server.once('listening', done));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clock = new VirtualClock();
  const { cacheMs = 60_000, privateNetworks = true, key = null } = wishes;
  const rules = { url: '', hosts: [host], privateNetworks };
  const lookUp = createNumberLookup({
    clock,
    config: () => ({ url: `http://${host}/numbers`, key, timeoutMs: 2_000, cacheMs }),
    ask: (request) => requestOutside(request, { clock, rules }),
  });
  return { clock, met, ask: (number = NUMBER) => lookUp('classic', number) };
}

const free = () => ({ body: '{"doNotCall": false}' });

describe('who is asked for a number', () => {
  it('is told the number, the service and the key, and is believed', async () => {
    const { ask, met, clock } = await register(() => ({ body: '{"doNotCall": true, "reason": "TPS"}' }), {
      key: 'a-secret-of-ours',
    });
    expect(await ask()).toEqual({ at: clock.now(), answer: 'listed', detail: 'TPS' });
    expect(met).toEqual([
      { authorization: 'Bearer a-secret-of-ours', body: `{"service":"classic","number":"${NUMBER}"}` },
    ]);
  });

  it('is asked once for what holds, also by several at the same time, and again when it does no more', async () => {
    const { ask, met, clock } = await register(free);
    await Promise.all([ask(), ask(), ask()]);
    await clock.advance(59_999);
    await ask();
    expect(met).toHaveLength(1);
    await ask('+33142685300');
    await clock.advance(1);
    await ask();
    expect(met).toHaveLength(3);
  });

  it('is asked each time where nothing is to be remembered', async () => {
    const { ask, met } = await register(free, { cacheMs: 0 });
    await ask();
    await ask();
    expect(met).toHaveLength(2);
  });

  it.each([
    ['an error', { status: 503, body: '{"doNotCall": false}' }],
    ['no JSON', { body: 'free' }],
    ['something else', { body: '{"doNotCall": "no"}' }],
    ['a list', { body: '[false]' }],
    ['nothing', { body: '' }],
    ['too much', { body: `{"doNotCall": false, "reason": "${'x'.repeat(20_000)}"}` }],
    ['another address', { status: 302, body: '' }],
  ])('that answers with %s says nothing, which is not remembered', async (_, answer) => {
    const { ask } = await register((_met, count) => (count === 1 ? answer : free()));
    expect((await ask())?.answer).toBe('unknown');
    expect((await ask())?.answer).toBe('free');
  });

  it('is not asked at an address of a private network, unless that is allowed', async () => {
    const { ask, met } = await register(free, { privateNetworks: false });
    expect(await ask()).toMatchObject({
      answer: 'unknown',
      detail: expect.stringContaining('private') as string,
    });
    expect(met).toEqual([]);
  });

  it('that takes too long says nothing', async () => {
    const clock = new VirtualClock();
    const lookUp = createNumberLookup({
      clock,
      config: () => ({ url: 'https://crm.example/', key: null, timeoutMs: 2_000, cacheMs: 0 }),
      ask: ({ limitMs }) =>
        new Promise((_resolve, reject) =>
          clock.at(clock.now() + limitMs, () => reject(new Error('crm.example did not answer'))),
        ),
    });
    const looked = lookUp('classic', NUMBER);
    await clock.advance(2_000);
    expect(await looked).toMatchObject({ answer: 'unknown', detail: 'crm.example did not answer' });
  });
});

it('nobody is asked where nobody is configured', async () => {
  const clock = new VirtualClock();
  const ask = () => Promise.reject(new Error('nobody'));
  expect(await createNumberLookup({ clock, ask, config: () => null })('classic', NUMBER)).toBeNull();
});
