import { describe, expect, it } from 'vitest';

import { bookCallback } from '../../src/app/book-callback.ts';
import { cancelCallback } from '../../src/app/cancel-callback.ts';
import { createCallback } from '../../src/app/create-callback.ts';
import type { RequestSource } from '../../src/app/throttle-callback.ts';
import type { RequestParameters } from '../../src/callback/request.ts';
import type { CallbackRecord } from '../../src/callback/record.ts';
import { testApp, type TestApp } from '../support/app.ts';
import { testService } from '../support/configuration.ts';
import { dialogRun } from '../store/conformance/make.ts';

const any = { _enable_in_queue_checking: false };
const throttled = (options: Record<string, unknown>): Promise<TestApp> =>
  testApp({ services: [testService({ ...any, ...options }), testService(any, 'sales')] });

let numbers = 1000;
function ask(
  world: TestApp,
  {
    service = 'classic',
    id = null as string | null,
    ...parameters
  }: RequestParameters & {
    service?: string;
    id?: string | null;
  } = {},
  source?: RequestSource,
): Promise<CallbackRecord> {
  const given = { _customer_number: `212555${numbers++}`, ...parameters };
  return createCallback(world.app, { service, id, parameters: given, kvps: {}, ...(source && { source }) });
}

function from(
  address: string,
  key: string | null = null,
  headers: RequestSource['headers'] = {},
): RequestSource {
  return { address, key, headers };
}

describe('requests for callbacks', () => {
  it('of a service are limited in two windows, others are not', async () => {
    const world = await throttled({
      _throttle_callbacks_per_service_1: 2,
      _throttle_ttl_1: 60,
      _throttle_callbacks_per_service_2: 3,
      _throttle_ttl_2: 600,
    });
    await ask(world);
    await ask(world);
    await expect(ask(world)).rejects.toMatchObject({
      code: 'THROTTLED',
      status: 429,
      details: { scope: 'service', retryAfter: 60 },
    });
    await ask(world, { service: 'sales' });
    await world.clock.advance(60_000);
    await ask(world);
    await expect(ask(world)).rejects.toMatchObject({ details: { retryAfter: 540 } });
    await world.clock.advance(540_000);
    await ask(world);
  });

  it('of a number are limited in two windows, however it is written', async () => {
    const world = await throttled({
      _throttle_customer_number_limit: 1,
      _throttle_ttl_1: 60,
      _throttle_request_parameters_limit: 2,
    });
    await ask(world, { _customer_number: '2125550123' });
    const again = { _customer_number: '+1 (212) 555-0123' };
    await expect(ask(world, again)).rejects.toMatchObject({ details: { scope: 'number', retryAfter: 60 } });
    await world.clock.advance(60_000);
    await ask(world, again);
    await world.clock.advance(60_000);
    const refused = { details: { scope: 'parameter', retryAfter: 86_400 - 120 } };
    await expect(ask(world, again)).rejects.toMatchObject(refused);
    await ask(world, { _customer_number: '2125550124' });
  });

  it('are limited by keys of their own, each value by itself', async () => {
    const options = { _throttle_request_parameters: 'account', _throttle_request_parameters_limit: 1 };
    const world = await throttled(options);
    await ask(world, { account: '42' });
    await expect(ask(world, { account: '42' })).rejects.toMatchObject({ code: 'THROTTLED' });
    await ask(world, { account: '43' });
    await ask(world);
    await ask(world);
  });

  it.each([
    ['source', '_throttle_source_limit', from('10.0.0.1'), from('10.0.0.2')],
    ['key', '_throttle_api_key_limit', from('10.0.0.1', 'a'), from('10.0.0.1', 'b')],
  ])('of a %s are limited in two windows, others are not', async (scope, option, one, other) => {
    const world = await throttled({
      ...{ [option]: 1, _throttle_ttl_1: 60 },
      ...{ [`${option}_2`]: 2, _throttle_ttl_2: 600 },
    });
    await ask(world, {}, one);
    await expect(ask(world, {}, one)).rejects.toMatchObject({ details: { scope, retryAfter: 60 } });
    await ask(world, {}, other);
    await ask(world);
    await world.clock.advance(60_000);
    await ask(world, {}, one);
    await world.clock.advance(60_000);
    await expect(ask(world, {}, one)).rejects.toMatchObject({ details: { scope, retryAfter: 480 } });
  });

  it('of a number, and of a value of a key, have a second window', async () => {
    const options = { _throttle_customer_number_limit_2: 1, _throttle_request_parameters_limit_2: 1 };
    const world = await throttled({
      ...options,
      _throttle_request_parameters: 'account',
      _throttle_ttl_2: 600,
    });
    const number = '2125550123';
    await ask(world, { _customer_number: number, account: '42' });
    const again = ask(world, { _customer_number: number });
    await expect(again).rejects.toMatchObject({ details: { scope: 'number', retryAfter: 600 } });
    await expect(ask(world, { account: '42' })).rejects.toMatchObject({ details: { scope: 'parameter' } });
  });

  it('are limited by a header, which goes before the body; or by the body alone', async () => {
    const options = { _throttle_request_parameters: 'Device', _throttle_request_parameters_limit: 1 };
    const world = await throttled(options);
    await ask(world, { Device: 'a' }, from('10.0.0.1', null, { device: 'b' }));
    await ask(world, { Device: 'a' });
    await expect(ask(world, {}, from('10.0.0.1', null, { device: 'b' }))).rejects.toMatchObject({
      details: { scope: 'parameter' },
    });
    const off = await throttled({ ...options, _enable_throttle_header_parameters: false });
    await ask(off, {}, from('10.0.0.1', null, { device: 'b' }));
    await ask(off, {}, from('10.0.0.1', null, { device: 'b' }));
  });

  it('that are refused store nothing, and those that are repeated count once', async () => {
    const world = await throttled({ _throttle_callbacks_per_service_1: 1 });
    const first = await ask(world, { id: 'the-same', _customer_number: '2125550123' });
    expect(await ask(world, { id: 'the-same', _customer_number: '2125550123' })).toEqual(first);
    await expect(ask(world)).rejects.toMatchObject({ code: 'THROTTLED' });
    expect((await world.app.store.callbacks.find({ limit: 9 })).records).toEqual([first]);
    expect(await world.app.store.facts.recent('callback.created', 9)).toHaveLength(1);
    // Asking is what is limited: a cancelled callback was asked for, too.
    await cancelCallback(world.app, first.id);
    await expect(ask(world)).rejects.toMatchObject({ code: 'THROTTLED' });
  });

  it('that something else refuses count for nothing', async () => {
    const world = await throttled({ _throttle_callbacks_per_service_1: 1, _max_request_by_time_bucket: 0 });
    const later = { _desired_time: new Date(world.clock.now() + 3_600_000).toISOString() };
    await expect(ask(world, later)).rejects.toMatchObject({ code: 'SLOT_FULL' });
    await ask(world);
  });

  it('that callers make in a dialog have an outcome', async () => {
    const outcome = async (options: Record<string, unknown>): Promise<string> => {
      const world = await throttled(options);
      await ask(world, { _customer_number: '2125550123' });
      const run = dialogRun('k1');
      return (await bookCallback(world.app, { run, values: { phone: '2125550123' } })).outcome;
    };
    expect(await outcome({ _throttle_callbacks_per_service_1: 1 })).toBe('full');
    expect(await outcome({ _throttle_customer_number_limit: 1 })).toBe('too-many');
    expect(await outcome({})).toBe('booked');
  });
});
