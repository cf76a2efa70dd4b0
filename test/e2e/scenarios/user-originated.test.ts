import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Device } from '../../support/device.ts';
import { CUSTOMER, expectNothingLeft } from '../../support/behaviours.ts';
import type { World } from '../../support/world.ts';
import { ACCESS_NUMBER, ACCESS_POINT, agentComes, post, scenarioWorld, start } from './scenario-world.ts';

let device: Device;
let world: World;
beforeEach(async () => (device = await Device.open()));
afterEach(async () => {
  await world.close();
  device.close();
});

describe('a customer who calls at once', () => {
  it('gets a number, is known by the calling number, and talks to an agent', async () => {
    world = await scenarioWorld('user-originated-immediate');
    const answer = await start(world, CUSTOMER);
    expect(answer).toMatchObject({
      _action: 'DialNumber',
      _tel_url: `tel:${ACCESS_NUMBER}`,
      _access_number: ACCESS_NUMBER,
    });
    expect(answer._access_code).toBeUndefined();
    const { id } = world.ring(CUSTOMER, [], ACCESS_POINT);
    const record = await world.completed();
    expect(record).toMatchObject({ reason: 'AGENT_CONNECTED', attempts: [] });
    expect(world.ringsOf(CUSTOMER)).toBe(0);
    expect(await world.interaction(id)).toMatchObject({
      party: 'customer',
      callbackId: answer._id,
      outcome: { kind: 'completed' },
    });
    await expectNothingLeft(world);
  });

  it('is served in the place of the request, before whoever called meanwhile', async () => {
    world = await scenarioWorld('user-originated-immediate', {}, { agents: [] });
    await start(world, CUSTOMER);
    await world.clock.advance(10_000);
    world.ring('+14155550199', ['2']);
    await world.clock.advance(10_000);
    world.ring(CUSTOMER, [], ACCESS_POINT);
    await world.clock.advance(10_000);
    const kinds = world.ringback.router
      .state()
      .entries.toSorted((a, b) => a.placeAt - b.placeAt)
      .map(({ kind }) => kind);
    expect(kinds).toEqual(['callback', 'live']);
    await agentComes(world);
    expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
  });

  it('who does not call in time is no longer expected, and waits like any other caller', async () => {
    world = await scenarioWorld('user-originated-immediate', { _booking_expiration_timeout: 60 });
    const answer = await start(world, CUSTOMER);
    expect(Date.parse(answer._expiration_time ?? '') - world.clock.now()).toBe(60_000);
    expect(await world.completed()).toMatchObject({ reason: 'FAIL_USER_NO_CONFIRM' });
    const { id } = world.ring(CUSTOMER, [], ACCESS_POINT);
    await world.clock.advance(120_000);
    expect(await world.interaction(id)).toMatchObject({ party: 'caller', outcome: { kind: 'completed' } });
  });

  it('who hangs up while waiting for an agent leaves nothing behind', async () => {
    world = await scenarioWorld('user-originated-immediate', {}, { agents: [] });
    await start(world, CUSTOMER);
    const { id } = world.ring(CUSTOMER, [], ACCESS_POINT);
    await world.until(async () => (await world.callback())?.state === 'ROUTING', 'a waiting customer');
    await world.switch.kill(id, 'NORMAL_CLEARING');
    expect(await world.completed()).toMatchObject({ reason: 'FAIL_INTERACTION_DELETED' });
    await expectNothingLeft(world);
  });

  it('one call takes one callback over: a second call from there waits by itself', async () => {
    world = await scenarioWorld('user-originated-immediate', {}, { agents: [] });
    await start(world, CUSTOMER);
    const [first, second] = [world.ring(CUSTOMER, [], ACCESS_POINT), world.ring(CUSTOMER, [], ACCESS_POINT)];
    await world.clock.advance(30_000);
    const parties = await Promise.all([first, second].map(({ id }) => world.interaction(id)));
    expect(parties.map(({ party }) => party).sort()).toEqual(['caller', 'customer']);
  });
});

describe('click to call in', () => {
  it('the code is keyed and opens the way, from any telephone', async () => {
    world = await scenarioWorld('click-to-call-in');
    const { _access_code: code = '', _id } = await start(world, CUSTOMER, { subject: 'A blue lamp' });
    expect(code).toMatch(/^\d{6}$/);
    const { id } = world.ring('anonymous', [code], ACCESS_POINT);
    expect(await world.completed()).toMatchObject({ id: _id, reason: 'AGENT_CONNECTED' });
    expect((await world.interaction(id)).callbackId).toBe(_id);
  });

  it('a calling number, which can be forged, is not enough', async () => {
    world = await scenarioWorld('click-to-call-in', { _booking_expiration_timeout: 600 }, { agents: [] });
    const { _access_code: code = '' } = await start(world, CUSTOMER);
    const wrong = code === '000000' ? '000001' : '000000';
    const { id } = world.ring(CUSTOMER, [wrong, wrong, wrong], ACCESS_POINT);
    await world.clock.advance(120_000);
    expect(await world.interaction(id)).toMatchObject({ party: 'caller', callbackId: null });
    expect(await world.callback()).toMatchObject({ state: 'QUEUED', interactionId: null });
  });
});

describe('a customer who calls when an agent is near', () => {
  it('the app is told, confirms, gets the number, and the call is connected', async () => {
    world = await scenarioWorld('user-originated-delayed', {}, { agents: [], ...device.reach });
    const { _id, ...answer } = await start(world, CUSTOMER, device.parameters);
    expect(answer).toMatchObject({ _action: 'ConfirmationDialog' });
    await world.clock.advance(600_000);
    expect(device.told).toEqual([]);
    await agentComes(world);
    await world.until(() => device.told.length === 1, 'a message');
    const [message = {}] = device.told;
    expect(message).toMatchObject({ _id, _action: 'connect', url_path: '/genesys/1/service/' });
    const { body } = await post(world, `${_id}/${String(message['_action'])}`);
    expect(body).toMatchObject({ _action: 'DialNumber', _access_number: ACCESS_NUMBER });
    world.ring(CUSTOMER, [], ACCESS_POINT);
    expect(await world.completed()).toMatchObject({ reason: 'AGENT_CONNECTED' });
    await expectNothingLeft(world);
  });

  it('a phone is told through the gateway', async () => {
    const genesys = { pushGateway: device.url };
    world = await scenarioWorld('user-originated-delayed', {}, { genesys, ...device.reach });
    const { _id } = await start(world, CUSTOMER, { _device_notification_id: 'a-token', _device_os: 'fcm' });
    await world.until(() => device.told.length === 1, 'a message');
    expect(device.told).toMatchObject([
      { deviceId: 'a-token', type: 'fcm', message: { _id, _action: 'connect' } },
    ]);
  });

  it('an app that never answers is told three times', async () => {
    world = await scenarioWorld('user-originated-delayed', {}, device.reach);
    await start(world, CUSTOMER, device.parameters);
    expect(await world.completed()).toMatchObject({ reason: 'FAIL_USER_NO_CONFIRM' });
    expect(device.told).toHaveLength(3);
  });

  it('an app that cannot be told asks, and confirms by itself', async () => {
    world = await scenarioWorld('user-originated-delayed', {}, { agents: [] });
    const { _id } = await start(world, CUSTOMER, { _device_notification_id: 'x', _device_os: 'comet' });
    await world.clock.advance(5_000);
    expect((await post(world, `${_id}/connect`)).body).toMatchObject({ _access_number: ACCESS_NUMBER });
    world.ring(CUSTOMER, [], ACCESS_POINT);
    await world.until(async () => (await world.callback())?.state === 'ROUTING', 'a waiting customer');
  });

  it('confirming twice tells the same number and code', async () => {
    world = await scenarioWorld('user-originated-delayed', { _provide_code: true });
    const { _id } = await start(world, CUSTOMER);
    await world.clock.advance(5_000);
    const first = await post(world, `${_id}/connect`);
    await world.clock.advance(5_000);
    expect((await post(world, `${_id}/connect`)).body).toEqual(first.body);
  });
});

it('a request to be called is refused where customers call, and the other way round', async () => {
  world = await scenarioWorld('user-originated-immediate');
  const wanted = { _customer_number: CUSTOMER, _call_direction: 'USERTERMINATED' };
  const { status, body } = await post(world, 'callback/classic', wanted);
  expect([status, (body as { exception: string }).exception]).toEqual([400, 'OPTION_INVALID']);
});
