import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { parseOriginateLine } from '../../support/freeswitch-parser.ts';
import {
  dialRequest,
  startFreeSwitch,
  type FreeSwitchUnderTest,
} from '../../support/freeswitch-under-test.ts';
import { eventually } from '../../support/eventually.ts';

let lab: FreeSwitchUnderTest;
beforeEach(async () => void (lab = await startFreeSwitch()));
afterEach(() => lab.stop());

const leg = (id: string) => ({ 'Unique-ID': id, variable_ringback_leg: id });
const busy = (id: string) => ({
  ...leg(id),
  'Hangup-Cause': 'USER_BUSY',
  'Caller-Channel-Answered-Time': '0',
  variable_sip_term_status: '486',
  variable_sip_hangup_disposition: 'recv_refuse',
});

describe('dialling', () => {
  it('asks the switch for a leg with its id, ringing time, caller id and the way to our door', async () => {
    const ack = lab.switch.dial(
      dialRequest('leg-1', { variables: { ringback_callback: 'c1', api_hangup_hook: 'x' } }),
    );
    const command = await lab.peer.received(/^bgapi originate/);
    lab.peer.event('CHANNEL_CREATE', leg('leg-1'));
    expect(await ack).toEqual({ kind: 'sent', switchName: 'one' });
    const { variables, dialString, rest } = parseOriginateLine(/originate (.*)/.exec(command)?.[1] ?? '');
    expect(dialString).toBe('sofia/gateway/trunk/+15550100');
    expect(rest).toEqual(['ringback', 'XML', 'ringback']);
    expect(Object.fromEntries(variables)).toMatchObject({
      origination_uuid: 'leg-1',
      // Asked for 20: whole seconds of the clock, of which the first may be short.
      originate_timeout: '21',
      ignore_early_media: 'true',
      origination_caller_id_number: '+15550199',
      origination_caller_id_name: 'Example',
      ringback_callback: 'c1',
      // A name FreeSWITCH would act on is kept from it.
      ringback_data_api_hangup_hook: 'x',
    });
    expect(variables.map(([name]) => name)).not.toContain('api_hangup_hook');
  });

  it('tells that it rings, and how it ended', async () => {
    const ack = lab.switch.dial(dialRequest('leg-1'));
    await lab.peer.received(/^bgapi originate/);
    lab.peer.event('CHANNEL_CREATE', leg('leg-1'));
    lab.peer.event('CHANNEL_PROGRESS', leg('leg-1'));
    await ack;
    lab.peer.event('CHANNEL_HANGUP_COMPLETE', busy('leg-1'));
    await eventually(() => lab.ended.length);
    expect(lab.ringing).toEqual(['leg-1']);
    expect(lab.ended).toEqual([
      {
        id: 'leg-1',
        at: lab.clock.now(),
        cause: 'USER_BUSY',
        sipStatus: 486,
        answered: false,
        hungUpBy: 'far-end',
        switchName: 'one',
      },
    ]);
    expect(lab.switch.health()[0]?.calls).toBe(0);
  });

  it('waits for the channel to tell its end when the job was quicker', async () => {
    const ack = lab.switch.dial(dialRequest('leg-1'));
    await lab.peer.received(/^bgapi originate/);
    lab.peer.event('CHANNEL_CREATE', leg('leg-1'));
    await lab.peer.job('-ERR USER_BUSY');
    await ack;
    // Whatever the job made us ask the switch has been answered before this is.
    lab.peer.event('CHANNEL_PROGRESS', leg('leg-1'));
    await eventually(() => lab.ringing.length);
    await lab.switch.lookup('leg-1');
    expect(lab.ended).toEqual([]);
    lab.peer.event('CHANNEL_HANGUP_COMPLETE', busy('leg-1'));
    await eventually(() => lab.ended.length);
    expect(lab.ended).toMatchObject([{ cause: 'USER_BUSY', sipStatus: 486 }]);
  });

  it('reports one end with the cause of the channel, in whatever order and number its events come', async () => {
    const steps = [
      'CHANNEL_PROGRESS',
      'job',
      'CHANNEL_HANGUP_COMPLETE',
      'CHANNEL_HANGUP_COMPLETE',
      'CHANNEL_DESTROY',
    ];
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(steps, { minLength: steps.length }), async (order) => {
        const id = `leg-any-${count++}`;
        lab.peer.commands.length = 0;
        const ack = lab.switch.dial(dialRequest(id));
        await lab.peer.received(/^bgapi originate/);
        lab.peer.event('CHANNEL_CREATE', leg(id));
        for (const step of order)
          if (step === 'job') await lab.peer.job('-ERR USER_BUSY');
          else lab.peer.event(step, busy(id));
        expect((await ack).kind).toBe('sent');
        await eventually(() => lab.ended.some((end) => end.id === id));
        await lab.clock.advance(30_000);
        expect(
          lab.ended.filter((end) => end.id === id).map(({ cause, sipStatus }) => [cause, sipStatus]),
        ).toEqual([['USER_BUSY', 486]]);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a refusal', () => {
  it.each([
    '-ERR DESTINATION_OUT_OF_ORDER',
    '-ERR INVALID_GATEWAY',
    '-USAGE: <call url>',
    '-ERR x Command not found!',
  ])('is certain when the job says %s and there was no channel', async (result) => {
    const ack = lab.switch.dial(dialRequest('leg-1'));
    await lab.peer.job(result);
    expect(await ack).toMatchObject({ kind: 'refused', detail: result });
    expect(lab.ended).toEqual([]);
    expect(lab.switch.health()[0]?.calls).toBe(0);
  });

  it('that comes after the dial counted as sent is the end of the leg', async () => {
    const ack = lab.switch.dial(dialRequest('leg-1'));
    await lab.peer.received(/^bgapi originate/);
    await lab.clock.advance(1_000);
    expect((await ack).kind).toBe('sent');
    await lab.peer.job('-ERR DESTINATION_OUT_OF_ORDER');
    await eventually(() => lab.ended.length);
    expect(lab.ended[0]).toMatchObject({ cause: 'SWITCH_REFUSED', sipStatus: null, answered: false });
  });

  it('is one as well on a line whose answer to the command is lost', async () => {
    lab.peer.when(/^bgapi/, null);
    const ack = lab.switch.dial(dialRequest('leg-1'));
    await lab.peer.job('-ERR DESTINATION_OUT_OF_ORDER');
    await lab.peer.received(/^api uuid_exists leg-1/);
    // Answered after that one, on the same line.
    await lab.switch.lookup('other-1');
    await lab.clock.advance(10_000);
    expect(await ack).toMatchObject({ kind: 'refused', detail: '-ERR DESTINATION_OUT_OF_ORDER' });
    expect(lab.ended).toEqual([]);
  });

  it('for an id that is in use already is not taken for the end of the call that has it', async () => {
    lab.peer.channels.add('leg-1');
    const ack = lab.switch.dial(dialRequest('leg-1'));
    await lab.peer.job('-ERR DESTINATION_OUT_OF_ORDER');
    expect((await ack).kind).toBe('sent');
    expect(lab.ended).toEqual([]);
  });

  it('never follows a far end that was busy, even when its channel events were lost', async () => {
    const ack = lab.switch.dial(dialRequest('leg-1'));
    await lab.peer.job('-ERR USER_BUSY');
    expect((await ack).kind).toBe('sent');
    expect(lab.ended).toMatchObject([{ id: 'leg-1', cause: 'USER_BUSY', sipStatus: null }]);
  });

  it('by the command itself, such as a switch that does not know bgapi', async () => {
    lab.peer.when(/^bgapi/, '-ERR command not found');
    expect(await lab.switch.dial(dialRequest('leg-1'))).toEqual({
      kind: 'refused',
      detail: '-ERR command not found',
    });
  });

  it('of ours: the same id twice, a number that is none, an id that is none', async () => {
    const ack = lab.switch.dial(dialRequest('leg-1'));
    await lab.peer.received(/^bgapi originate/);
    expect(await lab.switch.dial(dialRequest('leg-1'))).toMatchObject({ kind: 'refused' });
    lab.peer.event('CHANNEL_HANGUP_COMPLETE', busy('leg-1'));
    await ack;
    await eventually(() => lab.ended.length);
    expect(await lab.switch.dial(dialRequest('leg-1'))).toMatchObject({ kind: 'refused' });
    const number = { kind: 'number', number: '1,sofia/gateway/premium/900' } as const;
    expect(await lab.switch.dial(dialRequest('leg-2', { to: number }))).toMatchObject({ kind: 'refused' });
    expect(await lab.switch.dial(dialRequest('leg 3'))).toMatchObject({ kind: 'refused' });
    expect(lab.peer.commands.filter((command) => command.startsWith('bgapi'))).toHaveLength(1);
  });
});

describe('a switch that is being emptied', () => {
  it('says so and dials nobody, until it is filled again', async () => {
    expect(lab.switch.drain('one', true)).toBe(true);
    expect(lab.switch.health()).toMatchObject([{ name: 'one', up: true, draining: true }]);
    expect((await lab.switch.dial(dialRequest('leg-1'))).kind).toBe('refused');
    expect(lab.peer.commands.filter((command) => command.startsWith('bgapi'))).toEqual([]);
    lab.switch.drain('one', false);
    const ack = lab.switch.dial(dialRequest('leg-1'));
    await lab.peer.received(/^bgapi originate/);
    lab.peer.event('CHANNEL_CREATE', leg('leg-1'));
    expect((await ack).kind).toBe('sent');
  });
});

describe('a leg nobody hears of any more', () => {
  it('ends with an unknown outcome once the switch does not have it after its ringing time', async () => {
    const ack = lab.switch.dial(dialRequest('leg-1'));
    await lab.peer.received(/^bgapi originate/);
    lab.peer.event('CHANNEL_CREATE', leg('leg-1'));
    await ack;
    await lab.clock.advance(36_000);
    await eventually(() => lab.ended.length);
    expect(lab.ended).toMatchObject([{ id: 'leg-1', cause: 'UNKNOWN' }]);
  });

  it('is killed should it come into being after all', async () => {
    const ack = lab.switch.dial(dialRequest('leg-1'));
    await lab.peer.received(/^bgapi originate/);
    await lab.clock.advance(36_000);
    await ack;
    await eventually(() => lab.ended.length);
    lab.peer.event('CHANNEL_CREATE', leg('leg-1'));
    expect(await lab.peer.received(/^api uuid_kill/)).toBe('api uuid_kill leg-1 ORIGINATOR_CANCEL');
  });
});

describe('a leg that should not ring', () => {
  it('is killed when it shows up and nobody wants it any more', async () => {
    lab.stale.add('stale-1');
    lab.peer.event('CHANNEL_CREATE', leg('stale-1'));
    expect(await lab.peer.received(/^api uuid_kill/)).toBe('api uuid_kill stale-1 ORIGINATOR_CANCEL');
  });

  it('is left alone when it is not one of ours', async () => {
    lab.stale.add('foreign-1');
    lab.stale.add('stale-1');
    lab.peer.event('CHANNEL_CREATE', { 'Unique-ID': 'foreign-1' });
    lab.peer.event('CHANNEL_CREATE', leg('stale-1'));
    expect(await lab.peer.received(/^api uuid_kill/)).toContain('stale-1');
  });

  it('is killed as soon as it shows up when it was killed before it was there', async () => {
    lab.peer.when(/^api uuid_kill/, '-ERR No such channel!');
    await lab.switch.kill('leg-1', 'ORIGINATOR_CANCEL');
    lab.peer.commands.length = 0;
    lab.peer.event('CHANNEL_CREATE', leg('leg-1'));
    await lab.peer.received(/^api uuid_kill leg-1/);
  });

  it('is killed at its door when its beginning was not heard of', async () => {
    lab.peer.when(/^api uuid_kill/, '-ERR No such channel!');
    await lab.switch.kill('leg-1', 'ORIGINATOR_CANCEL');
    lab.peer.commands.length = 0;
    await lab.enter('leg-1', leg('leg-1'));
    await lab.peer.received(/^api uuid_kill leg-1/);
  });

  it('is killed once more by a switch that has not said that it was', async () => {
    const kills = (): number => lab.peer.commands.filter((text) => text.startsWith('api uuid_kill')).length;
    lab.stale.add('stale-1');
    lab.peer.hangAt(/^api uuid_kill/);
    lab.peer.event('CHANNEL_CREATE', leg('stale-1'));
    lab.peer.event('CHANNEL_PROGRESS', leg('stale-1'));
    await eventually(() => lab.ringing.length > 0);
    await lab.clock.advance(11_500);
    lab.peer.answersAgain();
    await eventually(() => kills() === 2);
  });
});
