import { expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createFleet } from '../../../src/switch/fleet.ts';
import { createDoors } from '../../../src/switch/freeswitch/esl-door.ts';
import { createFreeSwitch } from '../../../src/switch/freeswitch/freeswitch.ts';
import type { CallEnd, Switch, SwitchCall } from '../../../src/switch/switch.ts';
import { eventually } from '../../support/eventually.ts';
import { dialRequest } from '../../support/freeswitch-under-test.ts';
import { simulatedWorld, type World } from '../simulated/simulated-world.ts';

interface Site {
  world: World;
  fleet: Switch;
  arrived: SwitchCall[];
  ended: CallEnd[];
}

/** The adapter, driving a simulated switch as it would a real one. */
async function site(): Promise<Site> {
  const place = { host: '127.0.0.1', port: 0 };
  const doors = createDoors(place, { clock: systemClock, log: silentLogger });
  const world = await simulatedWorld({ doors: [`127.0.0.1:${await doors.listen()}`] });
  const parts = { clock: world.scene.clock, log: silentLogger };
  const options = {
    kind: 'simulated',
    name: 'sim',
    host: '127.0.0.1',
    port: world.switch.port,
    password: 'ClueCon',
    dialNumber: 'sofia/gateway/trunk/{number}',
    dialPhone: '{phone}',
    enter: '8000 XML public',
    speech: 'flite|slt',
    audio: 'path',
    music: 'local_stream://{name}',
    detection: { avmd: true, tones: 'cpd' },
  } as const;
  const fleet = createFleet([createFreeSwitch({ ...options, addresses: ['127.0.0.1'] }, doors, parts)]);
  const arrived: SwitchCall[] = [];
  const ended: CallEnd[] = [];
  onTestFinished(async () => {
    await fleet.stop();
    await doors.close();
  });
  await fleet.start({
    arrived: (call) => arrived.push(call),
    ringing: () => undefined,
    ended: (end) => ended.push(end),
    isStale: () => false,
    healthChanged: () => undefined,
  });
  return { world, fleet, arrived, ended };
}

/** Rings somebody and waits until they are at our door. */
async function reach({ fleet, arrived }: Site, id: string, number: string): Promise<SwitchCall> {
  expect(await fleet.dial(dialRequest(id, { to: { kind: 'number', number } }))).toMatchObject({
    kind: 'sent',
  });
  return eventually(() => arrived.find((call) => call.id === id));
}

it('a customer answers, is told for a person, hears a prompt, presses 1 and is joined with an agent', async () => {
  const at = await site();
  const customer = await reach(at, 'customer-1', '+14155550100');
  expect(customer).toMatchObject({ direction: 'outbound', to: '+14155550100', answered: true });
  expect(await customer.detect()).toBe('person');
  const keys: string[] = [];
  customer.onKey(({ key }) => keys.push(key));
  const prompt = "It's Example! To talk to an agent, press 1.";
  expect((await customer.play([{ kind: 'text', text: prompt, locale: 'en-US' }]).done).kind).toBe('played');
  await eventually(() => keys.includes('1'));
  const phone = { kind: 'phone', phone: 'user/1001' } as const;
  const ack = await at.fleet.dial(dialRequest('agent-1', { to: phone, beside: 'customer-1' }));
  expect(ack.kind).toBe('sent');
  await eventually(() => at.arrived.find(({ id }) => id === 'agent-1'));
  expect(await customer.bridge('agent-1')).toEqual({ kind: 'bridged' });
  await eventually(() => at.ended.length === 2);
  expect(at.ended.every(({ answered, cause }) => answered && cause === 'NORMAL_CLEARING')).toBe(true);
});

it('whoever cannot be reached is told by cause and SIP status, as by a real switch', async () => {
  const at = await site();
  const numbers = {
    busy: '+14155550102',
    nobody: '+14155550103',
    rejected: '+14155550104',
    invalid: '+14155550105',
  };
  for (const [id, number] of Object.entries(numbers))
    await at.fleet.dial(dialRequest(id, { to: { kind: 'number', number }, timeoutS: 5 }));
  await eventually(() => at.ended.length === 4);
  expect(Object.fromEntries(at.ended.map(({ id, cause, sipStatus }) => [id, [cause, sipStatus]]))).toEqual({
    busy: ['USER_BUSY', 486],
    nobody: ['NO_ANSWER', null],
    rejected: ['CALL_REJECTED', 603],
    invalid: ['UNALLOCATED_NUMBER', 404],
  });
});

it('a voicemail and a fax are told from people', async () => {
  const at = await site();
  expect(await (await reach(at, 'voicemail', '+14155550106')).detect()).toBe('machine');
  expect(await (await reach(at, 'fax', '+14155550107')).detect()).toBe('fax');
});

it('a caller is heard, and released into a callback', async () => {
  const { world, arrived, ended, fleet } = await site();
  const from = { from: '+14155550123', to: '8000', userData: { 'X-Segment': 'gold' } };
  const id = world.switch.ring({ on: () => () => undefined }, from);
  const call = await eventually(() => arrived[0]);
  expect(call).toMatchObject({ id, direction: 'inbound', from: '+14155550123', to: '8000', answered: false });
  expect(call.userData).toEqual({ 'X-Segment': 'gold' });
  expect(await call.answer()).toBe('answered');
  const music = call.play([{ kind: 'music', name: 'moh' }]);
  await music.stop();
  expect((await music.done).kind).toBe('stopped');
  expect(await call.attach({ _CB_SERVICE_ID: 'c-1' })).toBe('attached');
  await call.reject({ cause: 'CALL_REJECTED', reason: 'Callback' });
  await eventually(() => ended.length);
  expect(ended).toMatchObject([{ id, cause: 'CALL_REJECTED', answered: true, hungUpBy: 'us' }]);
  expect(await fleet.lookup(id)).toBe('gone');
});
