import { expect } from 'vitest';

import { agentView, heldAgent, type AgentView } from '../../src/app/agent-view.ts';
import { answerPreview } from '../../src/app/answer-preview.ts';
import { cancelCallback } from '../../src/app/cancel-callback.ts';
import { setAgentState } from '../../src/app/set-agent-state.ts';
import { agentPhone } from '../../src/simulation/people.ts';
import { textPhone } from '../../src/simulation/text-phone.ts';
import { book, CUSTOMER, expectNothingLeft, type Behaviour } from './behaviours.ts';
import type { World } from './world.ts';

const previewed = { options: { _agent_preview: true } };
const byPhone = { ...previewed, previewDialog: 'preview' };
const MINUTE = 60_000;

function answer(world: World, agentId: string, said: string, minutes: number | null = null): Promise<void> {
  return answerPreview(world.ringback.app, { agentId, callbackId: null, answer: said, minutes });
}

function view(world: World, agentId = '1001'): Promise<AgentView> {
  return agentView(world.ringback.app, heldAgent(world.ringback.router, agentId));
}

function looking(world: World, agentId = '1001'): Promise<void> {
  const looks = async (): Promise<boolean> => (await view(world, agentId)).preview !== null;
  return world.until(looks, `agent ${agentId} who looks at a callback`);
}

/** The agent presses these keys on the first call, and talks on each next one. */
function keysAtTheDesk(world: World, keys: string[]): void {
  const scene = { clock: world.clock, random: world.random };
  const [first, talking] = [
    textPhone(scene, { keys }),
    agentPhone(scene, { answerMs: 1000, talkMs: 20_000 }),
  ];
  let calls = 0;
  world.people.register('user/1001', { on: (line) => (calls++ === 0 ? first : talking).on(line) });
}

/** What a callback must do that an agent looks at before it is dialled. */
export const previewBehaviours: Behaviour[] = [
  {
    name: 'with a preview nobody is rung before the agent has accepted, who sees all that is known',
    options: { service: previewed },
    async run(world) {
      const facts = {
        first_name: 'Grace',
        last_name: 'Hopper',
        contact_id: '77',
        subject: 'Invoice',
        plan: 'gold',
      };
      await book(world, CUSTOMER, { ...facts, language: 'es-ES' });
      await looking(world);
      await world.clock.advance(20_000);
      expect(world.switch.rings()).toEqual([]);
      const seen = await view(world);
      expect(seen).toMatchObject({ state: 'reserved', preview: { rejectable: true } });
      expect(seen.call).toMatchObject({
        ...{ kind: 'callback', phone: CUSTOMER, subject: 'Invoice', customerId: '77', language: 'es-ES' },
        ...{ firstName: 'Grace', lastName: 'Hopper', attempt: 1, earlierCallbacks: [] },
        userData: { plan: 'gold' },
      });
      await answer(world, '1001', 'accept');
      const record = await world.completed();
      expect(record).toMatchObject({ reason: 'AGENT_CONNECTED', why: 'talked with agent 1001' });
      expect(world.ringsOf(CUSTOMER)).toBe(1);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'a rejected callback goes to the next agent in its old place',
    options: { agents: ['1001', '1002'], service: previewed },
    async run(world) {
      const { placeAt } = await book(world, CUSTOMER);
      await looking(world);
      await answer(world, '1001', 'reject');
      await looking(world, '1002');
      expect(world.ringback.router.state().entries).toMatchObject([{ placeAt, agentId: '1002' }]);
      await answer(world, '1002', 'accept');
      expect((await world.completed()).why).toBe('talked with agent 1002');
    },
  },
  {
    name: 'a callback that the agent puts off is offered again then, and no attempt is used up',
    options: { service: previewed },
    async run(world) {
      await book(world, CUSTOMER);
      await looking(world);
      const at = world.clock.now();
      await answer(world, '1001', 'later', 45);
      await world.clock.advance(1000);
      expect((await view(world)).state).toBe('ready');
      await looking(world);
      expect(world.clock.now() - at).toBeGreaterThanOrEqual(45 * MINUTE);
      expect(world.clock.now() - at).toBeLessThan(46 * MINUTE);
      await answer(world, '1001', 'accept');
      expect((await world.completed()).attempts).toMatchObject([{ number: 1, result: 'CONNECTED' }]);
    },
  },
  {
    name: 'an agent who does not look is taken out of the running where the service wants that',
    options: {
      agents: ['1001', '1002'],
      service: { options: { ...previewed.options, _agent_preview_timeout_set_notready: true } },
    },
    async run(world) {
      await book(world, CUSTOMER);
      await looking(world);
      await looking(world, '1002');
      expect(await view(world)).toMatchObject({ state: 'not-ready', reason: 'RONA' });
      await answer(world, '1002', 'accept');
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
    },
  },
  {
    name: 'a callback that is called off while an agent looks at it frees the agent',
    options: { service: previewed },
    async run(world) {
      const { id } = await book(world, CUSTOMER);
      await looking(world);
      await cancelCallback(world.ringback.app, id);
      await expectNothingLeft(world);
      expect((await view(world)).state).toBe('ready');
      expect(world.switch.rings()).toEqual([]);
    },
  },
  {
    name: 'an agent without a screen hears what is known on the phone, and accepts with 1',
    options: { service: byPhone },
    async run(world) {
      keysAtTheDesk(world, ['1']);
      await book(world, CUSTOMER, { first_name: 'Grace' });
      await world.until(() => world.ringsOf(CUSTOMER) === 1, 'a ringing customer');
      expect(await world.callback()).toMatchObject({ attempts: [{ number: 1 }] });
      expect((await world.completed()).why).toBe('talked with agent 1001');
      expect(world.ringsOf('1001')).toBe(2);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'an agent who hears of a callback on the phone is let go when it is called off meanwhile',
    options: { service: byPhone },
    async run(world) {
      keysAtTheDesk(world, ['nothing']);
      const { id } = await book(world, CUSTOMER);
      await looking(world);
      await world.clock.advance(3000);
      expect((await world.store.interactions.live()).map(({ party }) => party)).toEqual(['agent']);
      await cancelCallback(world.ringback.app, id);
      await world.clock.advance(1000);
      expect(await world.store.interactions.live()).toEqual([]);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'an agent without a screen rejects with 3, and puts off with 2',
    options: { agents: ['1001'], service: byPhone },
    async run(world) {
      keysAtTheDesk(world, ['3']);
      await book(world, CUSTOMER);
      await looking(world);
      await world.until(async () => (await view(world)).state === 'ready', 'a free agent');
      keysAtTheDesk(world, ['2', '3']);
      await looking(world);
      await world.until(async () => (await view(world)).state === 'ready', 'a free agent');
      const at = world.clock.now();
      keysAtTheDesk(world, ['1']);
      await looking(world);
      expect((world.clock.now() - at) / MINUTE).toBeCloseTo(60, 0);
      expect((await world.completed()).attempts).toHaveLength(1);
    },
  },
  {
    name: 'the phone of an agent who has answered at the desk does not go on ringing for the preview',
    options: { service: byPhone },
    async run(world) {
      const scene = { clock: world.clock, random: world.random };
      world.people.register('user/1001', agentPhone(scene, { answerMs: 6000, talkMs: 20_000 }));
      await book(world, '+14155550103');
      await looking(world);
      await world.clock.advance(2000);
      await answer(world, '1001', 'accept');
      await world.clock.advance(10_000);
      const live = await world.store.interactions.live();
      expect(live.map(({ party }) => party)).toEqual(['customer']);
      const { app, router } = world.ringback;
      await setAgentState(app, router, { agentId: '1001', to: 'logged-out', reason: null });
      await world.clock.advance(MINUTE);
      expect((await view(world)).state).toBe('logged-out');
      expect(await world.callback()).toMatchObject({ attempts: [{ result: 'NO_ANSWER' }] });
    },
  },
];
