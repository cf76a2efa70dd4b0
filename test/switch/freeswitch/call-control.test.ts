import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SwitchCall } from '../../../src/switch/switch.ts';
import type { DoorPeer } from '../../support/esl-peer.ts';
import { eventually } from '../../support/eventually.ts';
import { parseVariableList } from '../../support/freeswitch-parser.ts';
import { startFreeSwitch, type FreeSwitchUnderTest } from '../../support/freeswitch-under-test.ts';

let lab: FreeSwitchUnderTest;
let door: DoorPeer;
let call: SwitchCall;
beforeEach(async () => {
  lab = await startFreeSwitch();
  ({ door, call } = await lab.enter('call-1'));
});
afterEach(() => lab.stop());

describe('answering', () => {
  it('is asked for once and only when needed', async () => {
    const answered = call.answer();
    door.completes(await door.begins('answer'));
    expect(await answered).toBe('answered');
    expect(call.answered).toBe(true);
    expect(await call.answer()).toBe('answered');
    expect(door.commands.filter((command) => command.includes('execute-app-name: answer'))).toHaveLength(1);
  });

  it('of a caller who has left is no answer', async () => {
    const answered = call.answer();
    door.completes(await door.begins('answer'), { 'Answer-State': 'hangup' });
    expect(await answered).toBe('call-ended');
  });
});

describe('rejecting', () => {
  it('sets the reason for CDR and SIP before the hang-up', async () => {
    await call.reject({ cause: 'CALL_REJECTED', reason: 'Callback' });
    const [set = '', kill = ''] = door.commands.slice(-2);
    expect(kill).toBe('api uuid_kill call-1 CALL_REJECTED');
    const list = set.replace('api uuid_setvar_multi call-1 ', '');
    expect(Object.fromEntries(parseVariableList(list))).toEqual({
      ringback_outcome: 'rejected',
      ringback_reason: 'Callback',
      sip_reason: 'SIP;cause=603;text="Callback"',
    });
  });

  it('cannot be made to say anything else by its reason', async () => {
    await call.reject({
      cause: 'CALL_REJECTED; uuid_kill other',
      reason: '";x=y\r\nVia: evil;ringback_outcome=answered',
    });
    const [set = '', kill = ''] = door.commands.slice(-2);
    expect(kill).toBe('api uuid_kill call-1 NORMAL_CLEARING');
    const variables = parseVariableList(set.replace('api uuid_setvar_multi call-1 ', ''));
    expect(variables.map(([name]) => name)).toEqual(['ringback_outcome', 'ringback_reason', 'sip_reason']);
    expect(variables[2]?.[1]).toBe('SIP;cause=603;text=" ;x=y  Via: evil;ringback_outcome=answered"');
  });
});

describe('attaching', () => {
  it('sets all pairs with one command; names the switch would act on are kept from it', async () => {
    expect(await call.attach({ _CB_SERVICE_ID: 'c-1', execute_on_answer: 'x', ringback_leg: 'y' })).toBe(
      'attached',
    );
    const list = (door.commands.at(-1) ?? '').replace('api uuid_setvar_multi call-1 ', '');
    expect(Object.fromEntries(parseVariableList(list))).toEqual({
      _CB_SERVICE_ID: 'c-1',
      ringback_data_execute_on_answer: 'x',
      ringback_data_ringback_leg: 'y',
    });
    expect(await call.attach({})).toBe('attached');
  });

  it('to a call that is gone attaches nothing', async () => {
    lab.peer.when(/^api uuid_setvar_multi/, '-ERR No such channel!');
    expect(await call.attach({ a: 'b' })).toBe('call-ended');
  });
});

describe('bridging', () => {
  const bridged = { 'Bridge-A-Unique-ID': 'call-1', 'Bridge-B-Unique-ID': 'agent-1' };

  it('is done when the switch says that the two are joined, not when it says +OK', async () => {
    lab.peer.when(/^api uuid_bridge call-1 agent-1/, '+OK agent-1');
    let outcome = 'none yet';
    const joined = call.bridge('agent-1').then((result) => (outcome = result.kind));
    await lab.peer.received(/^api uuid_bridge/);
    lab.peer.event('CHANNEL_BRIDGE', { ...bridged, 'Bridge-B-Unique-ID': 'someone-else' });
    lab.peer.event('CHANNEL_PROGRESS', { 'Unique-ID': 'agent-1', variable_ringback_leg: 'agent-1' });
    await eventually(() => lab.ringing.length);
    expect(outcome).toBe('none yet');
    lab.peer.event('CHANNEL_BRIDGE', bridged);
    await joined;
    expect(outcome).toBe('bridged');
  });

  it('fails with the words of the switch', async () => {
    lab.peer.when(/^api uuid_bridge/, '-ERR Invalid uuid');
    expect(await call.bridge('agent-1')).toEqual({ kind: 'failed', detail: '-ERR Invalid uuid' });
    expect(await call.bridge('no id')).toMatchObject({ kind: 'failed' });
  });

  it('fails when nothing comes of it', async () => {
    const joined = call.bridge('agent-1');
    await lab.peer.received(/^api uuid_bridge/);
    await lab.clock.advance(5_000);
    expect(await joined).toMatchObject({ kind: 'failed' });
  });

  it('tells which of the two left meanwhile', async () => {
    const joined = call.bridge('agent-1');
    await lab.peer.received(/^api uuid_bridge/);
    lab.peer.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': 'agent-1', variable_ringback_leg: 'agent-1' });
    expect(await joined).toEqual({ kind: 'failed', detail: 'the other leg ended' });
    const again = call.bridge('agent-2');
    await lab.peer.received(/^api uuid_bridge call-1 agent-2/);
    lab.peer.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': 'call-1' });
    expect(await again).toEqual({ kind: 'call-ended' });
  });

  it('breaks off what is being played first', async () => {
    const playback = call.play([{ kind: 'silence', ms: 60_000 }]);
    const id = await door.begins('playback');
    const joined = call.bridge('agent-1');
    await door.received(/^api uuid_break/);
    expect(lab.peer.commands.some((command) => command.startsWith('api uuid_bridge'))).toBe(false);
    door.completes(id);
    await playback.done;
    await lab.peer.received(/^api uuid_bridge/);
    lab.peer.event('CHANNEL_BRIDGE', bridged);
    expect(await joined).toEqual({ kind: 'bridged' });
  });
});

describe('a call that has ended', () => {
  it('answers every wish with that, and asks the switch nothing', async () => {
    door.event('CHANNEL_HANGUP');
    await eventually(() => call.ended);
    const before = lab.peer.commands.length;
    expect(await call.answer()).toBe('call-ended');
    expect(await call.bridge('agent-1')).toEqual({ kind: 'call-ended' });
    expect(await call.attach({ a: 'b' })).toBe('call-ended');
    expect(await call.detect()).toBe('call-ended');
    await call.hangup('NORMAL_CLEARING');
    await call.reject({ cause: 'CALL_REJECTED', reason: 'Callback' });
    expect(lab.peer.commands.slice(before)).toEqual([]);
  });
});

it('a hang-up and a kill name the cause', async () => {
  await call.hangup('USER_BUSY');
  expect(door.commands.at(-1)).toBe('api uuid_kill call-1 USER_BUSY');
  await lab.switch.kill('leg-9', 'ORIGINATOR_CANCEL');
  expect(lab.peer.commands.at(-1)).toBe('api uuid_kill leg-9 ORIGINATOR_CANCEL');
});
