import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { cancelCallback } from '../../src/app/cancel-callback.ts';
import { rescheduleCallback } from '../../src/app/reschedule-callback.ts';
import { CUSTOMER, expectNothingLeft } from '../support/behaviours.ts';
import { Device } from '../support/device.ts';
import { World, type WorldOptions } from '../support/world.ts';
import { scenarioWorld, start } from './scenarios/scenario-world.ts';

let receiver: Device;
let world: World;
beforeEach(async () => (receiver = await Device.open()));
afterEach(async () => {
  await world.close();
  receiver.close();
});

const MINUTE = 60_000;

function open(around: WorldOptions = {}): Promise<World> {
  return scenarioWorld('classic', {}, { ...receiver.reach, ...around });
}

/** What a request says so that the receiver is told. */
function told(more: object = {}): object {
  const target = { _status_notification_type: 'httpcb', _status_notification_target: receiver.url };
  return { _enable_status_notification: 'subscribe_notify', ...target, ...more };
}

function inMinutes(minutes: number): string {
  return new Date(world.clock.now() + minutes * MINUTE).toISOString();
}

const events = (): unknown[] => receiver.told.map(({ _event }) => _event);

describe('whoever a request names', () => {
  it('is told what becomes of the callback, each thing once, as it happens', async () => {
    world = await open();
    world.phone(CUSTOMER, ['1']);
    const { _id } = await start(world, CUSTOMER, told());
    await world.completed();
    await world.clock.advance(MINUTE);
    expect(events()).toEqual([
      '_cbe_on_callback_queued',
      '_cbe_on_callback_attempted',
      '_cbe_on_callback_routing',
      '_cbe_on_callback_processing',
      '_cbe_on_callback_completed',
    ]);
    expect(receiver.told[1]).toMatchObject({ _attempt: 1, _dial_result: 'CONNECTED' });
    expect(receiver.told[4]).toEqual({
      _event: '_cbe_on_callback_completed',
      _event_id: expect.stringContaining(_id),
      _event_time: expect.stringMatching(/^\d{4}-.*Z$/),
      _event_no: expect.any(Number),
      _id,
      _service_name: 'classic',
      _callback_state: 'COMPLETED',
      _callback_reason: 'AGENT_CONNECTED',
      _desired_time: new Date(Date.UTC(2026, 0, 5, 9)).toISOString(),
      _attempt: 1,
      _dial_result: 'CONNECTED',
    });
    const numbers = receiver.told.map(({ _event_no }) => Number(_event_no));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(receiver.keys).size).toBe(5);
    await expectNothingLeft(world);
  });

  it('hears of a cancel, and why when it asked for that', async () => {
    world = await open({ agents: [] });
    const more = { _status_notification_debug: 'true', _status_notification_language: 'de-DE' };
    const { _id } = await start(world, CUSTOMER, told(more));
    await world.clock.advance(1000);
    await cancelCallback(world.ringback.app, _id);
    await world.clock.advance(MINUTE);
    expect(events()).toEqual(['_cbe_on_callback_queued', '_cbe_on_callback_completed']);
    expect(receiver.told[1]).toMatchObject({
      _callback_reason: 'CANCELLED',
      _why: 'called off on request',
      _language: 'de-DE',
    });
  });

  it('hears only of what was asked for', async () => {
    world = await open();
    world.phone(CUSTOMER, ['1']);
    await start(world, CUSTOMER, told({ _status_notification_events: '_cbe_on_callback_completed' }));
    await world.completed();
    await world.clock.advance(MINUTE);
    expect(events()).toEqual(['_cbe_on_callback_completed']);
  });

  it('is tried again when it does not take a message: only 200 says that it does', async () => {
    world = await open({ agents: [] });
    receiver.status = 202;
    await start(world, CUSTOMER, told());
    await world.clock.advance(5_000);
    expect(receiver.told).toHaveLength(1);
    receiver.status = 500;
    await world.clock.advance(20_000);
    receiver.status = 200;
    await world.clock.advance(10 * MINUTE);
    expect(receiver.told.length).toBeGreaterThan(3);
    expect(new Set(receiver.told.map(({ _event_id }) => _event_id)).size).toBe(1);
    expect(new Set(receiver.keys).size).toBe(1);
    const taken = receiver.told.length;
    await world.clock.advance(60 * MINUTE);
    expect(receiver.told).toHaveLength(taken);
  });

  it('that never takes it is left alone after an hour, and the callback goes on meanwhile', async () => {
    world = await open();
    receiver.status = 404;
    world.phone(CUSTOMER, ['1']);
    await start(world, CUSTOMER, told());
    expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
    await world.clock.advance(60 * MINUTE);
    const tries = receiver.told.length;
    await world.clock.advance(300 * MINUTE);
    expect(receiver.told).toHaveLength(tries);
    await expectNothingLeft(world);
  });

  it.each([
    ['it is not among the configured hosts', { _status_notification_target: 'http://example.com/x' }],
    ['is no address', { _status_notification_target: 'file me' }],
    ['is not spoken here', { _status_notification_target: 'ftp://example.com/x' }],
    ['it says who is told', { _status_notification_target: '' }],
    ['it takes httpcb, orscb', { _status_notification_type: 'smoke' }],
    ['it takes false, subscribe_notify, notify', { _enable_status_notification: 'yes' }],
    ['there is no such event', { _status_notification_events: '_cbe_on_rain' }],
  ])('must be one that can be told: %s', async (why, wrong) => {
    world = await open();
    await expect(start(world, CUSTOMER, told(wrong))).rejects.toThrow(why);
    expect(await world.callbacks()).toEqual([]);
    expect(await world.store.sessions.running()).toEqual([]);
  });

  it('may be a session here, which hears of it as events', async () => {
    const listener = `<scxml version="1.0" xmlns="http://www.w3.org/2005/07/scxml" datamodel="ecmascript">
      <state id="Hearing"><transition event="_cbe_on_callback_queued _cbe_on_callback_completed">
        <log expr="_event.name + ' ' + _event.data._callback_state"/></transition></state></scxml>`;
    world = await open({ agents: [], documents: { 'dialogs/listener.scxml': listener } });
    await world.startSession('listener-1', 'listener');
    const orscb = { _status_notification_type: 'orscb', _status_notification_target: 'listener-1' };
    const { _id } = await start(world, CUSTOMER, { ...told(), ...orscb });
    await world.clock.advance(1000);
    await cancelCallback(world.ringback.app, _id);
    await world.clock.advance(1000);
    expect(await world.logsOf('listener-1')).toEqual([
      '_cbe_on_callback_queued QUEUED',
      '_cbe_on_callback_completed COMPLETED',
    ]);
    expect(receiver.told).toEqual([]);
  });
});

describe('a reminder', () => {
  const reminded = { _enable_notification_reminder: 'true', _notification_reminder_buffer: '600' };

  it('comes so long before the time that was chosen, and before the new one when it is moved', async () => {
    world = await open({ agents: [] });
    const { _id } = await start(world, CUSTOMER, told({ ...reminded, _desired_time: inMinutes(60) }));
    await world.clock.advance(49 * MINUTE);
    expect(events()).toEqual(['_cbe_on_callback_scheduled']);
    await rescheduleCallback(world.ringback.app, { id: _id, newTime: inMinutes(60), userData: {} });
    await world.clock.advance(49 * MINUTE);
    expect(events()).toEqual(['_cbe_on_callback_scheduled', '_cbe_on_callback_scheduled']);
    await world.clock.advance(2 * MINUTE);
    expect(events().slice(2)).toEqual(['_cbe_on_callback_reminder']);
    const [, , reminder] = receiver.told;
    const left = Date.parse(String(reminder?._desired_time)) - Date.parse(String(reminder?._event_time));
    expect(left).toBe(10 * MINUTE);
    await world.clock.advance(20 * MINUTE);
    expect(events().slice(3)).toEqual(['_cbe_on_callback_queued']);
  });

  it('of a callback that was called off does not come', async () => {
    world = await open({ agents: [] });
    const { _id } = await start(world, CUSTOMER, told({ ...reminded, _desired_time: inMinutes(60) }));
    await cancelCallback(world.ringback.app, _id);
    await world.clock.advance(120 * MINUTE);
    expect(events()).toEqual(['_cbe_on_callback_scheduled', '_cbe_on_callback_completed']);
  });

  it('is not for a time that is nearer than that', async () => {
    world = await open({ agents: [] });
    await start(world, CUSTOMER, told({ ...reminded, _desired_time: inMinutes(8) }));
    await world.clock.advance(15 * MINUTE);
    expect(events()).not.toContain('_cbe_on_callback_reminder');
  });
});

describe('clients who subscribe themselves', () => {
  async function subscribe(filter: string): Promise<void> {
    const notificationDetails = { type: 'httpcb', deviceId: receiver.url };
    const subscription = { subscriberId: 'shop', filter, expire: 3600, notificationDetails };
    const path = '/genesys/1/notification/subscription';
    await supertest(world.ringback.http).post(path).send(subscription).expect(200);
  }

  it('hear of the callbacks whose tag their filter lets through', async () => {
    world = await open({ agents: [] });
    await subscribe('callback.classic.*');
    await subscribe('callback.other.*');
    const notify = { _enable_status_notification: 'notify' };
    const { _id } = await start(world, CUSTOMER, notify);
    await start(world, '+14155550177');
    await world.clock.advance(MINUTE);
    expect(receiver.told.map((message) => message._id)).toEqual([_id]);
    await subscribe(`callback.classic.${_id}`);
    await cancelCallback(world.ringback.app, _id);
    await world.clock.advance(MINUTE);
    expect(receiver.told).toHaveLength(3);
  });

  it('hear what strategies publish', async () => {
    const publisher = `<scxml version="1.0" xmlns="http://www.w3.org/2005/07/scxml" datamodel="ecmascript"
        xmlns:notification="urn:ringback:modules:notification">
      <final id="Said"><onentry>
        <notification:publish tag="'ors.contact.7'" message="{ hello: 'Ada' }"/>
      </onentry></final></scxml>`;
    world = await open({ agents: [], documents: { 'dialogs/publisher.scxml': publisher } });
    await subscribe('ors.contact.*');
    await world.startSession('publisher-1', 'publisher');
    world.ringback.app.sessions.wake(['publisher-1']);
    await world.clock.advance(MINUTE);
    expect(receiver.told).toEqual([{ hello: 'Ada' }]);
  });
});
