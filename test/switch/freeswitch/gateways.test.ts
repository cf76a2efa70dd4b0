import { setImmediate } from 'node:timers/promises';

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { onlyGateway, type Gateway } from '../../../src/callback/gateway.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { gatewayOrder } from '../../../src/switch/freeswitch/gateway-order.ts';
import { eventually } from '../../support/eventually.ts';
import {
  dialRequest,
  startFreeSwitch,
  type FreeSwitchUnderTest,
} from '../../support/freeswitch-under-test.ts';

const gateway = (name: string, changes: Partial<Gateway> = {}): Gateway => ({
  ...onlyGateway(`sofia/gateway/${name}/{number}`),
  name,
  ...changes,
});
const names = (order: Gateway[]): string[] => order.map(({ name }) => name);

describe('the gateways of a number', () => {
  it('are those whose prefix it has, the lowest priority first', () => {
    const all = [
      gateway('world', { priority: 9 }),
      gateway('germany', { prefixes: ['+49', '+43'], priority: 1 }),
      gateway('america', { prefixes: ['+1'] }),
    ];
    const order = (number: string): string[] => names(gatewayOrder(all, number, seededRandom(1)));
    expect(order('+4930123456')).toEqual(['germany', 'world']);
    expect(order('+12025550123')).toEqual(['america', 'world']);
    expect(order('+33123456789')).toEqual(['world']);
  });

  it('share the calls by their weight when they have the same priority', () => {
    const random = seededRandom(5);
    const pair = [gateway('big', { weight: 3 }), gateway('small')];
    const firsts = Array.from({ length: 1_000 }, () => gatewayOrder(pair, '+1', random)[0]?.name);
    const big = firsts.filter((name) => name === 'big').length;
    expect(big).toBeGreaterThan(700);
    expect(big).toBeLessThan(800);
  });

  it('are each tried once, and never one of a higher priority before one of a lower', () => {
    const any = fc.array(fc.record({ priority: fc.nat(3), weight: fc.integer({ min: 1, max: 9 }) }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(any, fc.nat(), (facts, seed) => {
        const all = facts.map((one, n) => gateway(`g${n}`, one));
        const order = gatewayOrder(all, '+1', seededRandom(seed));
        expect(names(order).sort()).toEqual(names(all).sort());
        const priorities = order.map(({ priority }) => priority);
        expect(priorities).toEqual([...priorities].sort((one, other) => one - other));
      }),
    );
  });
});

describe('a leg', () => {
  let lab: FreeSwitchUnderTest;
  const two = [gateway('first'), gateway('second', { priority: 1 })];
  beforeEach(async () => void (lab = await startFreeSwitch({ gateways: two })));
  afterEach(() => lab.stop());

  const originates = (): string[] =>
    lab.peer.commands.flatMap((command) => /sofia\/gateway\/(\w+)\//.exec(command)?.[1] ?? []);

  /** Rings by the first gateway, which ends the leg so. */
  async function firstEnds(fields: Record<string, string>): Promise<void> {
    const ack = lab.switch.dial(dialRequest('leg-1'));
    await lab.peer.received(/^bgapi originate/);
    const leg = { 'Unique-ID': 'leg-1', variable_ringback_leg: 'leg-1' };
    lab.peer.event('CHANNEL_CREATE', leg);
    await ack;
    lab.peer.event('CHANNEL_HANGUP_COMPLETE', {
      ...leg,
      'Caller-Channel-Answered-Time': '0',
      'Caller-Channel-Progress-Time': '0',
      'Caller-Channel-Progress-Media-Time': '0',
      variable_sip_hangup_disposition: 'recv_refuse',
      ...fields,
    });
  }

  const failed = { 'Hangup-Cause': 'NORMAL_TEMPORARY_FAILURE', variable_sip_term_status: '503' };

  it('goes on by the next gateway when the first refused and nothing rang, and ends once', async () => {
    await firstEnds(failed);
    await eventually(() => originates().length === 2);
    expect(originates()).toEqual(['first', 'second']);
    expect(lab.ended).toEqual([]);
    const leg = { 'Unique-ID': 'leg-1', variable_ringback_leg: 'leg-1' };
    lab.peer.event('CHANNEL_CREATE', leg);
    lab.peer.event('CHANNEL_HANGUP_COMPLETE', { ...leg, ...failed });
    await eventually(() => lab.ended.length);
    expect(lab.ended).toMatchObject([{ id: 'leg-1', sipStatus: 503 }]);
    expect(originates()).toHaveLength(2);
  });

  it('goes on by the next gateway when the switch is still done with its id a moment later', async () => {
    await firstEnds(failed);
    await eventually(() => originates().length === 2);
    const jobs = (): string[] =>
      lab.peer.commands.flatMap((command) => /bgapi[\s\S]*Job-UUID: (\S+)/.exec(command)?.[1] ?? []);
    await lab.peer.job('-ERR DESTINATION_OUT_OF_ORDER', jobs()[1]);
    while (originates().length < 3) {
      await lab.clock.advance(50);
      await setImmediate();
    }
    expect(originates()).toEqual(['first', 'second', 'second']);
    expect(lab.ended).toEqual([]);
  });

  it('goes on by the next gateway when the switch knows no such gateway', async () => {
    const ack = lab.switch.dial(dialRequest('leg-1'));
    await lab.peer.job('-ERR INVALID_GATEWAY');
    await eventually(() => originates().length === 2);
    lab.peer.event('CHANNEL_CREATE', { 'Unique-ID': 'leg-1', variable_ringback_leg: 'leg-1' });
    expect(await ack).toEqual({ kind: 'sent', switchName: 'one' });
  });

  it.each([
    ['the phone was busy', { 'Hangup-Cause': 'USER_BUSY', variable_sip_term_status: '486' }],
    ['it had rung', { ...failed, 'Caller-Channel-Progress-Time': '1700000000000000' }],
    ['there was early media', { ...failed, 'Caller-Channel-Progress-Media-Time': '1700000000000000' }],
    [
      'nobody answered the INVITE',
      { 'Hangup-Cause': 'RECOVERY_ON_TIMER_EXPIRE', variable_sip_term_status: '408' },
    ],
    ['we ended it', { ...failed, variable_sip_hangup_disposition: 'send_cancel' }],
  ])('ends where it is when %s', async (_, fields: Record<string, string>) => {
    await firstEnds(fields);
    await eventually(() => lab.ended.length);
    expect(originates()).toEqual(['first']);
  });

  it('that nobody wants any more is not rung by the next gateway', async () => {
    lab.peer.channels.add('leg-1');
    await firstEnds(failed);
    lab.peer.when(/^api uuid_kill/, '-ERR No such channel!');
    await lab.switch.kill('leg-1', 'ORIGINATOR_CANCEL');
    lab.peer.channels.delete('leg-1');
    while (lab.ended.length === 0) {
      await lab.clock.advance(50);
      await setImmediate();
    }
    expect(originates()).toEqual(['first']);
  });

  it('leaves out a gateway that has all the calls it may have', async () => {
    await lab.stop();
    const [first, second] = two as [Gateway, Gateway];
    lab = await startFreeSwitch({
      gateways: [
        { ...first, calls: 1 },
        { ...second, perSecond: 1 },
      ],
    });
    for (const id of ['leg-1', 'leg-2']) {
      const ack = lab.switch.dial(dialRequest(id));
      await eventually(() => lab.peer.commands.some((command) => command.includes(id)));
      lab.peer.event('CHANNEL_CREATE', { 'Unique-ID': id, variable_ringback_leg: id });
      expect((await ack).kind).toBe('sent');
    }
    expect(originates()).toEqual(['first', 'second']);
    expect(await lab.switch.dial(dialRequest('leg-3'))).toEqual({
      kind: 'refused',
      detail: 'gateway first is full; gateway second is full',
      retryMs: 5_000,
    });
  });
});

describe('what is dialled', () => {
  it.each([
    ['a number behind a prefix', { kind: 'number', number: '+12025550123', prefix: '9' }, 'gw/912025550123'],
    ['an agent with a number', { kind: 'phone', phone: '+12025550123' }, 'gw/+12025550123'],
    [
      'an agent with a SIP address',
      { kind: 'phone', phone: 'sip:ada@example.com:5070' },
      'sofia/external/ada@example.com:5070',
    ],
    ['an agent of the switch', { kind: 'phone', phone: 'user/1001' }, 'user/1001'],
  ] as const)('for %s', async (_, to, dialled) => {
    const lab = await startFreeSwitch({ gateways: [onlyGateway('gw/{number}')] });
    const ack = lab.switch.dial(dialRequest('leg-1', { to }));
    expect(await lab.peer.received(/^bgapi originate/)).toContain(`}${dialled} ringback XML ringback`);
    lab.peer.event('CHANNEL_CREATE', { 'Unique-ID': 'leg-1', variable_ringback_leg: 'leg-1' });
    await ack;
    await lab.stop();
  });

  it.each([
    'sip:ada@example.com,user/900',
    'sip:@example.com',
    'sip:a b@example.com',
    'sip:ada@example.com?x=y',
  ])('is nothing for %s', async (phone) => {
    const lab = await startFreeSwitch();
    expect(await lab.switch.dial(dialRequest('leg-1', { to: { kind: 'phone', phone } }))).toMatchObject({
      kind: 'refused',
    });
    expect(lab.peer.commands.filter((command) => command.startsWith('bgapi'))).toEqual([]);
    await lab.stop();
  });
});
