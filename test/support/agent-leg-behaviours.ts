import { expect } from 'vitest';

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
];
