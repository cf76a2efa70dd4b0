import { afterEach, expect, test } from 'vitest';

import { cancelCallback } from '../../src/app/cancel-callback.ts';
import { dayReport } from '../../src/report/day-report.ts';
import { book } from '../support/behaviours.ts';
import { World } from '../support/world.ts';

let world: World | null = null;
afterEach(() => world?.close());

const MONDAY = { day: '2026-01-05', zone: 'UTC' };
const ring = async (here: World, from: string, keys: string[]): Promise<void> => {
  here.ring(from, keys);
  await here.clock.advance(120_000);
};

test('an offer is on the record with what was told and what became of it, whether a callback follows or not', async () => {
  world = await World.create();
  await ring(world, '+14155550142', ['1', '1']);
  await ring(world, '+14155550143', ['2']);
  await ring(world, '+14155550144', ['hangup']);
  const offered = await world.store.facts.recent('callback.offered', 10);
  const told = { service: 'classic', thresholdS: 0, waitS: expect.any(Number), position: 1 };
  expect(offered.map(({ data }) => data)).toMatchObject([told, told, told]);
  const ends = (await world.store.facts.recent('callback.offer-ended', 10)).reverse();
  expect(ends.map(({ data }) => data['outcome'])).toEqual(['accepted', 'declined', 'hung-up']);
  expect(ends[0]?.data['callbackId']).toBe((await world.callback())?.id);
  for (const { data } of ends) expect(data['decideS']).toBeGreaterThanOrEqual(0);
});

test('a short wait is no offer', async () => {
  world = await World.create({ service: { offerThresholdS: 100_000 } });
  await ring(world, '+14155550142', ['2']);
  expect(await world.store.facts.recent('callback.offered', 10)).toEqual([]);
});

test('a day is counted by service: offers, callbacks, attempts, the mean wait', async () => {
  world = await World.create();
  await ring(world, '+14155550142', ['1', '1', '1']);
  await ring(world, '+14155550143', ['2']);
  await book(world, '+14155550102');
  const cancelled = await book(world, '+14155550100', { _desired_time: '2026-01-06T10:00:00Z' });
  await cancelCallback(world.ringback.app, cancelled.id);
  await world.clock.advance(3_600_000);
  const report = await dayReport(world.store, MONDAY);
  const expected = {
    offered: 2,
    accepted: 1,
    declined: 1,
    hungUp: 0,
    requested: 3,
    attempted: 2,
    attempts: 4,
    connected: 1,
    abandoned: 0,
    cancelled: 1,
    successful: 1,
  };
  expect(report).toMatchObject({
    ...MONDAY,
    services: [{ service: 'classic', ...expected }],
    total: expected,
  });
  expect(report.total.meanWaitS).toBeGreaterThan(0);
  const nothing = await dayReport(world.store, { day: '2026-01-04', zone: 'UTC' });
  expect(nothing).toMatchObject({ services: [], total: { offered: 0, requested: 0, meanWaitS: null } });
});

test('the day is that of the clocks of the zone', async () => {
  world = await World.create({ agents: [] });
  // 09:00 UTC on Monday is 23:00 on Sunday in Honolulu.
  await book(world, '+14155550100');
  const sunday = { day: '2026-01-04', zone: 'Pacific/Honolulu' };
  expect((await dayReport(world.store, sunday)).total.requested).toBe(1);
  expect((await dayReport(world.store, { ...sunday, day: '2026-01-05' })).total.requested).toBe(0);
});
