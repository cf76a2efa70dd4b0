import { describe, expect, it, vi } from 'vitest';

import { cancelCallback } from '../../src/app/cancel-callback.ts';
import { createCallback } from '../../src/app/create-callback.ts';
import { getCallback } from '../../src/app/find-callbacks.ts';
import { killStaleAttempt } from '../../src/app/kill-stale-attempt.ts';
import { dialGate } from '../../src/callback/dial-gate.ts';
import { newInteraction } from '../../src/callback/interaction.ts';
import { attemptEnded, changeState } from '../../src/callback/life.ts';
import type { CallbackRecord } from '../../src/callback/record.ts';
import { testApp, type TestApp } from '../support/app.ts';
import { testService } from '../support/configuration.ts';

const NUMBER = '+12125550103';

function create(world: TestApp, parameters: Record<string, string> = {}): Promise<CallbackRecord> {
  const request = {
    service: 'classic',
    id: null,
    parameters: { _customer_number: NUMBER, ...parameters },
    kvps: {},
  };
  return createCallback(world.app, request);
}

async function store(world: TestApp, record: CallbackRecord): Promise<CallbackRecord> {
  const change = {
    expectedVersion: record.version - 1,
    record,
    deliveries: [],
    session: null,
    slot: 'keep' as const,
    facts: [],
  };
  expect(await world.app.store.callbacks.change(change)).toBe('changed');
  return record;
}

/** The customer's phone, which nobody answers, is rung as a strategy would. */
async function ring(world: TestApp, record: CallbackRecord, leg: string): Promise<void> {
  const gate = dialGate(record, leg, world.clock.now());
  if (!gate.ok) throw new Error(gate.why);
  await store(world, gate.record);
  const parties = { from: '+12025550100', to: NUMBER, switchName: 'memory', service: 'classic' };
  const links = { sessionId: record.sessionId, callbackId: record.id };
  const kind = { direction: 'outbound', party: 'customer' } as const;
  const interaction = newInteraction(
    { id: leg, ...kind, ...parties, ...links, userData: {} },
    world.clock.now(),
  );
  await world.app.store.interactions.add(interaction);
  const callerId = { number: '+12025550100', name: '' };
  const to = { kind: 'number', number: NUMBER } as const;
  await world.switch.dial({ id: leg, to, callerId, timeoutS: 30, variables: {} });
  await world.clock.advance(2_000);
  expect(await world.switch.lookup(leg)).toBe('alive');
}

describe('calling a callback off', () => {
  it('completes it at once and tells its session', async () => {
    const world = await testApp();
    const record = await create(world);
    const cancelled = await cancelCallback(world.app, record.id);
    expect(cancelled).toMatchObject({ state: 'COMPLETED', reason: 'CANCELLED' });
    expect(await getCallback(world.app, record.id)).toEqual(cancelled);
    const inbox = await world.app.store.sessions.inbox(record.sessionId ?? '');
    expect(inbox).toMatchObject([{ name: 'callback.cancelled', data: { callbackId: record.id } }]);
    expect(world.woken.at(-1)).toBe(record.sessionId);
    const facts = await world.app.store.facts.ofCallback(record.id);
    expect(facts.map((fact) => fact.kind)).toContain('callback.cancelled');
  });

  it('stops the phone that rings, closes the attempt, and nothing dials again', async () => {
    const world = await testApp();
    const record = await create(world);
    await ring(world, record, 'leg-1');
    await cancelCallback(world.app, record.id);
    await world.clock.settle();
    expect(await world.switch.lookup('leg-1')).toBe('gone');
    const after = await getCallback(world.app, record.id);
    expect(after).toMatchObject({
      state: 'COMPLETED',
      reason: 'CANCELLED',
      attempts: [{ result: 'NO_ANSWER' }],
    });
    expect(dialGate(after, 'leg-2', world.clock.now())).toMatchObject({ ok: false, refused: 'final' });
    expect(world.failures).toEqual([]);
  });

  it('stands although the switch cannot be reached', async () => {
    const world = await testApp();
    const record = await create(world);
    await ring(world, record, 'leg-1');
    vi.spyOn(world.switch, 'kill').mockRejectedValue(new Error('no switch'));
    expect(await cancelCallback(world.app, record.id)).toMatchObject({ reason: 'CANCELLED' });
  });

  it('also reaches a leg that gets to the switch only afterwards', async () => {
    const world = await testApp();
    const record = await create(world);
    await ring(world, record, 'leg-1');
    expect(await killStaleAttempt(world.app, 'leg-1')).toBe(false);
    vi.spyOn(world.switch, 'kill').mockResolvedValueOnce(undefined);
    await cancelCallback(world.app, record.id);
    expect(await killStaleAttempt(world.app, 'leg-1')).toBe(true);
    expect(await killStaleAttempt(world.app, 'unknown')).toBe(false);
    await world.clock.settle();
    expect(await world.switch.lookup('leg-1')).toBe('gone');
  });

  it('is not needed for a leg whose attempt was given up: it is stale by itself, unless it is connected', async () => {
    const world = await testApp();
    const record = await create(world);
    await ring(world, record, 'leg-1');
    const rung = await getCallback(world.app, record.id);
    const end = { attemptId: 'leg-1', result: 'CONNECTED', detail: null } as const;
    const over = attemptEnded(rung, end, world.clock.now());
    const connected = await store(world, { ...over, interactionId: 'leg-1' });
    expect(await killStaleAttempt(world.app, 'leg-1')).toBe(false);
    await store(world, { ...connected, version: connected.version + 1, interactionId: null });
    expect(await killStaleAttempt(world.app, 'leg-1')).toBe(true);
  });

  it('gives the slot of a scheduled one to somebody else', async () => {
    const world = await testApp({ services: [testService({ _max_request_by_time_bucket: 1 })] });
    const when = { _desired_time: '2026-01-05T12:00:00.000Z' };
    const record = await create(world, when);
    await expect(create(world, when)).rejects.toThrow('is full');
    await cancelCallback(world.app, record.id);
    await create(world, when);
  });

  it('does not cut a live conversation', async () => {
    const world = await testApp();
    const record = await create(world);
    await store(world, changeState(record, 'PROCESSING', 'talks', world.clock.now()));
    const failure = { code: 'CALLBACK_TALKING', status: 409 };
    await expect(cancelCallback(world.app, record.id)).rejects.toMatchObject(failure);
    expect(await getCallback(world.app, record.id)).toMatchObject({ state: 'PROCESSING' });
  });

  it('says so when it has ended already or never was', async () => {
    const world = await testApp();
    const record = await create(world);
    await cancelCallback(world.app, record.id);
    await expect(cancelCallback(world.app, record.id)).rejects.toMatchObject({ code: 'CALLBACK_FINAL' });
    await expect(cancelCallback(world.app, 'x')).rejects.toMatchObject({ code: 'CALLBACK_UNKNOWN' });
  });

  it('wins against a change that was under way', async () => {
    const world = await testApp();
    const record = await create(world);
    vi.spyOn(world.app.store.callbacks, 'get').mockImplementationOnce(async () => {
      await store(world, changeState(record, 'ROUTING', 'meanwhile', world.clock.now()));
      return record;
    });
    expect(await cancelCallback(world.app, record.id)).toMatchObject({ version: 3, reason: 'CANCELLED' });
  });
});
