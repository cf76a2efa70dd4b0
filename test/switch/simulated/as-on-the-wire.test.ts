import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { doorKeeper, type RawClient } from './raw-client.ts';
import { simulatedWorld } from './simulated-world.ts';

/** What a FreeSWITCH 1.11.1 was seen to do on calls with doors, in the order and with the fields it has there. */

interface Leg {
  door: RawClient;
  /** An event client that hears of everything. */
  esl: RawClient;
  events: () => string[];
  ring: (id: string, phone: string) => Promise<RawClient>;
}

/** The customer at `phone`, answered, at a door. */
async function customerAt(phone: string): Promise<Leg> {
  const keeper = await doorKeeper();
  onTestFinished(() => keeper.close());
  const world = await simulatedWorld({ doors: [keeper.address] });
  const esl = await world.client();
  const ring = async (id: string, to: string): Promise<RawClient> => {
    await esl.send(`bgapi originate {origination_uuid=${id}}${to} ringback XML ringback`);
    const door = await keeper.next();
    await door.send('connect');
    await door.send('linger');
    await door.send('myevents json');
    return door;
  };
  const door = await ring('customer', `sofia/gateway/trunk/${phone}`);
  const told = (): string[] =>
    esl
      .events()
      .filter((event) => /^CHANNEL_(?!STATE|CALLSTATE)/.test(event['Event-Name'] ?? ''))
      .map((event) => `${event['Unique-ID']} ${event['Event-Name']?.slice('CHANNEL_'.length)}`);
  return { door, esl, events: told, ring };
}

test('a call at a door is parked, until it is hung up', async () => {
  const { door, esl, events } = await customerAt('+14155550101');
  await esl.event('CHANNEL_PARK');
  expect(events().slice(-2)).toEqual(['customer EXECUTE', 'customer PARK']);
  await door.execute('playback', 'tts://flite|slt|Hello.', 'event-lock: true');
  await door.event('CHANNEL_EXECUTE_COMPLETE', { Application: 'playback' });
  await esl.api('uuid_kill customer');
  await esl.event('CHANNEL_DESTROY');
  expect(events().slice(-5)).toEqual([
    'customer HANGUP',
    'customer UNPARK',
    'customer EXECUTE_COMPLETE',
    'customer HANGUP_COMPLETE',
    'customer DESTROY',
  ]);
  // `socket` has no response of its own: it ends with that of the last application inside it.
  await door.event('CHANNEL_EXECUTE_COMPLETE', {
    Application: 'socket',
    'Application-Response': 'FILE PLAYED',
  });
});

test('an application without a response of its own does not repeat that of the one before it', async () => {
  const { door } = await customerAt('+14155550101');
  await door.execute('playback', 'tts://flite|slt|Hello.', 'event-lock: true');
  await door.execute('sleep', '10', 'event-lock: true');
  await door.event('CHANNEL_EXECUTE_COMPLETE', { Application: 'sleep', 'Application-Response': '_none_' });
});

test('keys and states are told without the variables of the channel', async () => {
  const { door, esl } = await customerAt('+14155550100');
  await door.execute('playback', 'tts://flite|slt|Press 1.', 'event-lock: true');
  const key = await esl.event('DTMF');
  expect(key).toMatchObject({ 'DTMF-Digit': '1', 'Unique-ID': 'customer' });
  for (const event of [key, await esl.event('CHANNEL_OUTGOING'), await esl.event('CHANNEL_CALLSTATE')])
    expect(Object.keys(event).filter((name) => name.startsWith('variable_'))).toEqual([]);
});

test('of two legs that are joined, the one that hangs up is over first', async () => {
  const { esl, events, ring } = await customerAt('+14155550101');
  await ring('agent', 'user/1001');
  await esl.api('uuid_bridge customer agent');
  await esl.event('CHANNEL_DESTROY', { 'Unique-ID': 'customer' });
  const ends = events().filter((line) => /HANGUP|UNBRIDGE/.test(line));
  expect(ends).toEqual([
    'agent HANGUP',
    'agent HANGUP_COMPLETE',
    'customer UNBRIDGE',
    'customer HANGUP',
    'customer HANGUP_COMPLETE',
  ]);
});

test('the leg that leads a bridge tells of its end when it is hung up itself', async () => {
  const { esl, events, ring } = await customerAt('+14155550101');
  await ring('agent', 'user/1001');
  await esl.api('uuid_bridge customer agent');
  await esl.event('CHANNEL_BRIDGE');
  await esl.api('uuid_kill customer');
  await esl.event('CHANNEL_DESTROY', { 'Unique-ID': 'agent' });
  expect(await esl.event('CHANNEL_UNBRIDGE')).toMatchObject({ 'Answer-State': 'hangup' });
  const ends = events().filter((line) => /HANGUP|UNBRIDGE/.test(line));
  expect(ends).toEqual([
    'customer HANGUP',
    'customer UNBRIDGE',
    'customer HANGUP_COMPLETE',
    'agent HANGUP',
    'agent HANGUP_COMPLETE',
  ]);
});

const RECORDING = 'RECORD_INITIAL_TIMEOUT_MS=1500;RECORD_FINAL_TIMEOUT_MS=1000';

test('a recording runs beside what the channel does, and says why it ended', async () => {
  const { door, esl } = await customerAt('+14155550109');
  await esl.api(`uuid_setvar_multi customer ${RECORDING}`);
  const folder = mkdtempSync(join(tmpdir(), 'ringback-wire-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'a.wav');
  await door.execute('record_session', `${path} +10`, 'event-lock: true');
  const begun = await esl.event('CHANNEL_EXECUTE_COMPLETE', { Application: 'record_session' });
  expect(begun['Answer-State']).toBe('answered');
  await door.execute('stop_record_session', path, 'event-lock: true');
  expect(await esl.event('RECORD_STOP')).toMatchObject({ 'Record-File-Path': path });
});

test('a far end that is busy ends the application and not the call, and the cause stands in variables', async () => {
  const { door, esl, events } = await customerAt('+14155550101');
  await esl.api('uuid_setvar_multi customer continue_on_fail=true;hangup_after_bridge=false');
  await door.execute('bridge', '{origination_uuid=far}sofia/gateway/trunk/+14155550102', 'event-lock: true');
  expect(await door.event('CHANNEL_EXECUTE_COMPLETE', { Application: 'bridge' })).toMatchObject({
    'Answer-State': 'answered',
    variable_originate_disposition: 'USER_BUSY',
    variable_originate_failed_cause: 'USER_BUSY',
    variable_DIALSTATUS: 'BUSY',
  });
  await esl.event('CHANNEL_HANGUP', { 'Unique-ID': 'far' });
  expect(events()).not.toContain('far BRIDGE');
});

test('a far end that hangs up gives the channel back to its door', async () => {
  const { door, esl, events } = await customerAt('+14155550101');
  await esl.api('uuid_setvar_multi customer continue_on_fail=true;hangup_after_bridge=false');
  await door.execute('bridge', '{origination_uuid=far}user/1001', 'event-lock: true');
  const bridged = await esl.event('CHANNEL_BRIDGE');
  expect(bridged).toMatchObject({ 'Unique-ID': 'customer', 'Bridge-B-Unique-ID': 'far' });
  await esl.api('uuid_kill far NORMAL_CLEARING');
  expect(await door.event('CHANNEL_EXECUTE_COMPLETE', { Application: 'bridge' })).toMatchObject({
    'Answer-State': 'answered',
    variable_bridge_hangup_cause: 'NORMAL_CLEARING',
  });
  expect(events().filter((line) => /UNBRIDGE|^far HANGUP$/.test(line))).toEqual([
    'far HANGUP',
    'customer UNBRIDGE',
  ]);
});
