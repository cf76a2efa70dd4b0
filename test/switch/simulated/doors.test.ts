import { expect, onTestFinished, test } from 'vitest';

import type { Perception, Person, PhoneLine } from '../../../src/switch/person.ts';
import { doorKeeper, type RawClient } from './raw-client.ts';
import { CHANNEL_EVENTS, simulatedWorld, type World } from './simulated-world.ts';

const NOBODY = '127.0.0.1:1';

interface Caller {
  line: PhoneLine;
  noticed: Perception[];
  person: Person;
}

function caller(): Caller {
  const noticed: Perception[] = [];
  const held = { noticed } as unknown as Caller;
  held.person = {
    on(line) {
      held.line = line;
      return (perception) => noticed.push(perception);
    },
  };
  return held;
}

async function keeper(): Promise<Awaited<ReturnType<typeof doorKeeper>>> {
  const door = await doorKeeper();
  onTestFinished(() => door.close());
  return door;
}

/** Rings routing point 8000 with doors to nobody and then to us; the door that opened. */
async function ringIn(): Promise<{
  world: World;
  door: RawClient;
  next: () => Promise<RawClient>;
  from: Caller;
  id: string;
}> {
  const { address, next } = await keeper();
  const world = await simulatedWorld({ doors: [NOBODY, address] });
  const from = caller();
  const id = world.switch.ring(from.person, {
    from: '+14155550123',
    to: '8000',
    userData: { 'X-Segment': 'gold', _CB_ID: 'abc' },
  });
  return { world, door: await next(), next, from, id };
}

test('a caller comes to the first door that opens, unanswered, with all that is known', async () => {
  const { door, id } = await ringIn();
  const { headers } = await door.send('connect');
  expect(headers).toMatchObject({
    'Event-Name': 'CHANNEL_DATA',
    'Content-Type': 'command/reply',
    'Reply-Text': '%2BOK%0A',
    'Socket-Mode': 'async',
    Control: 'full',
    'Unique-ID': id,
    'Answer-State': 'ringing',
    'Channel-Caller-ID-Number': '%2B14155550123',
    'Caller-Destination-Number': '8000',
    'variable_sip_h_X-Segment': 'gold',
    variable__CB_ID: 'abc',
  });
});

test('a door carries commands for its call and the events of its call alone', async () => {
  const { world, door, from, id } = await ringIn();
  await door.send('connect');
  expect((await door.send('myevents json')).headers['Reply-Text']).toBe('+OK Events Enabled');
  world.switch.ring(caller().person, { from: '+14155550124', to: 'park' });
  await door.execute('answer');
  await door.event('CHANNEL_EXECUTE_COMPLETE', { Application: 'answer' });
  from.line.press('5');
  expect(await door.event('DTMF')).toMatchObject({ 'DTMF-Digit': '5', 'DTMF-Source': 'RTP' });
  expect(door.story().slice(0, 4)).toEqual([
    'CHANNEL_EXECUTE answer',
    'CHANNEL_PROGRESS_MEDIA',
    'CHANNEL_ANSWER',
    'CHANNEL_EXECUTE_COMPLETE answer',
  ]);
  expect(new Set(door.events().map((event) => event['Unique-ID']))).toEqual(new Set([id]));
  expect((await door.send('getvar direction')).headers['Reply-Text']).toBe('inbound');
});

test('without linger the door closes before CHANNEL_HANGUP_COMPLETE', async () => {
  const { door, from } = await ringIn();
  await door.send('connect');
  await door.send('myevents json');
  from.line.hangUp();
  await door.untilClosed();
  expect(door.events('CHANNEL_HANGUP', 'CHANNEL_HANGUP_COMPLETE')).toMatchObject([
    { 'Event-Name': 'CHANNEL_HANGUP' },
  ]);
  expect(door.messages.at(-1)?.headers).toMatchObject({ 'Content-Disposition': 'disconnect' });
});

test('with linger a notice that is not the end comes after the last events, and exit closes the door', async () => {
  const { door, from } = await ringIn();
  await door.send('connect');
  expect((await door.send('linger')).headers['Reply-Text']).toBe('+OK will linger');
  await door.send('myevents json');
  from.line.hangUp();
  await door.event('CHANNEL_HANGUP_COMPLETE', { 'Hangup-Cause': 'ORIGINATOR_CANCEL' });
  await door.until(() => door.messages.some(({ headers }) => headers['Content-Disposition'] === 'linger'));
  const notice = door.messages.find(({ headers }) => headers['Content-Disposition'] === 'linger');
  expect(notice?.headers).toMatchObject({ 'Linger-Time': '-1', 'Content-Length': '0' });
  expect((await door.send('exit')).headers['Reply-Text']).toBe('+OK bye');
  await door.untilClosed();
});

test('a linger of some seconds ends by itself', async () => {
  const { door, from } = await ringIn();
  await door.send('connect');
  expect((await door.send('linger 2')).headers['Reply-Text']).toBe('+OK will linger 2 seconds');
  from.line.hangUp();
  await door.untilClosed();
  expect(door.messages.at(-1)?.headers).toMatchObject({ 'Content-Disposition': 'disconnect' });
});

test('when a client dies the same call, still answered, comes to the next line once its prompt is over', async () => {
  const { world, door, next, from, id } = await ringIn();
  await door.send('connect');
  await door.execute('answer');
  await door.execute('playback', 'local_stream://moh');
  const watcher = await world.client(CHANNEL_EVENTS);
  await door.until(() => from.noticed.some((perception) => perception.kind === 'hears'));
  door.socket.destroy();
  // The running application is broken off by whoever watches the switch; else it would go on.
  await watcher.api(`uuid_break ${id} all`);
  const second = await next();
  expect((await second.send('connect')).headers).toMatchObject({
    'Unique-ID': id,
    'Answer-State': 'answered',
  });
  expect(from.noticed.map((perception) => perception.kind)).toEqual(['connected', 'hears', 'quiet']);
});

test('breaking off what plays does not close the door of a call on which nothing plays', async () => {
  const { world, door, id } = await ringIn();
  const watcher = await world.client(CHANNEL_EVENTS);
  await watcher.api(`uuid_break ${id} all`);
  await door.send('connect');
  await door.send('myevents json');
  await door.execute('answer');
  await door.event('CHANNEL_ANSWER');
});

test('a call that no door takes falls to the live queue, which answers and plays music', async () => {
  const world = await simulatedWorld({ doors: [NOBODY, NOBODY] });
  const watcher = await world.client(CHANNEL_EVENTS);
  const from = caller();
  const id = world.switch.ring(from.person, { from: '+14155550123', to: '8000' });
  await watcher.event('PLAYBACK_START');
  expect(world.switch.fellToLiveQueue()).toEqual([id]);
  expect(from.noticed.at(-1)).toEqual({ kind: 'hears', sound: { kind: 'music', name: 'moh' } });
  expect(watcher.story().filter((event) => event === 'CHANNEL_EXECUTE socket')).toHaveLength(2);
});

test('a client that dies twice leaves the caller to the live queue', async () => {
  const { world, door, next, id } = await ringIn();
  door.socket.destroy();
  (await next()).socket.destroy();
  const watcher = await world.client(CHANNEL_EVENTS);
  await watcher.until(() => true);
  while (world.switch.fellToLiveQueue().length === 0) await watcher.api('status');
  expect(world.switch.fellToLiveQueue()).toEqual([id]);
});

test('an answered outbound leg comes to the door too', async () => {
  const { address, next } = await keeper();
  const world = await simulatedWorld({ doors: [address] });
  const esl = await world.client(CHANNEL_EVENTS);
  await esl.send(
    'bgapi originate {origination_uuid=leg,note=back}sofia/gateway/trunk/+14155550101 ringback XML ringback',
  );
  const { headers } = await (await next()).send('connect');
  expect(headers).toMatchObject({
    'Unique-ID': 'leg',
    'Answer-State': 'answered',
    'Call-Direction': 'outbound',
    variable_note: 'back',
  });
});

test('two calls with doors are bridged from outside, and their doors stay open until they end', async () => {
  const { address, next } = await keeper();
  const world = await simulatedWorld({ doors: [address] });
  const esl = await world.client(CHANNEL_EVENTS);
  await esl.send(
    'bgapi originate {origination_uuid=a}sofia/gateway/trunk/+14155550101 ringback XML ringback',
  );
  const one = await next();
  await one.send('connect');
  await one.send('linger');
  await one.send('myevents json');
  await esl.send('bgapi originate {origination_uuid=b}user/1001 ringback XML ringback');
  await (await next()).send('connect');
  expect(await esl.api('uuid_bridge a b')).toBe('+OK b\n');
  await one.event('CHANNEL_BRIDGE');
  expect(one.closed).toBe(false);
  // The agent talks for a while and hangs up.
  await one.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': 'a' });
});
