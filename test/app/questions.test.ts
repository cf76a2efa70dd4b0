import { describe, expect, it } from 'vitest';

import { getCallback } from '../../src/app/find-callbacks.ts';
import { questions, type Answer } from '../../src/app/questions.ts';
import { newInteraction } from '../../src/callback/interaction.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { DialogRun } from '../../src/store/dialog-runs.ts';
import { testApp, type TestApp } from '../support/app.ts';
import { testAgent, testService } from '../support/configuration.ts';

function run(interactionId: string | null, key = 'k'.repeat(32)): DialogRun {
  return {
    key,
    revision: 1,
    dialog: 'classic',
    setHash: 'set-1',
    step: 'x',
    values: {},
    locale: 'en-US',
    service: 'classic',
    interactionId,
    sessionId: null,
    actionId: null,
    status: 'open',
    result: null,
    startedAt: 0,
    updatedAt: 0,
  };
}

async function caller(world: TestApp, from: string): Promise<DialogRun> {
  const parties = { switchName: 'memory', from, to: '8000', service: 'classic', userData: {} };
  const links = { sessionId: null, callbackId: null };
  const leg = newInteraction(
    { id: 'call', direction: 'inbound', party: 'caller', ...parties, ...links },
    world.clock.now(),
  );
  await world.app.store.interactions.add(leg);
  return run('call');
}

async function ask(world: TestApp, name: string, asked: DialogRun, values: JsonObject = {}): Promise<Answer> {
  const question = questions[name];
  if (!question) throw new Error(`no question ${name}`);
  const answer = await question.ask(world.app, { run: asked, values });
  expect(question.outcomes).toContain(answer.outcome);
  return answer;
}

describe('a dialog asks', () => {
  it('how long the caller would wait, and from when on a callback is offered', async () => {
    const world = await testApp({ agents: [testAgent('1001', { initial: 'not-ready' })] });
    const wait = { seconds: 180, p50: 180, p80: 270, position: 1, at: world.clock.now() };
    expect(await ask(world, 'wait-time', await caller(world, ''))).toMatchObject({
      outcome: 'known',
      values: { wait, service: { offerThreshold: 60 } },
    });
  });

  it('the wait by the method that the service has chosen', async () => {
    const service = testService();
    const options = { ...service.options, _wait_estimate: 'ewt1' };
    const world = await testApp({ services: [{ ...service, options }] });
    const answer = await ask(world, 'wait-time', await caller(world, ''));
    expect(answer.values['wait']).toMatchObject({
      seconds: -1,
      p80: -1,
      unknown: 'nobody has been served yet',
    });
  });

  it.each([
    ['2125550123', { outcome: 'known', values: { phone: '+12125550123' } }],
    ['anonymous', { outcome: 'unknown', values: {} }],
    ['19005551234', { outcome: 'unknown', values: {} }],
  ])('whether the calling number %s can be called back', async (from, answer) => {
    const world = await testApp();
    expect(await ask(world, 'caller-number', await caller(world, from))).toEqual(answer);
  });

  it('does not know the number of a call that a foreign browser took', async () => {
    expect(await ask(await testApp(), 'caller-number', run(null))).toEqual({
      outcome: 'unknown',
      values: {},
    });
  });

  it('whether keyed digits are a number to call', async () => {
    const world = await testApp();
    const checked = await ask(world, 'check-number', run(null), { phone: '011442079460000' });
    expect(checked).toEqual({ outcome: 'ok', values: { phone: '+442079460000' } });
    const refused = await ask(world, 'check-number', run(null), { phone: '911' });
    expect(refused).toMatchObject({
      outcome: 'refused',
      values: { why: expect.stringContaining('digits') as string },
    });
    expect((await ask(world, 'check-number', run(null))).outcome).toBe('refused');
    expect((await ask(world, 'check-number', run(null), { phone: ['1'] })).outcome).toBe('refused');
  });
});

describe('a dialog books', () => {
  it("a callback in the caller's place, with the wait that the caller heard on its record", async () => {
    const world = await testApp();
    const asked = await caller(world, '2125550123');
    const arrivedAt = world.clock.now();
    const { values } = await ask(world, 'wait-time', asked);
    await world.clock.advance(20_000);
    const booked = await ask(world, 'book', asked, { ...values, phone: '+12125550123' });
    const seconds = world.clock.now() / 1000;
    expect(booked).toMatchObject({
      outcome: 'booked',
      values: { acceptedAt: seconds, serviceStart: seconds },
    });
    const record = await getCallback(world.app, booked.values.callbackId as string);
    expect(record).toMatchObject({ placeAt: arrivedAt, originatingInteractionId: 'call', state: 'QUEUED' });
    expect(record.kvps).toEqual({
      _CB_SERVICE_ID: record.id,
      _CB_T_SERVICE_START: seconds,
      _CB_T_CALLBACK_ACCEPTED: seconds,
      _CB_T_CALLBACK_OFFERED: seconds - 20,
      _CB_D_CALLBACK_OFFER: 20,
      _CB_EWT_WHEN_CALLBACK_WAS_OFFERED: 0,
      _CB_POS_WHEN_CALLBACK_WAS_OFFERED: 1,
    });
  });

  it('once, however often the same answer comes', async () => {
    const world = await testApp();
    const first = await ask(world, 'book', run(null), { phone: '2125550123' });
    await world.clock.advance(5_000);
    expect(await ask(world, 'book', run(null), { phone: '2125550123' })).toEqual(first);
    const other = await ask(world, 'book', run(null, 'other'), { phone: '2125550123' });
    expect(other.values.callbackId).not.toBe(first.values.callbackId);
  });

  it('a callback at a chosen time, or hears that the slot is full', async () => {
    const options = { _max_request_by_time_bucket: 1, _enable_in_queue_checking: false };
    const world = await testApp({ services: [testService(options)] });
    const values = { phone: '2125550123', slot: { at: Date.parse('2026-01-05T12:00:00.000Z') } };
    const booked = await ask(world, 'book', run(null), values);
    expect(booked.values.serviceStart).toBe(Date.UTC(2026, 0, 5, 12) / 1000);
    expect(await ask(world, 'book', run(null, 'other'), values)).toEqual({ outcome: 'taken', values: {} });
  });

  it('no third callback for the same number', async () => {
    const world = await testApp();
    const values = { phone: '2125550123' };
    for (const key of ['1', '2'])
      expect((await ask(world, 'book', run(null, key), values)).outcome).toBe('booked');
    expect(await ask(world, 'book', run(null, '3'), values)).toEqual({ outcome: 'too-many', values: {} });
  });

  it('nothing, and says so, whatever goes wrong', async () => {
    const world = await testApp();
    expect((await ask(world, 'book', run(null), {})).outcome).toBe('failed');
    expect((await ask(world, 'book', run(null), { phone: '911' })).outcome).toBe('failed');
    world.app.store.callbacks.create = () => Promise.reject(new Error('down'));
    expect((await ask(world, 'book', run(null), { phone: '2125550123' })).outcome).toBe('failed');
  });
});
