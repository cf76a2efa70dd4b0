import { afterEach, describe, expect, it } from 'vitest';

import { sourceList } from '../../src/core/source-list.ts';
import { everyCallback, httpWorld, type World } from './http-world.ts';

const status = '/api/v1/status';
const classic = '/genesys/1/service/callback/classic';

let world: World;
afterEach(() => world.close());

describe('without a configured key', () => {
  it('this machine may use everything', async () => {
    world = await httpWorld();
    for (const path of [status, '/', '/genesys/1/service/ewt-for-vq?name=classic', '/scxml/classic.scxml'])
      await world.api.get(path).expect(200);
  });

  it.each([
    ['a proxy on this machine speaks for somebody else', { 'X-Forwarded-For': '203.0.113.9' }],
    ['the address is reached by a foreign name', { Host: 'evil.example' }],
    ['a page of another site asks', { Origin: 'https://evil.example' }],
    ['a page of another site asks, in newer words', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a page that hides where it is from asks', { Origin: 'null' }],
  ])('%s: refused, and nothing is stored', async (_what, headers) => {
    world = await httpWorld();
    const answer = await world.api
      .post(classic)
      .set(headers)
      .type('form')
      .send({ _customer_number: '+14155550100' });
    expect([answer.status, answer.body.exception]).toEqual([403, 'NOT_AUTHORISED']);
    expect(await everyCallback(world)).toEqual([]);
  });

  it('the command line is let in by its token, wherever it comes from', async () => {
    world = await httpWorld({ token: 'secret-token' });
    await world.api.get(status).set({ Host: 'ringback.example', 'X-Api-Key': 'secret-token' }).expect(200);
    await world.api.get(status).set({ Host: 'ringback.example', 'X-Api-Key': 'guess' }).expect(403);
  });
});

describe('with configured keys', () => {
  const access = { keys: { ivr: 'key-of-ivr', widget: 'key-of-widget' } };

  it.each([
    ['X-API-Key', { 'X-API-Key': 'key-of-ivr' }],
    ['Bearer', { Authorization: 'Bearer key-of-widget' }],
    ['Basic', { Authorization: `Basic ${Buffer.from('any:key-of-ivr').toString('base64')}` }],
    ['the token', { 'X-API-Key': 'secret-token' }],
  ])('%s opens', async (_what, headers: Record<string, string>) => {
    world = await httpWorld({ access, token: 'secret-token' });
    await world.api.get(status).set(headers).expect(200);
  });

  it.each([
    ['nothing', {}],
    ['another key', { 'X-API-Key': 'key-of-nobody' }],
    ['half a key', { 'X-API-Key': 'key-of-' }],
    ['a scheme nobody knows', { Authorization: 'Digest key-of-ivr' }],
    ['an empty Basic', { Authorization: 'Basic ' }],
  ])('%s does not, and a browser is asked for one', async (_what, headers: Record<string, string>) => {
    world = await httpWorld({ access });
    const answer = await world.api.get(status).set(headers);
    expect([answer.status, answer.body.code]).toEqual([401, 'KEY_REQUIRED']);
    expect(answer.headers['www-authenticate']).toMatch(/^Basic /);
  });

  it('a login that a browser remembers is no use to a page of another site', async () => {
    world = await httpWorld({ access });
    const authorization = `Basic ${Buffer.from('any:key-of-ivr').toString('base64')}`;
    const asked = world.api
      .post(classic)
      .set({ Authorization: authorization, Origin: 'https://evil.example' });
    await asked.send({ _customer_number: '+14155550100' }).expect(403);
    expect(await everyCallback(world)).toEqual([]);
  });

  it('health is for everyone', async () => {
    world = await httpWorld({ access });
    await world.api.get('/healthz').expect(200);
    await world.api.get('/readyz').expect(200);
  });
});

describe('a source list', () => {
  it('takes addresses and networks of both families', async () => {
    world = await httpWorld();
    const list = sourceList(['10.0.0.5', '192.168.0.0/16', '2001:db8::/32']);
    expect(['10.0.0.5', '192.168.7.7'].map((one) => list.check(one))).toEqual([true, true]);
    expect(['10.0.0.6', '172.16.0.1'].map((one) => list.check(one))).toEqual([false, false]);
    expect(list.check('2001:db8::1', 'ipv6')).toBe(true);
  });

  it.each(['somewhere', '10.0.0.0/33', '10.0.0.0/x', '::1/129', ''])('refuses "%s"', async (entry) => {
    world = await httpWorld();
    expect(() => sourceList([entry])).toThrow(RangeError);
  });
});
