import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { forgetOld } from '../../src/app/forget-old.ts';
import { gmsWorld, type GmsWorld } from './gms-client.ts';

let world: GmsWorld;
beforeEach(async () => (world = await gmsWorld()));
afterEach(() => world.close());

const HOUR = 3_600;

async function stored(pairs: object, ttl = HOUR): Promise<string> {
  const { body } = await world.gms.post(`/1/storage/${ttl}`, pairs).expect(200);
  return body.id as string;
}

describe('the storage of GMS 8.5, without a callback', () => {
  it('keeps pairs under an id that cannot be guessed, as texts', async () => {
    const id = await stored({ first: 'Ada', age: 36, cars: ['vw'] });
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    const all = await world.gms.get(`/1/storage/${id}`).expect(200);
    expect(all.body).toEqual({ first: 'Ada', age: '36', cars: '["vw"]' });
    const one = await world.gms.get(`/1/storage/${id}/first`).expect(200);
    expect(one.text).toBe('Ada');
    expect(one.headers['content-type']).toBe('text/plain; charset=utf-8');
  });

  it('keeps files of a multipart form beside them, to the byte', async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 45, 45]);
    const { body } = await world.api
      .post(`/genesys/1/storage/${HOUR}`)
      .field('note', 'a scan')
      .attach('scan', bytes, { filename: 'scan.png', contentType: 'image/png' })
      .expect(200);
    const answer = await world.gms.get(`/1/storage/binary/${body.id}/scan`).expect(200);
    expect(answer.headers['content-type']).toBe('image/png');
    expect(Buffer.compare(answer.body as Buffer, bytes)).toBe(0);
    const all = await world.gms.get(`/1/storage/${body.id}`).expect(200);
    expect(all.body).toEqual({ note: 'a scan', scan: bytes.toString('base64') });
  });

  it('adds to them, over values of the same keys, and keeps them for longer then', async () => {
    const id = await stored({ a: '1', b: '2' }, 60);
    await world.clock.advance(50_000);
    await world.gms.post(`/1/storage/${id}/60`, { b: '3', c: '4' }).expect(200);
    await world.clock.advance(50_000);
    expect((await world.gms.get(`/1/storage/${id}`)).body).toEqual({ a: '1', b: '3', c: '4' });
  });

  it('forgets a value, or all of them, when told so', async () => {
    const id = await stored({ a: '1', b: '2' });
    await world.gms.delete(`/1/storage/${id}/a`).expect(200);
    await world.gms.delete(`/1/storage/${id}/a`).expect(404);
    expect((await world.gms.get(`/1/storage/${id}`)).body).toEqual({ b: '2' });
    await world.gms.delete(`/1/storage/${id}`).expect(200);
    await world.gms.delete(`/1/storage/${id}`).expect(404);
    const { body } = await world.gms.get(`/1/storage/${id}`).expect(404);
    expect(body).toMatchObject({ exception: 'STORAGE_UNKNOWN' });
  });

  it('knows nothing of them once their time is over, and keeps nothing of them for good', async () => {
    const id = await stored({ a: '1' }, 60);
    await world.clock.advance(59_999);
    await world.gms.get(`/1/storage/${id}`).expect(200);
    await world.clock.advance(1);
    await world.gms.get(`/1/storage/${id}`).expect(404);
    await world.gms.get(`/1/storage/${id}/a`).expect(404);
    await world.gms.post(`/1/storage/${id}/60`, { a: '2' }).expect(404);
    expect(await world.store.deposits.count('storage')).toBe(1);
    for await (const forgotten of forgetOld(world.app)) expect(forgotten).toBe(0);
    expect(await world.store.deposits.count('storage')).toBe(0);
  });

  it('drops what is over with the next that is stored', async () => {
    for (let n = 0; n < 5; n++) await stored({ n: String(n) }, 10);
    await world.clock.advance(10_000);
    await stored({ n: 'last' });
    expect(await world.store.deposits.count('storage')).toBe(1);
  });

  it.each(['0', '-5', '1.5', 'soon', '9999999999', '١٢'])('refuses the time to live %s', async (ttl) => {
    const { body } = await world.gms.post(`/1/storage/${encodeURIComponent(ttl)}`, { a: '1' }).expect(400);
    expect(body).toMatchObject({ exception: 'BAD_REQUEST', phrase: 'BAD_PARAMETER' });
  });

  it('keeps nothing for longer than a year', async () => {
    const id = await stored({ a: '1' }, 999_999_999);
    await world.clock.advance(366 * 86_400_000 - 1);
    await world.gms.get(`/1/storage/${id}`).expect(200);
    await world.clock.advance(1);
    await world.gms.get(`/1/storage/${id}`).expect(404);
  });

  it('takes 64 kB in one place at most, whatever is added', async () => {
    const id = await stored({ a: 'x'.repeat(40_000) });
    const { body } = await world.gms.post(`/1/storage/${id}/60`, { b: 'x'.repeat(40_000) }).expect(400);
    expect(body).toMatchObject({ exception: 'BAD_REQUEST' });
    expect(Object.keys((await world.gms.get(`/1/storage/${id}`)).body as object)).toEqual(['a']);
  });

  it('shows nobody what stands under private keys', async () => {
    const hidden = await gmsWorld();
    hidden.app.config().genesys.privateKeys = ['card'];
    const { body } = await hidden.gms.post(`/1/storage/${HOUR}`, { card: '4111', name: 'Ada' });
    expect((await hidden.gms.get(`/1/storage/${body.id}`)).body).toEqual({ card: '***', name: 'Ada' });
    expect((await hidden.gms.get(`/1/storage/${body.id}/card`)).text).toBe('***');
    await hidden.close();
  });
});
