import { describe, expect, it } from 'vitest';

import { createFleet } from '../../src/switch/fleet.ts';
import type { DialAck, Switch, SwitchCall } from '../../src/switch/switch.ts';

interface Member extends Switch {
  log: string[];
}

function member(
  name: string,
  facts: { up?: boolean; calls?: number; refuses?: string; has?: string[]; asked?: 'unknown' } = {},
): Member {
  const log: string[] = [];
  const note = (what: string): Promise<void> => {
    log.push(what);
    return Promise.resolve();
  };
  let draining = false;
  const { up = true, calls = 0, refuses, has = [], asked } = facts;
  return {
    log,
    start: () => note('start'),
    stop: () => note('stop'),
    dial: async ({ id }): Promise<DialAck> => {
      await note(`dial ${id}`);
      return refuses === undefined
        ? { kind: 'sent', switchName: name }
        : { kind: 'refused', detail: refuses };
    },
    call: (id) => (has.includes(id) ? ({ id } as SwitchCall) : undefined),
    lookup: (id) => Promise.resolve(asked ?? (has.includes(id) ? 'alive' : 'gone')),
    kill: (id) => note(`kill ${id}`),
    part: async (id) => {
      await note(`part ${id}`);
      return { kind: 'parted' };
    },
    health: () => [{ name, kind: 'memory', up, detail: '', calls, draining }],
    drain: (wanted, on) => {
      if (wanted === name) draining = on;
      return wanted === name;
    },
  };
}

const request = {
  id: 'leg-1',
  to: { kind: 'number', number: '+15550100' },
  callerId: { number: '', name: '' },
  timeoutS: 20,
  variables: {},
} as const;

describe('a fleet dials', () => {
  it('on the least busy switch that is up', async () => {
    const fleet = createFleet([
      member('busy', { calls: 9 }),
      member('down', { up: false }),
      member('idle', { calls: 1 }),
    ]);
    expect(await fleet.dial(request)).toEqual({ kind: 'sent', switchName: 'idle' });
  });

  it('on the next one after a refusal, and tells every refusal when none would', async () => {
    const first = member('first', { refuses: 'paused' });
    const second = member('second', { calls: 1 });
    expect(await createFleet([second, first]).dial(request)).toEqual({ kind: 'sent', switchName: 'second' });
    expect(first.log).toEqual(['dial leg-1']);
    const none = createFleet([first, member('third', { refuses: 'full' })]);
    expect(await none.dial(request)).toEqual({ kind: 'refused', detail: 'paused; full' });
    expect(await createFleet([]).dial(request)).toEqual({
      kind: 'refused',
      detail: 'no switch is up',
      retryMs: 5_000,
    });
  });

  it('not on a switch that is being emptied, unless it is to be joined with a call there', async () => {
    const fleet = createFleet([member('leaving', { has: ['call-1'] }), member('staying', { calls: 9 })]);
    expect(fleet.drain('leaving', true)).toBe(true);
    expect(fleet.drain('unknown', true)).toBe(false);
    expect(await fleet.dial(request)).toEqual({ kind: 'sent', switchName: 'staying' });
    expect(await fleet.dial({ ...request, beside: 'call-1' })).toEqual({
      kind: 'sent',
      switchName: 'leaving',
    });
    fleet.drain('leaving', false);
    expect(await fleet.dial(request)).toEqual({ kind: 'sent', switchName: 'leaving' });
  });

  it('on the switch of the call the leg is to be joined with, and on no other', async () => {
    const idle = member('idle');
    const fleet = createFleet([idle, member('its', { calls: 50, has: ['call-1'] })]);
    expect(await fleet.dial({ ...request, beside: 'call-1' })).toEqual({ kind: 'sent', switchName: 'its' });
    expect(await fleet.dial({ ...request, beside: 'call-2' })).toMatchObject({ kind: 'refused' });
    expect(idle.log).toEqual([]);
  });

  it('takes two apart on the switch that has them', async () => {
    const [idle, its] = [member('idle'), member('its', { has: ['call-1'] })];
    expect(await createFleet([idle, its]).part('call-1', 'leg-1')).toEqual({ kind: 'parted' });
    expect(await createFleet([idle]).part('call-1', 'leg-1')).toEqual({ kind: 'call-ended' });
    const dumb = createFleet([idle, member('two', { asked: 'unknown' })]);
    expect(await dumb.part('call-1', 'leg-1')).toMatchObject({ kind: 'failed' });
    expect([idle.log, its.log]).toEqual([[], ['part call-1']]);
  });
});

describe('a fleet', () => {
  it('knows a call when one of its switches does, and nothing certain when one cannot be asked', async () => {
    const has = member('one', { has: ['call-1'] });
    const dumb = member('two', { asked: 'unknown' });
    expect(await createFleet([has, dumb]).lookup('call-1')).toBe('alive');
    expect(await createFleet([has, dumb]).lookup('call-2')).toBe('unknown');
    expect(await createFleet([has]).lookup('call-2')).toBe('gone');
    expect(createFleet([dumb, has]).call('call-1')).toEqual({ id: 'call-1' });
    expect(createFleet([dumb, has]).call('call-2')).toBeUndefined();
  });

  it('kills on every switch, starts behind open doors and closes them last', async () => {
    const one = member('one');
    const doors = {
      listen: () => Promise.resolve(one.log.push('doors open')),
      close: () => Promise.resolve(void one.log.push('doors closed')),
    };
    const fleet = createFleet([one], doors);
    await fleet.start({
      arrived: () => {},
      ringing: () => {},
      ended: () => {},
      lost: () => Promise.resolve(false),
      isStale: () => false,
      healthChanged: () => {},
    });
    await fleet.kill('leg-1', 'ORIGINATOR_CANCEL');
    await fleet.stop();
    expect(one.log).toEqual(['doors open', 'start', 'kill leg-1', 'stop', 'doors closed']);
  });
});
