import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { unserved } from '../../src/http/genesys/unserved.ts';
import { gmsWorld, type GmsWorld } from './gms-client.ts';

let world: GmsWorld;
beforeAll(async () => {
  world = await gmsWorld();
});
afterAll(() => world.close());

describe('the expected wait', () => {
  const standing = { classic: { time: 1_767_603_600, calls: 0, pos: 1, ewt: 0 } };

  it.each([
    ['8.5.1', '/1/service/ewt-for-vq', { name: 'classic', aqt: 'stat' }],
    ['8.5.1 in the default mode', '/1/service/ewt-for-vq', { name: 'classic' }],
    ['8.5.2 of a queue', '/2/ewt/ewt2', { name: 'classic' }],
    ['8.5.2 of every queue', '/2/ewt/ewt3', {}],
    ['8.5.2, mode as a parameter', '/2/ewt', { mode: 'ewt3' }],
  ])('%s', async (_what, path, query) => {
    const { body } = await world.gms.get(path, query).expect(200);
    expect(body).toEqual(standing);
  });

  it('is -1 in the first mode before anybody was served', async () => {
    const { body } = await world.gms.get('/2/ewt/ewt1').expect(200);
    expect(body.classic.ewt).toBe(-1);
  });

  it('refuses a mode and a queue that are none', async () => {
    await world.gms.get('/2/ewt/ewt9').expect(400, /mode is one of/);
    await world.gms.get('/2/ewt/ewt2', { name: 'classic,nosuch' }).expect(404, /QUEUE_UNKNOWN/);
  });
});

describe('statistics', () => {
  it.each([
    ['ExpectedWaitTime', 0],
    ['CurrNumberWaitingCalls', 0],
    ['RStatAgentsTotal', 2],
    ['RStatAgentsReadyvoice', 2],
  ])('%s', async (statisticType, value) => {
    const asked = { objectId: 'classic@SIP_Server', objectType: 'Queue', statisticType };
    const { body } = await world.gms.post('/1/statistic', asked).expect(200);
    expect(body).toEqual({ value });
    const form = await world.api.post('/genesys/1/internal_statistic').type('form').send(asked);
    expect(form.body).toEqual({ value });
  });

  it('says 501 for what nothing counts, and 400 when it is not said what', async () => {
    const asked = { objectId: 'classic', statisticType: 'AverHandleTime' };
    await world.gms.post('/1/statistic', asked).expect(501, /STATISTIC_UNKNOWN/);
    await world.gms.post('/1/statistic', { objectId: 'classic' }).expect(400, /BAD_REQUEST/);
    await world.gms
      .post('/1/statistic', { objectId: 'x', metric: 'RStatAgentsTotal' })
      .expect(404, /QUEUE_UNKNOWN/);
  });
});

describe('phone numbers', () => {
  it('are taken apart, in the default country or a named one', async () => {
    const { body } = await world.gms
      .get('/1/phonenumber', { number: '06 04 12 04 05', country: 'fr' })
      .expect(200);
    expect(body).toMatchObject({
      'number-specified': '06 04 12 04 05',
      'country-default': 'FR',
      'country-code': '33',
      E164: '+33604120405',
      national: '06 04 12 04 05',
      type: 'MOBILE',
      premium: false,
    });
    const us = await world.gms.get('/1/phonenumber', { number: '(650) 466-1100' }).expect(200);
    expect(us.body).toMatchObject({ E164: '+16504661100', country: 'US', valid: true });
  });

  it.each([
    ['no number', {}, 'BAD_REQUEST'],
    ['what is no number', { number: 'call me' }, 'NUMBER_INVALID'],
    ['a country that is none', { number: '1', country: 'Atlantis' }, 'BAD_REQUEST'],
  ])('are 400 with %s', async (_what, query, exception) => {
    const { body } = await world.gms.get('/1/phonenumber', query).expect(400);
    expect(body.exception).toBe(exception);
  });
});

it.each(unserved.map(({ method, path, why }) => [method, path, why] as const))(
  '%s %s is said to be not served, and why',
  async (method, path, why) => {
    const { status, body } = await world.gms[method](path.replace(/\{\w+\}/g, '30'));
    expect([status, body.exception]).toEqual([501, 'NOT_SERVED']);
    expect(body.message).toContain(why);
  },
);
