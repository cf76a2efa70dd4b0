import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { agentView, heldAgent, type AgentView } from '../../../src/app/agent-view.ts';
import { answerPreview } from '../../../src/app/answer-preview.ts';
import { CUSTOMER, expectNothingLeft } from '../../support/behaviours.ts';
import { Device } from '../../support/device.ts';
import type { World } from '../../support/world.ts';
import { agentComes, post, scenarioWorld, start } from './scenario-world.ts';

let device: Device;
let world: World;
beforeEach(async () => (device = await Device.open()));
afterEach(async () => {
  await world.close();
  device.close();
});

function agentState(): string | undefined {
  return world.ringback.router.state().agents.find(({ id }) => id === '1001')?.state;
}

describe('immediate', () => {
  it('an agent is reserved, the app hears which number calls, then the customer is rung', async () => {
    world = await scenarioWorld('immediate', {}, device.reach);
    const { _id } = await start(world, CUSTOMER, device.parameters);
    await world.until(() => device.told.length === 1, 'a message');
    expect(agentState()).toBe('reserved');
    expect(world.ringsOf(CUSTOMER)).toBe(0);
    expect(device.told).toMatchObject([{ _id, _calling_number: '+12025550100' }]);
    expect(await world.completed()).toMatchObject({ reason: 'AGENT_CONNECTED' });
    expect(world.ringsOf(CUSTOMER)).toBe(1);
    await expectNothingLeft(world);
  });
});

describe('delayed', () => {
  it('the app confirms that an agent may call: then the customer is rung', async () => {
    world = await scenarioWorld('delayed', {}, { agents: [], ...device.reach });
    const { _id } = await start(world, CUSTOMER, device.parameters);
    await world.clock.advance(60_000);
    await agentComes(world);
    await world.until(() => device.told.length === 1, 'a message');
    expect(world.ringsOf(CUSTOMER)).toBe(0);
    const { body } = await post(world, `${_id}/connect`);
    expect(body).toMatchObject({
      _action: 'ConfirmationDialog',
      _text: 'We will call you from +12025550100.',
    });
    expect(await world.completed()).toMatchObject({ reason: 'AGENT_CONNECTED' });
  });

  it('later suits better: the app puts the call off', async () => {
    world = await scenarioWorld('delayed', {}, device.reach);
    const { _id } = await start(world, CUSTOMER, device.parameters);
    await world.until(() => device.told.length === 1, 'a message');
    expect((await post(world, `${_id}/delay`, { _minutes: 20 })).status).toBe(200);
    expect(await world.callback()).toMatchObject({
      state: 'SCHEDULED',
      desiredAt: world.clock.now() + 1_200_000,
    });
    await world.until(() => device.told.length === 2, 'another message');
    await post(world, `${_id}/connect`);
    expect(await world.completed()).toMatchObject({ reason: 'AGENT_CONNECTED' });
  });

  it('the app calls it off', async () => {
    world = await scenarioWorld('delayed', {}, device.reach);
    const { _id } = await start(world, CUSTOMER, device.parameters);
    await world.until(() => device.told.length === 1, 'a message');
    expect((await post(world, `${_id}/cancel`)).status).toBe(200);
    expect(await world.completed()).toMatchObject({ reason: 'CANCELLED' });
    expect((await post(world, `${_id}/connect`)).status).toBe(409);
    expect(world.ringsOf(CUSTOMER)).toBe(0);
  });
});

describe('scheduled', () => {
  it('is called at its time, with an agent reserved; a request without a time is refused', async () => {
    world = await scenarioWorld('scheduled');
    const refused = await post(world, 'callback/classic', { _customer_number: CUSTOMER });
    expect(refused.status).toBe(400);
    const at = world.clock.now() + 3_600_000;
    await start(world, CUSTOMER, { _desired_time: new Date(at).toISOString() });
    const record = await world.completed();
    expect(record).toMatchObject({ reason: 'AGENT_CONNECTED', desiredAt: at });
    expect(record.attempts[0]?.startedAt).toBeGreaterThanOrEqual(at);
  });
});

describe('preview', () => {
  it('the customer is rung once the agent, who sees what the request is about, has accepted', async () => {
    world = await scenarioWorld('preview');
    await start(world, CUSTOMER, { subject: 'Invoice' });
    const { app, router } = world.ringback;
    const desk = (): Promise<AgentView> => agentView(app, heldAgent(router, '1001'));
    await world.until(async () => (await desk()).preview !== null, 'an agent who looks');
    expect((await desk()).call).toMatchObject({ phone: CUSTOMER, subject: 'Invoice' });
    expect(world.ringsOf(CUSTOMER)).toBe(0);
    await answerPreview(app, { agentId: '1001', callbackId: null, answer: 'accept', minutes: null });
    expect(await world.completed()).toMatchObject({ reason: 'AGENT_CONNECTED' });
    expect(world.ringsOf(CUSTOMER)).toBe(1);
  });
});

describe('classic', () => {
  it('waits for an agent, dials, and reserves once the customer has pressed 1', async () => {
    world = await scenarioWorld('classic');
    await start(world, CUSTOMER);
    await world.until(() => world.ringsOf(CUSTOMER) === 1, 'a ringing phone');
    expect(agentState()).toBe('ready');
    expect(await world.completed()).toMatchObject({ reason: 'AGENT_CONNECTED' });
  });
});

it('the customer is asked to press 1 in the language of the request', async () => {
  world = await scenarioWorld('classic');
  const { heard } = world.phone(CUSTOMER, ['1']);
  await start(world, CUSTOMER, { language: 'de' });
  expect(await world.completed()).toMatchObject({ reason: 'AGENT_CONNECTED', language: 'de-DE' });
  expect(JSON.stringify(heard.map(({ perception }) => perception))).toContain('drücken Sie');
});

it('a request for a chat is refused by name', async () => {
  world = await scenarioWorld('immediate');
  const { status, body } = await post(world, 'callback/classic', {
    _customer_number: CUSTOMER,
    _media_type: 'chat',
  });
  expect(status).toBe(400);
  expect(body).toMatchObject({
    exception: 'OPTION_INVALID',
    message: expect.stringContaining('_media_type'),
  });
});
