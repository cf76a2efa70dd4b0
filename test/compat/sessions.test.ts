import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { gmsWorld, inMinutes, type GmsWorld } from './gms-client.ts';

let world: GmsWorld;
beforeEach(async () => {
  world = await gmsWorld();
});
afterEach(() => world.close());

describe('check-queue-position', () => {
  it('tells position, wait and how many wait, by POST and by GET', async () => {
    const id = await world.gms.book();
    const standing = {
      _position: 1,
      _eta: 0,
      _total_waiting: 0,
      _agent_ready_threshold_passed: false,
    };
    const posted = await world.gms.post(`/1/service/${id}/check-queue-position`).expect(200);
    expect(posted.body).toEqual(standing);
    const got = await world.gms.get(`/1/service/${id}/check-queue-position`).expect(200);
    expect(got.body).toEqual(standing);
  });

  it('has none before its time, after its end and for an unknown id', async () => {
    const later = await world.gms.book({ _desired_time: inMinutes(world, 60) });
    await world.gms.post(`/1/service/${later}/check-queue-position`).expect(409, /CALLBACK_NOT_QUEUED/);
    await world.gms.delete(`/1/service/callback/classic/${later}`).expect(200);
    await world.gms.post(`/1/service/${later}/check-queue-position`).expect(409, /CALLBACK_FINAL/);
    await world.gms.post('/1/service/nobody/check-queue-position').expect(404, /CALLBACK_UNKNOWN/);
  });
});

describe('storage', () => {
  it('keeps pairs and files with a callback, beside its user data', async () => {
    const id = await world.gms.book({ topic: 'invoice' });
    const storage = `/1/service/${id}/storage`;
    const picture = Buffer.from([0xff, 0xd8, 0x00, 0x0d, 0x0a, 0x2d, 0x2d]);
    await world.api
      .post(`/genesys${storage}`)
      .field('location', 'Köln')
      .attach('picture', picture, { filename: 'me.jpg', contentType: 'image/jpeg' })
      .expect(200, '');
    const all = await world.gms.get(storage).expect(200);
    expect(all.body).toEqual({
      topic: 'invoice',
      location: 'Köln',
      picture: picture.toString('base64'),
    });
    await world.gms
      .get(`${storage}/location`)
      .expect(200, 'Köln')
      .expect('content-type', /^text\/plain/);
    const bytes = await world.gms.get(`${storage}/binary/picture`).expect(200);
    expect(bytes.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
    });
    expect(bytes.body).toEqual(picture);
    expect((await world.store.callbacks.get(id))?.userData).toEqual({ topic: 'invoice' });
  });

  it('forgets a value, once', async () => {
    const id = await world.gms.book({ topic: 'invoice' });
    await world.gms.delete(`/1/service/${id}/storage/topic`).expect(200, '');
    await world.gms.delete(`/1/service/${id}/storage/topic`).expect(404, /STORAGE_UNKNOWN/);
    await world.gms.get(`/1/service/${id}/storage/topic`).expect(404, /STORAGE_UNKNOWN/);
    await world.gms.get(`/1/service/${id}/storage`).expect(200, {});
  });

  it('never shows what was sent as a page', async () => {
    const id = await world.gms.book();
    const attached = { filename: 'x.html', contentType: 'text/html' };
    await world.api
      .post(`/genesys/1/service/${id}/storage`)
      .attach('page', Buffer.from('<script>'), attached)
      .expect(200);
    const { headers } = await world.gms.get(`/1/service/${id}/storage/binary/page`).expect(200);
    expect(headers).toMatchObject({ 'content-disposition': 'attachment' });
  });

  it('is bounded', async () => {
    const id = await world.gms.book();
    const most = { text: 'x'.repeat(40_000) };
    await world.gms.post(`/1/service/${id}/storage`, most).expect(200);
    await world.gms.post(`/1/service/${id}/storage`, { more: most.text }).expect(400, /at most/);
    await world.gms.get('/1/service/nobody/storage').expect(404, /CALLBACK_UNKNOWN/);
  });
});
