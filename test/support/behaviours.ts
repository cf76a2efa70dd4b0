import { expect } from 'vitest';

import { cancelCallback } from '../../src/app/cancel-callback.ts';
import { customerReady } from '../../src/app/continue-dialog.ts';
import { createCallback } from '../../src/app/create-callback.ts';
import { setAgentState } from '../../src/app/set-agent-state.ts';
import type { CallbackRecord, DialResult } from '../../src/callback/record.ts';
import { isRingbackError } from '../../src/core/errors.ts';
import type { RingbackError } from '../../src/core/errors.ts';
import { voicemail } from '../../src/simulation/people.ts';
import { officeOpen } from './office-open.ts';
import { World, type WorldOptions } from './world.ts';

/** What a callback must do, in the words of those it is for. */
export interface Behaviour {
  name: string;
  options?: WorldOptions;
  run(world: World): Promise<void>;
}

export const CUSTOMER = '+14155550142';

/** Asks for a callback as an integrator does. */
export function book(
  world: World,
  number: string,
  parameters: Record<string, string> = {},
): Promise<CallbackRecord> {
  return createCallback(world.ringback.app, {
    service: 'classic',
    id: null,
    parameters: { _customer_number: number, ...parameters },
    kvps: {},
  });
}

const reserving = { options: { _reserve_before_dial: true } };
function confirming(more: Record<string, string> = {}): NonNullable<WorldOptions['service']> {
  return { options: { _wait_for_user_confirm: true, ...more } };
}
const withOffice = { options: { _business_hours_service: 'office' } };

function ready(world: World): Promise<unknown> {
  const { app, router } = world.ringback;
  return setAgentState(app, router, { agentId: '1001', to: 'ready', reason: null });
}

async function inState(world: World, state: CallbackRecord['state']): Promise<CallbackRecord> {
  await world.until(async () => (await world.callback())?.state === state, `a callback that is ${state}`);
  return (await world.callback()) as CallbackRecord;
}

/** Three attempts that end the same way. */
function givesUp(name: string, number: string, result: DialResult): Behaviour {
  return {
    name: `${name}: tried three times ten minutes apart, then given up`,
    async run(world) {
      await book(world, number);
      const record = await world.completed();
      expect(record).toMatchObject({ reason: 'FAIL_CALL_TO_CUSTOMER', lastDialResult: result });
      expect(record.attempts.map((attempt) => attempt.result)).toEqual([result, result, result]);
      expect(world.ringsOf(number)).toBe(3);
      const [first, second, third] = record.attempts;
      expect((second?.startedAt ?? 0) - (first?.endedAt ?? 0)).toBeGreaterThanOrEqual(600_000);
      expect((third?.startedAt ?? 0) - (second?.endedAt ?? 0)).toBeGreaterThanOrEqual(600_000);
      await expectNothingLeft(world);
    },
  };
}

/** Nobody is left in a queue or on a line. */
export async function expectNothingLeft(world: World): Promise<void> {
  await world.clock.advance(60_000);
  expect(world.ringback.router.state().entries).toEqual([]);
  expect(await world.store.interactions.live()).toEqual([]);
  const sessions = await world.store.sessions.running();
  expect(sessions.map((session) => session.strategy)).toEqual([]);
}

export const behaviours: Behaviour[] = [
  {
    name: 'a caller who accepts is released, rung back once, presses 1 and talks to an agent',
    async run(world) {
      const call = world.ring(CUSTOMER, ['1', '1', '1']);
      const record = await world.completed();
      expect(record).toMatchObject({ reason: 'AGENT_CONNECTED', customerNumber: CUSTOMER });
      expect(record.attempts).toMatchObject([{ number: 1, result: 'CONNECTED' }]);
      expect(world.ringsOf(CUSTOMER)).toBe(1);
      const origin = await world.interaction(call.id);
      expect(origin.outcome).toMatchObject({ kind: 'rejected', reason: 'Callback' });
      expect(record.placeAt).toBe(origin.arrivedAt);
      expect(origin.userData).toMatchObject({ _CB_SERVICE_ID: record.id });
      await expectNothingLeft(world);
    },
  },
  {
    name: 'the callback is in conversation, PROCESSING, while the two talk',
    async run(world) {
      await book(world, '+14155550100');
      const talking = await inState(world, 'PROCESSING');
      expect(talking.reason).toBeNull();
      expect(world.ringback.router.state().agents.find((agent) => agent.id === '1001')?.state).toBe('busy');
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
    },
  },
  {
    name: 'the pairs hang on the originating call when the request names it',
    options: { agents: [] },
    async run(world) {
      const call = world.ring(CUSTOMER, ['2']);
      await world.until(() => world.ringback.router.state().entries.length === 1, 'a waiting caller');
      const record = await book(world, '+14155550100', { _originating_interaction_id: call.id });
      await world.clock.advance(1_000);
      expect((await world.interaction(call.id)).userData).toMatchObject({ _CB_SERVICE_ID: record.id });
      expect(record.placeAt).toBe((await world.interaction(call.id)).arrivedAt);
    },
  },
  {
    name: 'nobody is rung before an agent is near',
    options: { agents: [] },
    async run(world) {
      await book(world, '+14155550100');
      await world.clock.advance(3_600_000);
      expect(world.switch.rings()).toEqual([]);
      await setAgentState(world.ringback.app, world.ringback.router, {
        agentId: '1001',
        to: 'ready',
        reason: null,
      });
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
    },
  },
  {
    name: 'who asks while the office is closed is called when it opens, however long agents are away until then',
    options: { agents: [], hours: [officeOpen('Mon 15:00-18:00')], service: withOffice },
    async run(world) {
      await book(world, '+14155550100');
      await world.clock.advance(6 * 3_600_000 - 1);
      expect(world.ringback.router.state().entries).toEqual([]);
      await world.clock.advance(1);
      await ready(world);
      const record = await world.completed();
      expect(record.reason).toBe('AGENT_CONNECTED');
      expect(new Date(record.attempts[0]?.startedAt ?? 0).toISOString()).toMatch(/T15:00/);
    },
  },
  {
    name: 'an office that has closed before an agent is near calls when it opens again, as the first attempt',
    options: { agents: [], hours: [officeOpen('Mon-Tue 08:00-10:00')], service: withOffice },
    async run(world) {
      await book(world, '+14155550100');
      await world.clock.advance(2 * 3_600_000);
      await ready(world);
      const record = await world.completed();
      expect(record).toMatchObject({ reason: 'AGENT_CONNECTED', attempts: [{ number: 1 }] });
      expect(new Date(record.attempts[0]?.startedAt ?? 0).toISOString()).toMatch(/^2026-01-06T08:00/);
    },
  },
  {
    name: 'an office that closes between attempts does not use any up',
    options: { hours: [officeOpen('Mon-Wed 08:00-09:05')], service: withOffice },
    async run(world) {
      await book(world, '+14155550101');
      const record = await world.completed();
      expect(record.attempts).toHaveLength(3);
      expect(record.attempts.map(({ startedAt }) => new Date(startedAt).toISOString().slice(0, 13))).toEqual([
        '2026-01-05T09',
        '2026-01-06T08',
        '2026-01-06T08',
      ]);
    },
  },
  {
    name: 'with _reserve_before_dial the agent is held while the phone rings, and is the one connected',
    options: { service: reserving },
    async run(world) {
      const record = await book(world, '+14155550100');
      await world.until(() => world.switch.rings().length > 0, 'a ringing phone');
      const [agent] = world.ringback.router.state().agents;
      expect(agent).toMatchObject({ id: '1001', state: 'reserved', entryId: record.id });
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
      const decisions = (await world.store.routing.journal(0, 100)).flatMap((entry) => entry.decisions);
      expect(decisions.filter(({ decision }) => decision === 'reserved')).toHaveLength(1);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'with _reserve_before_dial an agent is free again while a busy customer waits for the next attempt',
    options: { service: reserving },
    async run(world) {
      await book(world, '+14155550102');
      await world.until(async () => (await world.callback())?.lastDialResult === 'BUSY', 'a busy phone');
      await world.clock.advance(1_000);
      expect(world.ringback.router.state().agents[0]?.state).toBe('ready');
      expect((await world.completed()).attempts).toHaveLength(3);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'with _reserve_before_dial nobody is rung when no agent comes in time',
    options: { agents: [], service: reserving },
    async run(world) {
      await book(world, '+14155550100');
      expect(await world.completed()).toMatchObject({ reason: 'FAIL_TARGET_NOT_FOUND', attempts: [] });
    },
  },
  {
    name: 'with _wait_for_agent off the customer is rung at once and waits on the line',
    options: { agents: [], service: { options: { _wait_for_agent: false } } },
    async run(world) {
      await book(world, '+14155550100');
      await inState(world, 'ROUTING');
      expect(world.ringsOf('+14155550100')).toBe(1);
      await setAgentState(world.ringback.app, world.ringback.router, {
        agentId: '1001',
        to: 'ready',
        reason: null,
      });
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
    },
  },
  givesUp('busy', '+14155550102', 'BUSY'),
  givesUp('no answer', '+14155550103', 'NO_ANSWER'),
  givesUp('rejected', '+14155550104', 'BUSY'),
  {
    name: 'a number that does not exist is not rung again, whatever attempts are left',
    async run(world) {
      await book(world, '+14155550105');
      const record = await world.completed();
      expect(record).toMatchObject({ reason: 'FAIL_CALL_TO_CUSTOMER', lastDialResult: 'ERROR_TONE' });
      expect(record.why).toBe('attempt 1: ERROR_TONE, which is not tried again');
      expect(world.ringsOf('+14155550105')).toBe(1);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'what the service says of a dial result counts: a pause of its own, or never again',
    options: { service: { retry: { BUSY: 120, ERROR_TONE: 60, NO_ANSWER: null } } },
    async run(world) {
      const pauseOf = async (number: string): Promise<number | null> => {
        const { id } = await book(world, number);
        const record = async (): Promise<CallbackRecord | null> => world.store.callbacks.get(id);
        await world.until(async () => (await record())?.state === 'COMPLETED', 'a COMPLETED callback');
        const [first, second] = (await record())?.attempts ?? [];
        return second ? Math.round((second.startedAt - (first?.endedAt ?? 0)) / 1000) : null;
      };
      expect(await pauseOf('+14155550102')).toBe(120);
      expect(await pauseOf('+14155550105')).toBe(60);
      expect(await pauseOf('+14155550103')).toBeNull();
      await expectNothingLeft(world);
    },
  },
  givesUp('voicemail', '+14155550106', 'ANSWERING_MACHINE'),
  {
    name: 'an answering machine is left a message at the last attempt, not before',
    options: { service: { options: { _max_dial_attempts: 2 } } },
    async run(world) {
      const heard: string[][] = [];
      const afterAnswerMs: number[] = [];
      const machine = voicemail({ clock: world.clock, random: world.random });
      world.people.register(CUSTOMER, {
        on(line) {
          const notices = machine.on(line);
          const texts: string[] = [];
          heard.push(texts);
          let answeredAt = 0;
          return (perception) => {
            if (perception.kind === 'connected') answeredAt = world.clock.now();
            if (perception.kind === 'hears' && perception.sound.kind === 'text') {
              if (texts.length === 0) afterAnswerMs.push(world.clock.now() - answeredAt);
              texts.push(perception.sound.text);
            }
            notices(perception);
          };
        },
      });
      await book(world, CUSTOMER);
      expect(await world.completed()).toMatchObject({ reason: 'FAIL_CALL_TO_CUSTOMER' });
      const [first, last] = heard.map((texts) => texts.join(' '));
      expect(first).toBe('');
      // Not into the greeting: from the answer on it takes 6.5 s to the beep.
      expect(afterAnswerMs.at(-1)).toBeGreaterThan(7_000);
      expect(last).toContain('We are sorry that we could not reach you.');
      await expectNothingLeft(world);
    },
  },
  {
    name: 'who asks to be called later is rung then, and no attempt is used up',
    options: { service: { options: { _max_dial_attempts: 1 } } },
    async run(world) {
      world.phone(CUSTOMER, ['2', '1', '1']);
      await book(world, CUSTOMER);
      await world.until(
        async () => (await world.callback())?.attempts[0]?.endedAt != null,
        'a first attempt',
      );
      await world.clock.advance(1_000);
      expect((await world.callback())?.why).toBe(
        'RESCHEDULED: the customer asked to be called 10 minutes later',
      );
      const record = await world.completed();
      expect(record.reason).toBe('AGENT_CONNECTED');
      expect(record.attempts).toMatchObject([
        { number: 1, result: 'PERSON', detail: 'RESCHEDULED' },
        { number: 2, result: 'CONNECTED' },
      ]);
      const [first, second] = record.attempts;
      const minutes = ((second?.startedAt ?? 0) - (first?.endedAt ?? 0)) / 60_000;
      expect(minutes).toBeGreaterThanOrEqual(10);
      expect(minutes).toBeLessThan(11);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'who puts the call off for ever is given up',
    options: { service: { options: { _max_dial_attempts: 1, _max_reschedules: 2 } } },
    async run(world) {
      world.phone(CUSTOMER, ['2', '3', '2', '3', '2', '3']);
      await book(world, CUSTOMER);
      const record = await world.completed();
      expect(record).toMatchObject({ reason: 'FAIL_USER_NO_CONFIRM' });
      expect(record.attempts).toHaveLength(3);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'who presses 3 when called back has cancelled',
    async run(world) {
      world.phone(CUSTOMER, ['3']);
      await book(world, CUSTOMER);
      expect(await world.completed()).toMatchObject({
        reason: 'CANCELLED',
        attempts: [{ detail: 'CANCELLED' }],
      });
      await expectNothingLeft(world);
      expect(world.ringsOf(CUSTOMER)).toBe(1);
    },
  },
  {
    name: 'a wrong person is never rung again',
    async run(world) {
      world.phone(CUSTOMER, ['9']);
      await book(world, CUSTOMER);
      expect(await world.completed()).toMatchObject({ reason: 'FAIL_USER_NO_CONFIRM' });
      await expectNothingLeft(world);
      expect(world.ringsOf(CUSTOMER)).toBe(1);
    },
  },
  givesUp('fax', '+14155550107', 'FAX'),
  {
    name: 'someone answers and never presses 1: given up as not confirmed',
    async run(world) {
      await book(world, '+14155550101');
      const record = await world.completed();
      expect(record).toMatchObject({ reason: 'FAIL_USER_NO_CONFIRM', lastDialResult: 'PERSON' });
      expect(record.attempts).toHaveLength(3);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'someone hangs up in the middle of the question: given up as not confirmed',
    options: { service: { options: { _max_dial_attempts: 1 } } },
    async run(world) {
      await book(world, '+14155550109');
      expect(await world.completed()).toMatchObject({
        reason: 'FAIL_USER_NO_CONFIRM',
        lastDialResult: 'PERSON',
      });
      await expectNothingLeft(world);
    },
  },
  {
    name: 'busy at first, reached the second time',
    async run(world) {
      await book(world, '+14155550102');
      await world.until(
        async () => (await world.callback())?.attempts[0]?.endedAt != null,
        'a first attempt',
      );
      world.phone('+14155550102');
      const record = await world.completed();
      expect(record.reason).toBe('AGENT_CONNECTED');
      expect(record.attempts.map((attempt) => attempt.result)).toEqual(['BUSY', 'CONNECTED']);
    },
  },
  {
    name: 'the customer who hangs up while waiting for an agent is not rung again',
    options: { agents: [], service: { options: { _wait_for_agent: false } } },
    async run(world) {
      await book(world, '+14155550108');
      expect(await world.completed()).toMatchObject({ reason: 'FAIL_INTERACTION_DELETED' });
      expect(world.ringsOf('+14155550108')).toBe(1);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'a customer on the line is let go when no agent comes in time',
    options: {
      agents: [],
      service: { options: { _wait_for_agent: false, _max_time_to_wait_for_agent_on_the_call: 120 } },
    },
    async run(world) {
      await book(world, '+14155550100');
      expect(await world.completed()).toMatchObject({ reason: 'FAIL_TARGET_NOT_FOUND' });
      await expectNothingLeft(world);
    },
  },
  {
    name: 'no agent ever: the wait in the queue ends',
    options: { agents: [], service: { options: { _urs_queued_ttl: 7200 } } },
    async run(world) {
      const record = await book(world, '+14155550100');
      const ended = await world.completed();
      expect(ended.reason).toBe('FAIL_TARGET_NOT_FOUND');
      expect((ended.completedAt ?? 0) - record.createdAt).toBe(7_200_000);
      expect(world.switch.rings()).toEqual([]);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'not handled within its time to live: given up',
    options: { agents: [], service: { options: { _ttl: 3600 } } },
    async run(world) {
      await book(world, '+14155550100');
      expect(await world.completed()).toMatchObject({ reason: 'FAIL_TIMEOUT_TTL' });
      await expectNothingLeft(world);
    },
  },
  {
    name: 'an agent who does not answer loses the call to the next one; the customer stays',
    options: { agents: ['1001', '1002'], service: { options: { _dial_timeout: 30 } } },
    async run(world) {
      world.people.register('user/1001', { on: () => () => undefined });
      await setAgentState(world.ringback.app, world.ringback.router, {
        agentId: '1002',
        to: 'not-ready',
        reason: 'Lunch',
      });
      await book(world, '+14155550100');
      await inState(world, 'ROUTING');
      await setAgentState(world.ringback.app, world.ringback.router, {
        agentId: '1002',
        to: 'ready',
        reason: null,
      });
      const record = await world.completed();
      expect(record).toMatchObject({ reason: 'AGENT_CONNECTED', why: 'talked with agent 1002' });
      expect(record.attempts).toHaveLength(1);
      expect(world.ringback.router.state().agents.find((agent) => agent.id === '1001')).toMatchObject({
        state: 'not-ready',
        reason: 'RONA',
      });
    },
  },
  {
    name: 'cancelled while queued: COMPLETED at once, nobody is rung',
    options: { agents: [] },
    async run(world) {
      const record = await book(world, '+14155550100');
      await world.clock.advance(1_000);
      expect(await cancelCallback(world.ringback.app, record.id)).toMatchObject({
        state: 'COMPLETED',
        reason: 'CANCELLED',
      });
      await expectNothingLeft(world);
      expect(world.switch.rings()).toEqual([]);
    },
  },
  {
    name: 'cancelled while ringing: the phone stops',
    async run(world) {
      const record = await book(world, '+14155550103');
      await world.until(() => world.ringsOf('+14155550103') === 1, 'a ringing phone');
      await cancelCallback(world.ringback.app, record.id);
      await world.clock.settle();
      expect(await world.store.interactions.live()).toEqual([]);
      expect((await world.callback())?.reason).toBe('CANCELLED');
      await expectNothingLeft(world);
      expect(world.ringsOf('+14155550103')).toBe(1);
    },
  },
  {
    name: 'cancelled between two attempts: not rung again',
    async run(world) {
      const record = await book(world, '+14155550102');
      await world.until(
        async () => (await world.callback())?.attempts[0]?.endedAt != null,
        'a first attempt',
      );
      await cancelCallback(world.ringback.app, record.id);
      await world.clock.advance(3_600_000);
      expect(world.ringsOf('+14155550102')).toBe(1);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'cancelled while talking: refused, the conversation goes on',
    async run(world) {
      const record = await book(world, '+14155550100');
      await inState(world, 'PROCESSING');
      const refused: unknown = await cancelCallback(world.ringback.app, record.id).catch(
        (error: unknown) => error,
      );
      expect(isRingbackError(refused, 'CALLBACK_TALKING')).toBe(true);
      expect((refused as RingbackError).message).toContain('talking');
      expect(await world.store.interactions.live()).toHaveLength(2);
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
    },
  },
  {
    name: 'a conversation outlives the time to live',
    options: { talkMs: 7_200_000, service: { options: { _ttl: 3600 } } },
    async run(world) {
      await book(world, '+14155550100');
      const record = await world.completed();
      expect(record.reason).toBe('AGENT_CONNECTED');
      expect((record.completedAt ?? 0) - record.createdAt).toBeGreaterThan(7_000_000);
    },
  },
  {
    name: 'where the customer has to confirm, nobody is rung before that, and then at once',
    options: { service: confirming() },
    async run(world) {
      const { id } = await book(world, '+14155550100');
      await world.clock.advance(10_000);
      expect(world.switch.rings()).toEqual([]);
      await customerReady(world.ringback.app, id);
      await world.clock.advance(1_000);
      expect(world.ringsOf('+14155550100')).toBe(1);
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
    },
  },
  {
    name: 'who confirms before an agent is near is rung as soon as one is',
    options: { agents: [], service: confirming() },
    async run(world) {
      const { id } = await book(world, '+14155550100');
      await world.clock.advance(10_000);
      await customerReady(world.ringback.app, id);
      await ready(world);
      await world.clock.advance(1_000);
      expect(world.ringsOf('+14155550100')).toBe(1);
    },
  },
  {
    name: 'who does not confirm is asked three times and not rung',
    options: { service: confirming() },
    async run(world) {
      await book(world, '+14155550100');
      const record = await world.completed();
      expect(record).toMatchObject({
        reason: 'FAIL_USER_NO_CONFIRM',
        why: expect.stringContaining('3 times'),
      });
      expect(record.completedAt).toBe(record.createdAt + 90_000);
      expect(world.switch.rings()).toEqual([]);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'who does not confirm is rung all the same where the service says so',
    options: { service: confirming({ _on_user_confirm_timeout: 'CONNECT-ANYWAY' }) },
    async run(world) {
      await book(world, '+14155550100');
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
    },
  },
  {
    name: 'an app that cannot be told who calls does not keep the customer from being rung',
    async run(world) {
      const device = { _device_notification_id: 'http://device.invalid/', _device_os: 'httpcb' };
      const { sessionId } = await book(world, '+14155550100', device);
      const record = await world.completed();
      expect(record.reason).toBe('AGENT_CONNECTED');
      expect((record.attempts[0]?.startedAt ?? 0) - record.createdAt).toBeLessThan(6_000);
      const journal = await world.store.sessions.journal(sessionId ?? '');
      expect(journal.map(({ event }) => event?.name)).toContain('error.session.fetch');
    },
  },
];
