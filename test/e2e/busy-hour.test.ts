import { afterEach, describe, expect, it } from 'vitest';

import { auditOrder } from '../../src/app/audit-order.ts';
import { setAgentState } from '../../src/app/set-agent-state.ts';
import { seededRandom } from '../../src/core/random.ts';
import { book, expectNothingLeft } from '../support/behaviours.ts';
import { testAgent } from '../support/configuration.ts';
import { World, type Heard } from '../support/world.ts';

/** The phone of the last one rings out: nobody takes calls there. */
const team = [
  testAgent('1001', { skills: { classic: 1, Spanish: 5 }, initial: 'not-ready' }),
  testAgent('1002', { skills: { classic: 1, Spanish: 2 }, initial: 'not-ready' }),
  testAgent('1003', { skills: { classic: 1, Gold: 1 }, initial: 'not-ready' }),
  testAgent('1004', { skills: { classic: 1 }, initial: 'not-ready' }),
  testAgent('1019', { skills: { classic: 1, Gold: 1 }, initial: 'not-ready' }),
];

/** Callbacks, by the number they go to and what they ask for. */
const virtual: [number: string, wish: Record<string, string>][] = [
  ['+14155550110', {}],
  ['+14155550118', { _target: 'Spanish > 3' }],
  ['+14155550112', { _target: 'Spanish > 0', _priority: '2' }],
  ['+14155550113', { _target: 'Gold > 0' }],
  ['+14155550102', {}],
  ['+14155550103', { _target: 'Spanish > 0' }],
  ['+14155550106', {}],
  ['+14155550108', {}],
  ['+14155550114', { _preferred_agent: '1003', _preferred_agent_timeout: '120' }],
  ['+14155550115', { _preferred_agent: '1004', _agent_owned: 'true' }],
  ['+14155550116', { _priority: '1' }],
  ['+14155550117', {}],
];
const staying = [
  '+14155550120',
  '+14155550121',
  '+14155550122',
  '+14155550123',
  '+14155550124',
  '+14155550125',
];
const leaving = ['+14155550126', '+14155550127'];

let world: World;
afterEach(() => world.close());

function say(agentId: string, to: 'ready' | 'not-ready'): Promise<unknown> {
  const { app, router } = world.ringback;
  return setAgentState(app, router, { agentId, to, reason: null });
}

describe('twenty callers and five agents of mixed skills, with hang-ups, retries and a phone that nobody answers', () => {
  it.each([1, 2])('everyone is served in turn, in whichever order they come (%i)', async (seed) => {
    const random = seededRandom(seed);
    const wishes = '_target,_priority,_preferred_agent,_preferred_agent_timeout,_agent_owned';
    world = await World.create({ team, service: { options: { _overwritable_options: wishes } } });
    const calls = new Map<string, { id: string; heard: Heard[] }>();
    const arrivals = [
      ...virtual.map(
        ([number, wish]) =>
          () =>
            book(world, number, wish),
      ),
      ...[...staying, ...leaving].map((number) => () => calls.set(number, world.ring(number, ['2']))),
    ];
    for (const arrive of arrivals.toSorted(() => random.next() - 0.5)) {
      await arrive();
      await world.clock.advance(Math.floor(random.next() * 10_000));
    }
    await world.clock.advance(30_000);
    for (const number of leaving) calls.get(number)?.heard.at(-1)?.line.hangUp();
    for (const { id } of team) {
      await say(id, 'ready');
      await world.clock.advance(Math.floor(random.next() * 3_000));
    }
    // Whoever is taken out of the running for not answering comes back, now and then.
    for (let minute = 0; minute < 60; minute++) {
      await world.clock.advance(60_000);
      if (minute % 10 === 5) await say('1019', 'ready');
    }

    const records = await world.callbacks();
    expect(records.map(({ state }) => state)).toEqual(virtual.map(() => 'COMPLETED'));
    const reasons = new Map(records.map(({ customerNumber, reason }) => [customerNumber, reason]));
    for (const [number] of virtual)
      if (/01(1\d)$/.test(number)) expect([number, reasons.get(number)]).toEqual([number, 'AGENT_CONNECTED']);
    expect(reasons.get('+14155550102')).toBe('FAIL_CALL_TO_CUSTOMER');
    for (const record of records) expect(world.ringsOf(record.customerNumber)).toBe(record.attempts.length);
    for (const number of staying)
      expect((await world.interaction(calls.get(number)?.id ?? '')).outcome?.reason).toBe('Talked');
    for (const number of leaving)
      expect((await world.interaction(calls.get(number)?.id ?? '')).outcome?.kind).toBe('abandoned');
    const report = await auditOrder(world.ringback.app);
    expect(report.served).toBeGreaterThan(virtual.length);
    expect(report.causes.unexplained).toBeUndefined();
    await expectNothingLeft(world);
  });
});
