import { describe, expect, it } from 'vitest';

import { createCallback } from '../../src/app/create-callback.ts';
import { findCallbacks, getCallback } from '../../src/app/find-callbacks.ts';
import type { RequestParameters } from '../../src/callback/request.ts';
import { newInteraction } from '../../src/callback/interaction.ts';
import type { CallbackRecord } from '../../src/callback/record.ts';
import { testApp, type TestApp } from '../support/app.ts';
import { testService } from '../support/configuration.ts';

const NUMBER = '2125550123';

function create(
  world: TestApp,
  parameters: RequestParameters = {},
  id: string | null = null,
): Promise<CallbackRecord> {
  return createCallback(world.app, {
    service: 'classic',
    id,
    parameters: { _customer_number: NUMBER, ...parameters },
    kvps: {},
  });
}

async function caller(world: TestApp, id: string): Promise<number> {
  const leg = newInteraction(
    {
      id,
      direction: 'inbound',
      party: 'caller',
      switchName: 'memory',
      from: NUMBER,
      to: '8000',
      service: 'classic',
      userData: {},
      sessionId: null,
      callbackId: null,
    },
    world.clock.now(),
  );
  await world.app.store.interactions.add(leg);
  return leg.arrivedAt;
}

describe('a callback for as soon as possible', () => {
  it('is QUEUED with its session, which is woken and knows all it needs', async () => {
    const world = await testApp();
    const record = await create(world, { firstname: 'Ann' });
    expect(record).toMatchObject({
      state: 'QUEUED',
      customerNumber: '+12125550123',
      userData: { firstname: 'Ann' },
    });
    expect(record.id).toMatch(/^[0-9a-f]{32}$/);
    expect(await getCallback(world.app, record.id)).toEqual(record);
    const [session] = await world.app.store.sessions.ofCallback(record.id);
    expect(session).toMatchObject({ id: record.sessionId, strategy: 'callback', seq: 0, setHash: 'set-1' });
    expect(session?.params).toMatchObject({
      callbackId: record.id,
      customerNumber: '+12125550123',
      queue: 'classic',
      target: '',
      priority: 0,
      confirmDialog: 'confirm',
      callerId: { number: '+12025550100' },
    });
    expect(world.woken).toEqual([record.sessionId]);
  });

  it('has its place where the call that it came from rang in', async () => {
    const world = await testApp();
    const arrivedAt = await caller(world, 'call-1');
    await world.clock.advance(90_000);
    const record = await create(world, { _originating_interaction_id: 'call-1' });
    expect(record).toMatchObject({ placeAt: arrivedAt, originatingInteractionId: 'call-1' });
    expect(record.kvps).toMatchObject({
      _CB_SERVICE_ID: record.id,
      _CB_T_SERVICE_START: Math.floor(world.clock.now() / 1000),
      _CB_T_CALLBACK_ACCEPTED: Math.floor(world.clock.now() / 1000),
    });
  });

  it('has its place at the request when that call is on no switch of ours, which is kept as a fact', async () => {
    const world = await testApp();
    const record = await create(world, { _originating_interaction_id: 'elsewhere' });
    expect(record.placeAt).toBe(world.clock.now());
    const facts = await world.app.store.facts.ofCallback(record.id);
    expect(facts).toMatchObject([
      { kind: 'callback.created', data: { originatingInteractionId: 'elsewhere' } },
      { kind: 'callback.user-event', data: { kvps: { _CB_FINAL_RECORD: 0 } } },
    ]);
  });

  it('is one callback however often the same id is asked for', async () => {
    const world = await testApp();
    const first = await create(world, {}, 'a'.repeat(32));
    await world.clock.advance(1000);
    expect(await create(world, { firstname: 'Other' }, 'a'.repeat(32))).toEqual(first);
  });
});

describe('a callback for a chosen time', () => {
  it('is SCHEDULED, without a session, in its place at that time', async () => {
    const world = await testApp();
    const record = await create(world, { _desired_time: '2026-01-05T12:00:00.000Z' });
    const desiredAt = Date.UTC(2026, 0, 5, 12);
    expect(record).toMatchObject({ state: 'SCHEDULED', sessionId: null, desiredAt, placeAt: desiredAt });
    expect(record.expiresAt).toBe(desiredAt + 86_400_000);
    expect(record.kvps._CB_T_SERVICE_START).toBe(desiredAt / 1000);
    expect(world.woken).toEqual([]);
  });

  it('is refused when the slot is full, while another slot and as soon as possible still go', async () => {
    const options = { _max_request_by_time_bucket: 1, _enable_in_queue_checking: false };
    const world = await testApp({ services: [testService(options)] });
    await create(world, { _desired_time: '2026-01-05T12:01:00.000Z' });
    await expect(create(world, { _desired_time: '2026-01-05T12:04:59.000Z' })).rejects.toThrow(
      'the slot at 2026-01-05T12:00:00.000Z is full',
    );
    await create(world, { _desired_time: '2026-01-05T12:05:00.000Z' });
    await create(world);
    expect(await findCallbacks(world.app, find(NUMBER))).toHaveLength(3);
  });
});

describe('a request that cannot be followed', () => {
  it.each<[string, RequestParameters, string]>([
    ['NUMBER_MISSING', { _customer_number: '' }, '_customer_number is missing'],
    ['NUMBER_INVALID', { _customer_number: '911' }, 'cannot be called'],
    ['NUMBER_INVALID', { _customer_number: '19005551234' }, 'premium'],
    ['TIME_INVALID', { _desired_time: 'tomorrow' }, 'tomorrow'],
    ['TIME_INVALID', { _desired_time: '2026-01-05T08:00:00.000Z' }, 'it has passed'],
    ['TIME_INVALID', { _desired_time: '2027-01-05T08:00:00.000Z' }, 'too far'],
    ['OPTION_INVALID', { _target: 'Billing >' }, 'position 10'],
  ])('%s: %j stores nothing', async (code, parameters, message) => {
    const world = await testApp();
    const failure = await create(world, parameters).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, status: 400 });
    expect(String(failure)).toContain(message);
    expect(await world.app.store.callbacks.counts()).toEqual([]);
    expect(await world.app.store.sessions.running()).toEqual([]);
  });

  it('names the services there are', async () => {
    const world = await testApp();
    const request = { service: 'clasic', id: null, parameters: {}, kvps: {} };
    await expect(createCallback(world.app, request)).rejects.toMatchObject({
      code: 'SERVICE_UNKNOWN',
      status: 404,
    });
  });

  it.each<[string, unknown, number]>([
    ['two active ones a number by default', true, 2],
    ['one when checking is strict', 'strict', 1],
  ])('is one too many: %s', async (_what, checking, most) => {
    const world = await testApp({ services: [testService({ _enable_in_queue_checking: checking })] });
    for (let n = 0; n < most; n++) await create(world);
    await expect(create(world)).rejects.toMatchObject({ code: 'TOO_MANY_CALLBACKS', status: 400 });
    await create(world, { _customer_number: '2125550199' });
  });

  it('is never too many when checking is off', async () => {
    const world = await testApp({ services: [testService({ _enable_in_queue_checking: false })] });
    for (let n = 0; n < 5; n++) await create(world);
  });
});

describe('finding callbacks', () => {
  it('goes by the number, however it is written, and by lookup keys', async () => {
    const options = { _customer_lookup_keys: '_customer_number,account' };
    const world = await testApp({ services: [testService(options)] });
    const mine = await create(world, { account: 'A7' });
    const other = await create(world, { account: 'B8', _customer_number: '2125550199' });
    const ids = async (pairs: Record<string, string>, operand: 'AND' | 'OR' = 'AND'): Promise<string[]> =>
      (await findCallbacks(world.app, { service: 'classic', pairs, operand })).map((record) => record.id);
    expect(await ids({ _customer_number: '(212) 555-0123' })).toEqual([mine.id]);
    expect(await ids({ account: 'B8' })).toEqual([other.id]);
    expect(await ids({ account: 'B8', _customer_number: NUMBER })).toEqual([]);
    expect((await ids({ account: 'B8', _customer_number: NUMBER }, 'OR')).sort()).toEqual(
      [mine.id, other.id].sort(),
    );
  });

  it('needs a lookup key, and knows no id that was never given', async () => {
    const world = await testApp();
    await expect(findCallbacks(world.app, find('')) /* an empty value matches nothing */).resolves.toEqual(
      [],
    );
    const query = { service: 'classic', pairs: {}, operand: 'AND' as const };
    await expect(findCallbacks(world.app, query)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(findCallbacks(world.app, { ...query, pairs: { firstname: 'Ann' } })).rejects.toThrow(
      '"firstname"',
    );
    await expect(getCallback(world.app, 'nope')).rejects.toMatchObject({
      code: 'CALLBACK_UNKNOWN',
      status: 404,
    });
  });
});

function find(number: string): { service: string; pairs: Record<string, string>; operand: 'AND' } {
  return { service: 'classic', pairs: { _customer_number: number }, operand: 'AND' };
}
