import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { officeOpen } from '../support/office-open.ts';
import { gmsWorld, NUMBER, type GmsWorld } from './gms-client.ts';

// The clock begins on Monday 2026-01-05 at 09:00 UTC; the office opens from 10 to 12.
const monday = (time: string): string => `2026-01-05T${time}:00.000Z`;

let world: GmsWorld;
beforeAll(async () => {
  const options = {
    _business_hours_service: 'office',
    _request_time_bucket: 60,
    _max_request_by_time_bucket: 2,
  };
  const weekly = Array.from({ length: 7 }, () => [{ minute: 600, capacity: 3 }]);
  const capacity = [{ name: 'desk', zone: null, weekly, dates: {} }];
  world = await gmsWorld(options, { hours: [officeOpen('Mon-Fri 10:00-12:00')], capacity });
  await world.gms.book({ _desired_time: monday('10:30') });
  for (const minute of ['11:00', '11:59']) await world.gms.book({ _desired_time: monday(minute) });
});
afterAll(() => world.close());

describe('availability', () => {
  it('of 8.5.1: start of the slot to free places, full ones left out', async () => {
    const path = '/1/service/callback/classic/availability';
    const { body } = await world.gms.get(path, { 'number-of-days': 1 }).expect(200);
    expect(body).toEqual({ [monday('10:00')]: 1 });
    const two = await world.gms.get(path, {
      start: monday('09:00'),
      'number-of-days': 3,
      'max-time-slots': 2,
    });
    expect(two.body).toEqual({ [monday('10:00')]: 1, '2026-01-06T10:00:00.000Z': 2 });
  });

  it('of 8.5.2: with local times, and with full ones when asked', async () => {
    const path = '/2/service/callback/classic/availability';
    const query = {
      'start-ms': Date.parse(monday('09:00')),
      end: monday('23:00'),
      timezone: 'Europe/Berlin',
    };
    const { body } = await world.gms.get(path, { ...query, 'report-busy': 'true' }).expect(200);
    expect(body).toEqual({
      slots: [
        { utcTime: monday('10:00'), localTime: '2026-01-05T11:00:00.000', capacity: 1, total: 2 },
        { utcTime: monday('11:00'), localTime: '2026-01-05T12:00:00.000', capacity: 0, total: 2 },
      ],
      durationMin: 60,
      timezone: 'Europe/Berlin',
    });
  });

  it('comes with a refusal', async () => {
    const full = { _customer_number: NUMBER, _desired_time: monday('11:30') };
    const { body } = await world.gms.post('/1/service/callback/classic', full).expect(400);
    expect(body).toMatchObject({
      exception: 'SLOT_FULL',
      availability: { '2026-01-06T10:00:00.000Z': 2 },
    });
  });

  it.each([
    ['an end before the start', { start: monday('12:00'), end: monday('10:00') }],
    ['an age of days', { 'number-of-days': '367' }],
    ['what is no time', { start: 'tomorrow' }],
    ['a zone that is none', { timezone: 'EST5CDT4' }],
  ])('refuses %s', async (_what, query) => {
    await world.gms.get('/2/service/callback/classic/availability', query).expect(400, /BAD_REQUEST/);
  });
});

describe('the built-in services', () => {
  it('office hours: closed now, open within the next days', async () => {
    const now = await world.gms.get('/1/service/office').expect(200);
    expect(now.body).toEqual({ error: null, periods: [] });
    const { body } = await world.gms.get('/1/service/office', { 'number-of-days': 1 });
    expect(body.periods).toEqual([{ start: monday('10:00'), end: monday('12:00') }]);
  });

  it('capacity: hour by hour, with times that have no zone', async () => {
    const interval = { start: '2026-01-05T09:15:00.000', end: '2026-01-05T10:15:00.000' };
    const { body } = await world.gms.get('/1/service/desk', interval).expect(200);
    expect(body.periods).toEqual([
      { start: monday('09:00'), end: monday('10:00'), capacity: 0 },
      { start: monday('10:00'), end: monday('11:00'), capacity: 3 },
    ]);
  });

  it('are 404 by any other name', async () => {
    await world.gms.get('/1/service/nobody').expect(404, /SERVICE_UNKNOWN/);
  });
});
