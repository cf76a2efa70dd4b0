import { expect } from 'vitest';

import { liveCounters, type QueueCounters } from '../../src/app/live-counters.ts';
import { book, CUSTOMER, expectNothingLeft, type Behaviour } from './behaviours.ts';
import { testAgent } from './configuration.ts';
import type { World } from './world.ts';

const team = Array.from({ length: 9 }, (_, index) =>
  testAgent(String(1010 + index), { skills: { classic: 1 } }),
);
const TALK_MS = 60_000;

async function counters(world: World): Promise<QueueCounters | undefined> {
  const [first] = await liveCounters(world.ringback.app);
  return first;
}

/** All agents talk with callers on the line. */
async function everybodyTalks(world: World): Promise<void> {
  for (let caller = 0; caller < team.length; caller++) {
    world.ring(`+1415555012${caller}`, ['2']);
    await world.clock.advance(3_000);
  }
  await world.until(async () => (await counters(world))?.agents.busy === team.length, 'agents who all talk');
}

/** What a callback must do whose customer may be called before an agent is free. */
export const aheadBehaviours: Behaviour[] = [
  {
    name: 'with _dial_ahead the customer is called while every agent still talks, and is given the first who is free',
    options: { team, talkMs: TALK_MS, service: { options: { _dial_ahead: true } } },
    async run(world) {
      await everybodyTalks(world);
      await book(world, CUSTOMER);
      await world.until(() => world.ringsOf(CUSTOMER) === 1, 'a ringing customer');
      expect(await counters(world)).toMatchObject({ free: 0 });
      const record = await world.completed();
      expect(record.reason).toBe('AGENT_CONNECTED');
      expect((await counters(world))?.called.answered).toBe(1);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'without _dial_ahead the customer is not called before an agent is free',
    options: { team, talkMs: TALK_MS },
    async run(world) {
      await everybodyTalks(world);
      await book(world, CUSTOMER);
      await world.until(() => world.ringsOf(CUSTOMER) === 1, 'a ringing customer');
      expect((await counters(world))?.free).toBeGreaterThan(0);
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
    },
  },
  {
    name: 'a customer who is put through to the agent who was reserved counts as answered, and not as abandoned',
    options: { service: { options: { _reserve_before_dial: true } } },
    async run(world) {
      await book(world, '+14155550100');
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
      expect((await counters(world))?.called).toEqual({ answered: 1, abandoned: 0 });
    },
  },
];
