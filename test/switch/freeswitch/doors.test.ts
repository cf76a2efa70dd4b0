import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { eventually } from '../../support/eventually.ts';
import {
  dialRequest,
  startFreeSwitch,
  type FreeSwitchUnderTest,
} from '../../support/freeswitch-under-test.ts';

let lab: FreeSwitchUnderTest;
beforeEach(async () => void (lab = await startFreeSwitch()));
afterEach(() => lab.stop());

describe('a caller at the door', () => {
  it('arrives with its numbers, its user data and its state', async () => {
    const { call } = await lab.enter('call-1', {
      'Caller-Caller-ID-Number': '+15550100',
      'Caller-Destination-Number': '8000',
      'variable_sip_h_X-Account': '50% off',
      variable__CB_SERVICE_ID: 'c-1',
      variable_sip_user_agent: 'phone',
    });
    expect(call).toMatchObject({
      id: 'call-1',
      direction: 'inbound',
      from: '+15550100',
      to: '8000',
      answered: false,
    });
    expect(call.userData).toEqual({ 'X-Account': '50% off', _CB_SERVICE_ID: 'c-1' });
    expect(lab.switch.call('call-1')).toBe(call);
    expect(await lab.switch.lookup('call-1')).toBe('alive');
  });

  it('says linger and subscribes before anything else, so that its last events come', async () => {
    const { door } = await lab.enter('call-1');
    await door.received(/^api uuid_setvar_multi call-1 .*playback_terminators=none/);
    expect(door.commands.slice(0, 4)).toEqual([
      'connect',
      'linger 5',
      'myevents json',
      'event json DETECTED_TONE RECORD_STOP CUSTOM avmd::beep mod_amd::info',
    ]);
  });

  it('is told of nothing that no call does anything about', async () => {
    const { door } = await lab.enter('call-1');
    await door.received(/^nixevent CHANNEL_STATE CHANNEL_PARK CHANNEL_UNPARK CHANNEL_DESTROY$/);
  });

  it('of a leg that the switch has told us of is let in without asking the switch for it', async () => {
    const ack = lab.switch.dial(dialRequest('leg-1'));
    await lab.peer.received(/^bgapi originate/);
    lab.peer.event('CHANNEL_CREATE', { 'Unique-ID': 'leg-1', variable_ringback_leg: 'leg-1' });
    await ack;
    await lab.enter('leg-1', { 'Call-Direction': 'outbound', variable_ringback_leg: 'leg-1' });
    expect(lab.peer.commands.filter((command) => command.startsWith('api uuid_exists'))).toEqual([]);
  });

  it('of a leg that says where it knocks is told nothing it knows', async () => {
    const ack = lab.switch.dial(dialRequest('leg-1'));
    const originate = await lab.peer.received(/^bgapi originate/);
    lab.peer.event('CHANNEL_CREATE', { 'Unique-ID': 'leg-1', variable_ringback_leg: 'leg-1' });
    await ack;
    const [, list = ''] = /\{(.*)\}/.exec(originate) ?? [];
    const variables = list.split(',').map((pair) => pair.split('=', 2) as [string, string]);
    const fields = Object.fromEntries(variables.map(([name, value]) => [`variable_${name}`, value]));
    const { door } = await lab.enter('leg-1', { 'Call-Direction': 'outbound', ...fields });
    expect(door.commands.filter((command) => command.startsWith('api uuid_setvar'))).toEqual([]);
  });

  it('gets only the variables it does not have', async () => {
    const { door } = await lab.enter('leg-1', {
      'Call-Direction': 'outbound',
      variable_ringback_leg: 'leg-1',
      variable_playback_terminators: 'none',
      variable_hangup_after_bridge: 'false',
    });
    const command = await door.received(/^api uuid_setvar_multi/);
    expect(command).toContain('hangup_after_bridge=true');
    expect(command).not.toContain('playback_terminators');
  });

  it('that we called ourselves is outbound, and keeps the number we dialled', async () => {
    const { call } = await lab.enter('leg-1', {
      'Call-Direction': 'outbound',
      'Answer-State': 'answered',
      'Caller-Destination-Number': 'ringback',
      variable_ringback_leg: 'leg-1',
      variable_ringback_dialled: '+15550100',
      variable_origination_caller_id_number: '+15550199',
      variable_ringback_data_order: '7',
    });
    expect(call).toMatchObject({ direction: 'outbound', from: '+15550199', to: '+15550100', answered: true });
    expect(call.userData).toEqual({ order: '7' });
  });

  it('ends once, though the door and the events both tell of it', async () => {
    const { door, call } = await lab.enter('call-1');
    const end = {
      'Unique-ID': 'call-1',
      'Hangup-Cause': 'NORMAL_CLEARING',
      'Caller-Channel-Answered-Time': '1795',
    };
    door.event('CHANNEL_HANGUP', end);
    await eventually(() => call.ended);
    door.event('CHANNEL_HANGUP_COMPLETE', { ...end, variable_sip_hangup_disposition: 'recv_bye' });
    await eventually(() => lab.ended.length);
    lab.peer.event('CHANNEL_HANGUP_COMPLETE', end);
    lab.peer.event('CHANNEL_CREATE', { 'Unique-ID': 'marker', variable_ringback_leg: 'marker' });
    await lab.peer.received(/./);
    expect(lab.ended).toMatchObject([
      { id: 'call-1', cause: 'NORMAL_CLEARING', answered: true, sipStatus: null, hungUpBy: 'far-end' },
    ]);
    expect(lab.switch.call('call-1')).toBeUndefined();
  });
});

describe('a door that closes before the call has ended', () => {
  it('means nothing while the switch has the call, which may come to a door again', async () => {
    const first = await lab.enter('call-1');
    first.door.close();
    await eventually(() => first.call.ended);
    await lab.clock.advance(2_000);
    await lab.peer.received(/^api uuid_exists call-1/);
    expect(lab.ended).toEqual([]);
    lab.knock('call-1', { 'Answer-State': 'answered' });
    const second = await eventually(() => lab.arrived[1]);
    expect(second).toMatchObject({ id: 'call-1', answered: true, ended: false });
    expect(lab.switch.call('call-1')).toBe(second);
  });

  it('is the end when the switch no longer has the call', async () => {
    const { door } = await lab.enter('call-1');
    lab.peer.channels.delete('call-1');
    door.close();
    await eventually(() => lab.ended.length || void lab.clock.advance(500));
    expect(lab.ended).toMatchObject([{ id: 'call-1', cause: 'UNKNOWN' }]);
  });

  it('gives way to a second door of the same call', async () => {
    const first = await lab.enter('call-1');
    lab.knock('call-1');
    await eventually(() => lab.arrived[1]);
    await eventually(() => first.door.closed);
    expect(first.call.ended).toBe(true);
    expect(lab.arrived[1]?.ended).toBe(false);
    expect(lab.ended).toEqual([]);
  });
});

describe('a door is refused', () => {
  it('when the switch does not know the channel', async () => {
    const door = lab.knock('made-up');
    await eventually(() => door.closed);
    expect(lab.arrived).toEqual([]);
  });

  it('when it speaks for something that is no channel', async () => {
    const door = lab.knock('x y\nz');
    await eventually(() => door.closed);
    expect(lab.peer.commands.some((command) => command.startsWith('api uuid_exists'))).toBe(false);
  });

  it('when the dialplan line lacks `async full`', async () => {
    lab.peer.channels.add('call-1');
    const door = lab.knock('call-1', { 'Socket-Mode': 'static' });
    await eventually(() => door.closed);
    expect(lab.arrived).toEqual([]);
  });

  it('when it does not introduce itself in time', async () => {
    lab.peer.channels.add('call-1');
    lab.peer.when(/^linger/, null);
    const door = lab.knock('call-1');
    await door.received(/^linger/);
    await eventually(() => door.closed || void lab.clock.advance(1_000));
    expect(lab.arrived).toEqual([]);
  });

  it('when it comes from an address that is not a switch', async () => {
    const other = await startFreeSwitch({ addresses: ['192.0.2.0/24', '2001:db8::10'] });
    const door = other.knock('call-1');
    await eventually(() => door.closed);
    expect(door.commands).toEqual([]);
    await other.stop();
  });
});

it('lets go of calls without ending them when it stops', async () => {
  const { door, call } = await lab.enter('call-1');
  const commands = lab.peer.commands.length;
  await lab.switch.stop();
  await eventually(() => door.closed);
  expect(call.ended).toBe(true);
  expect(lab.ended).toEqual([]);
  expect(lab.peer.commands.slice(commands).some((command) => command.includes('kill'))).toBe(false);
});
