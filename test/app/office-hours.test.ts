import { expect, test } from 'vitest';

import { createCallback } from '../../src/app/create-callback.ts';
import { availableSlots } from '../../src/app/slots.ts';
import type { CallbackRecord } from '../../src/callback/record.ts';
import { isRingbackError } from '../../src/core/errors.ts';
import { testApp, type TestApp } from '../support/app.ts';
import { testService } from '../support/configuration.ts';
import { officeOpen } from '../support/office-open.ts';

// The clock of these tests begins on Monday 2026-01-05 at 09:00 UTC.
const monday = (time: string): number => Date.parse(`2026-01-05T${time}:00Z`);

function office(options: Record<string, unknown> = {}, weekly = 'Mon-Fri 10:00-12:00'): Promise<TestApp> {
  return testApp({
    services: [testService({ _business_hours_service: 'office', _request_time_bucket: 60, ...options })],
    hours: [officeOpen(weekly)],
    capacity: [
      {
        name: 'desk',
        zone: null,
        weekly: Array.from({ length: 7 }, () => [
          { minute: 10 * 60, capacity: 2 },
          { minute: 11 * 60, capacity: 0 },
        ]),
        dates: { '2026-01-06': [{ minute: 0, capacity: 7 }] },
      },
    ],
  });
}

function create(world: TestApp, parameters: Record<string, string> = {}): Promise<CallbackRecord> {
  const all = { _customer_number: '+442071838750', ...parameters };
  return createCallback(world.app, { service: 'classic', id: null, parameters: all, kvps: {} });
}

async function refusal(made: Promise<unknown>): Promise<{ code: string; details: Record<string, unknown> }> {
  const error: unknown = await made.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (isRingbackError(error)) return { code: error.code, details: error.details };
  throw new Error('it was not refused');
}

test('a time at which the office is closed is refused, and slots are proposed', async () => {
  const world = await office();
  const { code, details } = await refusal(create(world, { _desired_time: '2026-01-05T12:00:00Z' }));
  expect(code).toBe('OFFICE_CLOSED');
  expect(details['availability']).toEqual({
    '2026-01-06T10:00:00.000Z': 100,
    '2026-01-06T11:00:00.000Z': 100,
    '2026-01-07T10:00:00.000Z': 100,
    '2026-01-07T11:00:00.000Z': 100,
    '2026-01-08T10:00:00.000Z': 100,
  });
  expect((await create(world, { _desired_time: '2026-01-05T11:59:00Z' })).state).toBe('SCHEDULED');
});

test('a request for now is taken while the office is closed, and grows old from its opening on', async () => {
  const world = await office({ _ttl: 3600 });
  expect(await create(world)).toMatchObject({ state: 'QUEUED', expiresAt: monday('11:00') });
});

test('with _enable_reject_out_of_office_hours it is refused, also shortly before the closing', async () => {
  const world = await office({ _enable_reject_out_of_office_hours: true, _cut_off_before_closing: 900 });
  expect((await refusal(create(world))).code).toBe('OFFICE_CLOSED');
  await world.clock.advance(monday('11:45') - world.clock.now());
  expect((await create(world)).state).toBe('QUEUED');
  await world.clock.advance(1);
  expect((await refusal(create(world))).code).toBe('OFFICE_CLOSED');
});

test('a time outside the legal hours of the number is refused', async () => {
  const world = await testApp({ services: [testService({ _do_not_call_items: '0,8,21' })] });
  const newYork = { _customer_number: '+12125550123' };
  expect((await refusal(create(world, { ...newYork, _desired_time: '2026-01-06T12:59:00Z' }))).code).toBe(
    'NUMBER_ASLEEP',
  );
  expect((await create(world, { ...newYork, _desired_time: '2026-01-06T13:00:00Z' })).state).toBe(
    'SCHEDULED',
  );
  expect((await create(world, { _desired_time: '2026-01-06T12:59:00Z' })).state).toBe('SCHEDULED');
});

test('the slots of a service are those of its office hours, with what its capacity leaves', async () => {
  const world = await office({ _capacity_service: 'desk' });
  await create(world, { _desired_time: '2026-01-05T10:30:00Z' });
  const query = { from: monday('00:00'), to: monday('00:00') + 2 * 86_400_000 };
  expect((await availableSlots(world.app, 'classic', query)).slots).toEqual([
    { at: monday('10:00'), free: 1, total: 2 },
    { at: monday('10:00') + 86_400_000, free: 7, total: 7 },
    { at: monday('11:00') + 86_400_000, free: 7, total: 7 },
  ]);
  await create(world, { _customer_number: '+442071838751', _desired_time: '2026-01-05T10:59:59Z' });
  expect(
    await refusal(
      create(world, { _customer_number: '+442071838752', _desired_time: '2026-01-05T10:00:00Z' }),
    ),
  ).toMatchObject({
    code: 'SLOT_FULL',
    details: { availability: { '2026-01-06T10:00:00.000Z': 7 } },
  });
  const busy = await availableSlots(world.app, 'classic', { ...query, reportBusy: true, most: 1 });
  expect(busy.slots).toEqual([{ at: monday('10:00'), free: 0, total: 2 }]);
  expect((await create(world, { _customer_number: '+442071838752' })).state).toBe('QUEUED');
});

test('neither slots that have begun nor those beyond the horizon can be had', async () => {
  const world = await testApp({
    services: [testService({ _request_time_bucket: 60, _reject_future_desired_time: '3h' })],
  });
  await world.clock.advance(1);
  const { slots } = await availableSlots(world.app, 'classic', { from: 0, to: monday('00:00') + 1e12 });
  expect(slots.map(({ at }) => at)).toEqual([monday('10:00'), monday('11:00'), monday('12:00')]);
});
