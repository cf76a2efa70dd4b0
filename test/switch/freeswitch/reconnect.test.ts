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

const health = () => lab.switch.health()[0];

/** Loses every connection to the switch, and lets them come back. */
async function loseAndRegain(): Promise<void> {
  const logins = lab.peer.logins;
  lab.peer.drop();
  await eventually(() => health()?.up === false);
  await regain(logins);
}

async function regain(logins: number): Promise<void> {
  await eventually(() => lab.peer.logins >= logins + 3 || void lab.clock.advance(1_000));
  await eventually(() => health()?.up);
}

/** Lets answers arrive that are on their way, while no time goes by. */
async function networkSettles(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('while the switch cannot be reached', () => {
  it('health says why, nothing is dialled, and nothing is known', async () => {
    lab.peer.drop();
    await eventually(() => health()?.up === false);
    expect(health()?.detail).not.toBe('connected');
    expect(await lab.switch.dial(dialRequest('leg-1'))).toMatchObject({ kind: 'refused' });
    expect(await lab.switch.lookup('leg-1')).toBe('unknown');
    expect(lab.peer.commands.some((command) => command.startsWith('bgapi'))).toBe(false);
  });

  it('a call that was to be killed is killed when the switch is back', async () => {
    lab.peer.channels.add('call-1');
    lab.peer.drop();
    await eventually(() => health()?.up === false);
    await lab.switch.kill('call-1', 'NORMAL_CLEARING');
    await regain(lab.peer.logins);
    await lab.peer.received(/^api uuid_kill call-1/);
  });
});

describe('after a reconnect', () => {
  it('events are subscribed again', async () => {
    await loseAndRegain();
    const subscriptions = lab.peer.commands.filter((command) => command.startsWith('event json'));
    expect(subscriptions).toHaveLength(2);
    expect(new Set(subscriptions).size).toBe(1);
  });

  it('answers and tones are asked for only where tones are listened for before the answer', async () => {
    const events = (of: FreeSwitchUnderTest) =>
      of.peer.commands.find((command) => command.startsWith('event json'))?.split(' ');
    expect(events(lab)).not.toContain('CHANNEL_ANSWER');
    const listening = { avmd: false, tones: 'cpd', amd: null, early: true };
    const other = await startFreeSwitch({ detection: listening });
    expect(events(other)).toEqual(expect.arrayContaining(['CHANNEL_ANSWER', 'DETECTED_TONE']));
    await other.stop();
  });

  it('calls that are gone have ended with an unknown outcome, those that are there go on', async () => {
    for (const id of ['leg-1', 'leg-2']) {
      const ack = lab.switch.dial(dialRequest(id));
      await lab.peer.received(new RegExp(`^bgapi originate .*${id}`));
      lab.peer.event('CHANNEL_CREATE', { 'Unique-ID': id, variable_ringback_leg: id });
      await ack;
    }
    lab.peer.channels.add('leg-2');
    await loseAndRegain();
    await eventually(() => lab.ended.length || void lab.clock.advance(500));
    expect(lab.ended).toMatchObject([{ id: 'leg-1', cause: 'UNKNOWN', answered: false }]);
    lab.peer.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': 'leg-2', 'Hangup-Cause': 'NO_ANSWER' });
    await eventually(() => lab.ended.length === 2);
    expect(lab.ended[1]).toMatchObject({ id: 'leg-2', cause: 'NO_ANSWER' });
  });

  it('a dial whose answer was lost counts as sent, and its outcome follows', async () => {
    lab.peer.when(/^bgapi/, null);
    const ack = lab.switch.dial(dialRequest('leg-1'));
    await lab.peer.received(/^bgapi originate/);
    await loseAndRegain();
    expect(await ack).toEqual({ kind: 'sent', switchName: 'one' });
    await eventually(() => lab.ended.length || void lab.clock.advance(500));
    expect(lab.ended).toMatchObject([{ id: 'leg-1', cause: 'UNKNOWN' }]);
  });

  it('a call that was told to end on a connection that was lost is told again', async () => {
    await lab.enter('caller');
    lab.peer.when(/^api uuid_kill/, null);
    const killed = lab.switch.kill('caller', 'NORMAL_CLEARING');
    await lab.peer.received(/^api uuid_kill/);
    await loseAndRegain();
    await killed;
    await eventually(() => lab.peer.commands.filter((text) => text.startsWith('api uuid_kill')).length > 1);
  });

  it('a leg of an earlier process that nobody should be ringing is killed', async () => {
    lab.peer.channels.add('old-1');
    lab.peer.when(/^api uuid_getvar old-1 ringback_leg/, 'old-1');
    lab.stale.add('old-1');
    await loseAndRegain();
    await lab.peer.received(/^api uuid_kill old-1 ORIGINATOR_CANCEL/);
  });

  it('what an earlier process was playing at our door is broken off, so that the call comes back to it', async () => {
    lab.peer.channels.add('old-1');
    lab.peer.channels.add('foreign-1');
    lab.peer.when(/^api uuid_getvar old-1 ringback_door/, '127.0.0.1:0');
    lab.peer.when(/^api uuid_getvar foreign-1 ringback_door/, '10.0.0.9:8084');
    await loseAndRegain();
    await lab.peer.received(/^api uuid_break old-1 all/);
    await lab.peer.received(/^api uuid_getvar foreign-1 ringback_door/);
    expect(lab.peer.commands.some((command) => command.startsWith('api uuid_break foreign-1'))).toBe(false);
  });

  it('a leg of an earlier process that still rings is left alone, though it will knock at our door', async () => {
    const rows = [
      { uuid: 'old-1', direction: 'outbound', callstate: 'RINGING' },
      { uuid: 'old-2', direction: 'outbound', callstate: 'ACTIVE' },
    ];
    lab.peer.when(/^api show channels/, JSON.stringify({ row_count: 2, rows }));
    lab.peer.when(/^api uuid_getvar old-\d ringback_door/, '127.0.0.1:0');
    await loseAndRegain();
    await lab.peer.received(/^api uuid_break old-2 all/);
    expect(lab.peer.commands.some((command) => command.startsWith('api uuid_break old-1'))).toBe(false);
  });

  it('a switch that does not answer yet is asked again what calls it has', async () => {
    const { door, call } = await lab.enter('caller');
    const { logins } = lab.peer;
    lab.peer.drop();
    await eventually(() => health()?.up === false);
    door.close();
    await eventually(() => call.ended);
    lab.peer.channels.delete('caller');
    lab.peer.hangAt(/^api show channels/);
    await regain(logins);
    // What was asked runs out of time; the connection itself is not given up.
    await lab.clock.advance(12_000);
    expect(lab.ended).toEqual([]);
    lab.peer.answersAgain();
    while (lab.ended.length === 0) {
      await networkSettles();
      await lab.clock.advance(500);
    }
    expect(lab.ended).toMatchObject([{ id: 'caller', cause: 'UNKNOWN' }]);
    expect(lab.peer.logins).toBe(logins + 3);
  });
});
