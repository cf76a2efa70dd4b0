import { expect, test } from 'vitest';

import { createCallback } from '../../src/app/create-callback.ts';
import { createDoNotCall } from '../../src/app/do-not-call.ts';
import { checkTransfer } from '../../src/app/never-called.ts';
import { refusedRequest, refusedRequests } from '../../src/app/refused-requests.ts';
import { testNumber } from '../../src/app/test-number.ts';
import type { CallbackRecord } from '../../src/callback/record.ts';
import type { NumberPolicy } from '../../src/callback/rules/number-policy.ts';
import { isRingbackError, type RingbackError } from '../../src/core/errors.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { testApp, type TestApp } from '../support/app.ts';
import { testConfiguration, testService } from '../support/configuration.ts';

const BRITISH = '+442071838750';

function ruled(fields: Partial<NumberPolicy>, options: Record<string, unknown> = {}): Promise<TestApp> {
  const none = {
    countries: [],
    noCountries: 'all' as const,
    allowed: [],
    blocked: [],
    doNotCall: [],
    perDay: {},
  };
  const [queue] = testConfiguration().queues;
  if (!queue) throw new Error('there is no queue');
  return testApp({
    services: [testService(options)],
    queues: [{ ...queue, numbers: 'rules' }],
    numbers: [{ name: 'rules', ...none, ...fields }],
  });
}

function create(world: TestApp, parameters: Record<string, string>): Promise<CallbackRecord> {
  return createCallback(world.app, { service: 'classic', id: null, parameters, kvps: {} });
}

async function refusal(made: Promise<unknown>): Promise<RingbackError> {
  const error: unknown = await made.catch((thrown: unknown) => thrown);
  if (isRingbackError(error)) return error;
  throw new Error('it was not refused');
}

test('a number that the rules of the queue refuse is refused before anything is stored', async () => {
  const world = await ruled({ countries: ['FR'] });
  const error = await refusal(create(world, { _customer_number: BRITISH }));
  expect(error).toMatchObject({ code: 'NUMBER_REFUSED', details: { rule: 'country' } });
  expect((await world.app.store.callbacks.find({ limit: 10 })).records).toEqual([]);
});

test('a page has nobody rung whom the rules of its service refuse', async () => {
  const { app } = await ruled({ countries: ['GB'], blocked: [] });
  expect(await checkTransfer(app, '020 7183 8750', 'call-1')).toMatchObject({ ok: false });
  expect(await checkTransfer(app, BRITISH, 'call-1')).toEqual({ ok: true, number: BRITISH });
  expect(await checkTransfer(app, '+33123456789', 'call-1')).toMatchObject({
    ok: false,
    why: expect.stringContaining('FR') as string,
  });
});

test('satellite numbers are refused unless the service takes them', async () => {
  const satellite = { _customer_number: '+881612345678' };
  const refused = await refusal(create(await ruled({}), satellite));
  expect(refused.message).toContain('satellite');
  expect(
    await create(await ruled({}, { _disallow_satellite_phone_numbers: false }), satellite),
  ).toMatchObject({
    customerNumber: '+881612345678',
  });
});

test('a country has its callbacks of the day, and no more', async () => {
  const world = await ruled({ perDay: { GB: 2 } });
  await create(world, { _customer_number: BRITISH });
  await create(world, { _customer_number: '+442071838751' });
  const third = { _customer_number: '+442071838752' };
  expect(await refusal(create(world, third))).toMatchObject({
    code: 'THROTTLED',
    details: { scope: 'country' },
  });
  await create(world, { _customer_number: '+33142685300' });
  await world.clock.advance(86_400_000);
  await create(world, third);
});

test('a service has no more callbacks under way than it may', async () => {
  const world = await ruled({}, { _max_queued_callbacks_per_service: 1 });
  await create(world, { _customer_number: BRITISH });
  expect((await refusal(create(world, { _customer_number: '+442071838751' }))).code).toBe('QUEUE_FULL');
});

test('a refused request is found by its correlation id, without numbers and what the caller wrote', async () => {
  const world = await ruled({ countries: ['FR'] });
  const error = await refusal(
    create(world, {
      _customer_number: '+44 20 7183 8750',
      _desired_time: '2026-01-06T10:00:00Z',
      name: 'Ann',
    }),
  );
  const id = String(error.details['corrId']);
  const kept = await refusedRequest(world.app, id);
  expect(kept).toMatchObject({
    id,
    at: world.clock.now(),
    service: 'classic',
    code: 'NUMBER_REFUSED',
    rule: 'country',
    inputs: { _customer_number: '+** ** **** *750', _desired_time: '2026-01-06T10:00:00Z', name: '***' },
  });
  expect(await refusedRequests(world.app, 10)).toEqual([kept]);
  expect(await refusedRequest(world.app, 'unknown')).toBeNull();
  const bad = await refusal(create(world, { _customer_number: '12345678901234567890' }));
  expect(JSON.stringify(await refusedRequest(world.app, String(bad.details['corrId'])))).not.toContain(
    '12345',
  );
});

test('a number is tried out with the rule that refuses it', async () => {
  const world = await ruled({ countries: ['FR'] });
  expect(await testNumber(world.app, BRITISH, null)).toEqual([
    {
      service: 'classic',
      number: BRITISH,
      country: 'GB',
      allowed: false,
      rule: 'country',
      why: 'its country (GB) is not one of those that may be called',
    },
  ]);
  expect(await testNumber(world.app, 'nobody', 'classic')).toMatchObject([
    { allowed: false, rule: 'number' },
  ]);
  expect(await testNumber(world.app, '+33 1 42 68 53 00', 'classic')).toMatchObject([
    { allowed: true, rule: null },
  ]);
  expect(() => testNumber(world.app, BRITISH, 'other')).toThrow('other');
});

test('listed numbers are never called, nor is any while the list has never been read', async () => {
  const clock = new VirtualClock();
  const rules = {
    name: 'rules',
    countries: [],
    noCountries: 'all' as const,
    allowed: [],
    blocked: [],
    perDay: {},
  };
  let text: string | null = null;
  const list = createDoNotCall({
    clock,
    log: silentLogger,
    config: () => testConfiguration({ numbers: [{ ...rules, doNotCall: ['list.txt'] }] }),
    ask: () => Promise.reject(new Error('nobody is asked')),
    read: () => (text === null ? Promise.reject(new Error('gone')) : Promise.resolve(text)),
  });
  await list.start();
  expect(list.lists(['list.txt'], BRITISH)).toBe(true);
  expect(list.lists([], BRITISH)).toBe(false);
  text = `# never\n+44 20 7183-8750 # asked us\nnonsense\n`;
  await clock.advance(60_000);
  expect(list.lists(['list.txt'], BRITISH)).toBe(true);
  expect(list.lists(['list.txt'], '+33142685300')).toBe(false);
  text = null;
  await clock.advance(600_000);
  expect(list.lists(['list.txt'], BRITISH)).toBe(true);
  text = '';
  await clock.advance(60_000);
  expect(list.lists(['list.txt'], BRITISH)).toBe(false);
  list.stop();
});
