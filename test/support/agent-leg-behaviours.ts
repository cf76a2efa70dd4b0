import { expect } from 'vitest';

import { setAgentState } from '../../src/app/set-agent-state.ts';
import { agentPhone, neverAnswers } from '../../src/simulation/people.ts';
import type { Perception } from '../../src/switch/person.ts';
import { book, CUSTOMER, expectNothingLeft, type Behaviour } from './behaviours.ts';
import type { World } from './world.ts';

const agentFirst = { options: { _userterminated_first_connect_party: 'AGENT' } };
const known = { first_name: 'Grace', subject: 'Invoice' };

/** What the agent's phone noticed, and what else was heard there. */
export function listenAt(world: World, phone: string): Perception[] {
  const noticed: Perception[] = [];
  const person = agentPhone(
    { clock: world.clock, random: world.random },
    { answerMs: 1_000, talkMs: 20_000 },
  );
  world.people.register(phone, {
    on(line) {
      const notices = person.on(line);
      return (perception) => {
        noticed.push(perception);
        notices(perception);
      };
    },
  });
  return noticed;
}

export function textsOf(noticed: Perception[]): string {
  return noticed
    .flatMap((one) => (one.kind === 'hears' && one.sound.kind === 'text' ? one.sound.text : []))
    .join(' ');
}

function phonesOf(world: World): string[] {
  return world.switch.rings().map(({ phone }) => phone);
}

function agentIn(world: World): { state: string; reason: string | null } | undefined {
  return world.ringback.router.state().agents.find(({ id }) => id === '1001');
}

const patience = { _wait_for_agent: false, _max_time_to_wait_for_agent_on_the_call: 120 };

/** A customer has waited on the line for almost two minutes, all but so many ms, as an agent's phone begins to ring. */
async function ringsAtLast(world: World, beforeMs: number): Promise<void> {
  await book(world, CUSTOMER);
  await world.until(async () => (await world.callback())?.state === 'ROUTING', 'a customer on the line');
  await world.clock.advance(120_000 - beforeMs);
  const { app, router } = world.ringback;
  await setAgentState(app, router, { agentId: '1001', to: 'ready', reason: null });
}

/** What a callback must do whose agent is rung by itself: before the customer, or to be told who it is. */
export const agentLegBehaviours: Behaviour[] = [
  {
    name: 'with AGENT first the agent is on the line before the customer is rung, and is the one connected',
    options: { service: agentFirst },
    async run(world) {
      const noticed = listenAt(world, 'user/1001');
      await book(world, CUSTOMER);
      await world.until(() => world.ringsOf(CUSTOMER) === 1, 'a ringing customer');
      expect(phonesOf(world)).toEqual(['user/1001', CUSTOMER]);
      expect(noticed.some(({ kind }) => kind === 'connected')).toBe(true);
      const record = await world.completed();
      expect(record).toMatchObject({ reason: 'AGENT_CONNECTED', attempts: [{ result: 'CONNECTED' }] });
      expect(phonesOf(world)).toEqual(['user/1001', CUSTOMER]);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'with AGENT first and a whisper the agent hears who it is before the customer is rung',
    options: { service: { ...agentFirst, whisperDialog: 'whisper' } },
    async run(world) {
      const noticed = listenAt(world, 'user/1001');
      await book(world, CUSTOMER, known);
      await world.until(() => world.ringsOf(CUSTOMER) === 1, 'a ringing customer');
      expect(textsOf(noticed)).toContain('It is for Grace. It is about this: Invoice.');
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
      await expectNothingLeft(world);
    },
  },
  {
    name: 'with AGENT first an agent who does not answer loses it to another one, and the customer was not rung',
    options: { service: agentFirst },
    async run(world) {
      world.people.register('user/1001', neverAnswers());
      await book(world, CUSTOMER);
      await world.until(() => agentIn(world)?.reason === 'RONA', 'an agent who did not answer');
      expect(world.ringsOf(CUSTOMER)).toBe(0);
      await world.clock.advance(10_000);
      expect((await world.callback())?.attempts).toEqual([]);
      expect(world.ringsOf('1001')).toBe(1);
    },
  },
  {
    name: 'with AGENT first the agent is let go when the customer is not reached',
    options: { service: agentFirst },
    async run(world) {
      const noticed = listenAt(world, 'user/1001');
      await book(world, '+14155550102');
      await world.until(async () => (await world.callback())?.lastDialResult === 'BUSY', 'a busy phone');
      await world.clock.advance(1_000);
      expect(noticed.at(-1)).toMatchObject({ kind: 'hung-up' });
      expect(agentIn(world)?.state).toBe('ready');
      expect((await world.completed()).attempts).toHaveLength(3);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'with AGENT first an agent who hangs up too soon is rung again when the customer has pressed 1',
    options: { service: agentFirst },
    async run(world) {
      const scene = { clock: world.clock, random: world.random };
      const patient = agentPhone(scene, { answerMs: 1_000, talkMs: 20_000 });
      let calls = 0;
      world.people.register('user/1001', {
        on: (line) =>
          calls++ > 0
            ? patient.on(line)
            : (perception) => {
                if (perception.kind === 'ringing') line.answer();
                if (perception.kind === 'hears') world.clock.at(world.clock.now() + 500, () => line.hangUp());
              },
      });
      await book(world, CUSTOMER);
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
      expect(world.ringsOf(CUSTOMER)).toBe(1);
      expect(world.ringsOf('1001')).toBe(2);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'with a whisper the agent hears who it is while the customer waits, and then talks',
    options: { service: { whisperDialog: 'whisper' } },
    async run(world) {
      const noticed = listenAt(world, 'user/1001');
      await book(world, CUSTOMER, known);
      const record = await world.completed();
      expect(record.reason).toBe('AGENT_CONNECTED');
      expect(textsOf(noticed)).toContain('It is for Grace. It is about this: Invoice.');
      const kinds = noticed.map(({ kind }) => kind);
      expect(kinds.indexOf('hears')).toBeLessThan(kinds.indexOf('joined'));
      expect(phonesOf(world)).toEqual([CUSTOMER, 'user/1001']);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'with a whisper and an agent reserved before, the agent hears who it is too',
    options: { service: { whisperDialog: 'whisper', options: { _reserve_before_dial: true } } },
    async run(world) {
      const noticed = listenAt(world, 'user/1001');
      await book(world, CUSTOMER, known);
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
      expect(textsOf(noticed)).toContain('It is for Grace.');
      expect(world.ringsOf('1001')).toBe(1);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'with a whisper an agent who does not answer loses the call to the next one',
    options: { service: { whisperDialog: 'whisper' }, agents: ['1001', '1002'] },
    async run(world) {
      world.people.register('user/1001', neverAnswers());
      world.people.register('user/1002', neverAnswers());
      await book(world, CUSTOMER);
      await world.until(() => agentIn(world)?.reason === 'RONA', 'an agent who did not answer');
      const noticed = listenAt(world, 'user/1002');
      expect(await world.completed()).toMatchObject({
        reason: 'AGENT_CONNECTED',
        why: 'talked with agent 1002',
      });
      expect(textsOf(noticed)).toContain('A callback.');
      expect(world.ringsOf(CUSTOMER)).toBe(1);
    },
  },
  {
    name: 'a customer whose patience ends while an agent’s phone rings talks with the agent, and hears no excuse',
    options: {
      agents: [],
      service: { options: { ...patience, _treatment_find_agent_fail: 'sorry.wav' } },
    },
    async run(world) {
      const scene = { clock: world.clock, random: world.random };
      world.people.register('user/1001', agentPhone(scene, { answerMs: 8_000, talkMs: 20_000 }));
      await ringsAtLast(world, 5_000);
      expect(await world.completed()).toMatchObject({
        reason: 'AGENT_CONNECTED',
        why: 'talked with agent 1001',
      });
      await expectNothingLeft(world);
    },
  },
  {
    name: 'a customer whose patience ends while an agent’s phone rings is let go when the agent does not answer',
    options: { agents: [], service: { options: patience } },
    async run(world) {
      world.people.register('user/1001', neverAnswers());
      await ringsAtLast(world, 5_000);
      expect((await world.completed()).reason).toBe('FAIL_TARGET_NOT_FOUND');
      expect(agentIn(world)?.reason).toBe('RONA');
      await expectNothingLeft(world);
    },
  },
  {
    name: 'with a whisper a customer whose patience ends while the agent hears who it is talks with the agent',
    options: { agents: [], service: { whisperDialog: 'whisper', options: patience } },
    async run(world) {
      listenAt(world, 'user/1001');
      await ringsAtLast(world, 1_500);
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
      await expectNothingLeft(world);
    },
  },
];
