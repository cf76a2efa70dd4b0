import { afterEach, beforeEach, expect, it } from 'vitest';

import { eventually } from '../../support/eventually.ts';
import { startFreeSwitch, type FreeSwitchUnderTest } from '../../support/freeswitch-under-test.ts';

let lab: FreeSwitchUnderTest;
beforeEach(async () => {
  lab = await startFreeSwitch();
  // What was there at the start is taken up otherwise.
  await lab.peer.received(/^api show channels/);
  lab.peer.when(/^api uuid_getvar caller ringback_door/, '127.0.0.1:0');
});
afterEach(() => lab.stop());

const broken = /^api uuid_break caller all/;
const lookups = (): number =>
  lab.peer.commands.filter((command) => command.startsWith('api uuid_getvar caller ringback_door')).length;

/** Loses the only door of a call that is up. */
async function loseDoor(): Promise<void> {
  const { door, call } = await lab.enter('caller');
  door.close();
  await eventually(() => call.ended);
  await eventually(() => lookups() > 0 || void lab.clock.advance(500));
}

/** Lets half a minute go by since then. */
async function wait(): Promise<void> {
  const before = lookups();
  await eventually(() => lookups() > before || void lab.clock.advance(2_000));
}

it('what plays to a call that has lost its door is broken off, so that the dialplan goes on', async () => {
  await loseDoor();
  await lab.peer.received(broken);
});

it('a call that comes to no door again is told of as lost, once, and not heard of any more', async () => {
  await loseDoor();
  await wait();
  await eventually(() => lab.lost.length > 0);
  lab.peer.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': 'caller', 'Hangup-Cause': 'NORMAL_CLEARING' });
  const again = lab.knock('caller');
  await eventually(() => again.closed);
  expect(lab.lost).toEqual(['caller']);
  expect(lab.ended).toEqual([]);
  expect(lab.arrived).toHaveLength(1);
});

it('a call that comes to a door again is not lost', async () => {
  await loseDoor();
  lab.knock('caller');
  await eventually(() => lab.arrived.length === 2);
  await wait();
  expect(lab.lost).toEqual([]);
  expect(lab.switch.call('caller')).toBeDefined();
});

it('a call that came to the door of another node, or was sent elsewhere, is none of ours', async () => {
  lab.peer.when(/^api uuid_getvar caller ringback_door/, '10.0.0.9:8084');
  await loseDoor();
  await wait();
  expect(lab.lost).toEqual([]);
  expect(lab.peer.commands.some((command) => broken.test(command))).toBe(false);
});

it('a call whose door was lost together with all connections is brought back when they are', async () => {
  const { door, call } = await lab.enter('caller');
  const logins = lab.peer.logins;
  lab.peer.drop();
  door.close();
  await eventually(() => call.ended);
  await eventually(() => lab.peer.logins >= logins + 3 || void lab.clock.advance(1_000));
  await lab.peer.received(broken);
});
