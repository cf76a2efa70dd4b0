import { afterEach, expect, test } from 'vitest';

import type { Configuration } from '../../src/callback/configuration.ts';
import { refuses } from '../../src/simulation/people.ts';
import { book } from '../support/behaviours.ts';
import { World } from '../support/world.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

let world: World;
afterEach(() => world.close());

function perDay(limits: Record<string, number>): Configuration['numbers'] {
  const lists = { countries: [], allowed: [], blocked: [], doNotCall: [] };
  return [{ name: 'rules', noCountries: 'all', ...lists, perDay: limits }];
}

test('callbacks that were booked on two days for the same one do not cost more that day', async () => {
  world = await World.create({ numbers: perDay({ US: 1 }), service: { options: { _ttl: 7 * 86_400 } } });
  const noon = world.clock.now() + DAY_MS + 2 * HOUR_MS;
  const { id: later } = await book(world, '+14155550100', { _desired_time: new Date(noon).toISOString() });
  await world.clock.advance(DAY_MS);
  const { id: first } = await book(world, '+14155550110');
  await world.clock.advance(3 * HOUR_MS);
  const callOf = async (id: string): Promise<number | undefined> =>
    (await world.store.callbacks.get(id))?.attempts[0]?.startedAt;
  const called = (await callOf(first)) ?? 0;
  expect(called).toBeGreaterThan(0);
  expect(await world.store.callbacks.get(later)).toMatchObject({ state: 'QUEUED', attempts: [] });
  expect((await world.store.callbacks.get(later))?.why).toContain('per-day');
  await world.until(async () => (await callOf(later)) !== undefined, 'the call of the next day');
  expect(((await callOf(later)) ?? 0) - called).toBeGreaterThanOrEqual(DAY_MS);
});

test('every attempt is a call of the day, and one over the limit uses no attempt up', async () => {
  world = await World.create({ numbers: perDay({ US: 2 }), service: { options: { _ttl: 7 * 86_400 } } });
  world.people.register('+14155550102', refuses({ clock: world.clock, random: world.random }, 486));
  await book(world, '+14155550102');
  await world.clock.advance(12 * HOUR_MS);
  expect(world.ringsOf('+14155550102')).toBe(2);
  const record = await world.completed();
  expect(record).toMatchObject({ reason: 'FAIL_CALL_TO_CUSTOMER', attempts: { length: 3 } });
  const [first, , third] = record.attempts;
  expect((third?.startedAt ?? 0) - (first?.startedAt ?? 0)).toBeGreaterThanOrEqual(DAY_MS);
});
