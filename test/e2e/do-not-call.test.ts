import { afterEach, describe, expect, it } from 'vitest';

import { barNumber, unbarNumber } from '../../src/app/barred-numbers.ts';
import type { AskOutside } from '../../src/app/ask-outside.ts';
import { setAgentState } from '../../src/app/set-agent-state.ts';
import { barred } from '../../src/callback/barred-number.ts';
import type { CallbackRecord } from '../../src/callback/record.ts';
import { storyOf } from '../../src/report/story.ts';
import { book, CUSTOMER } from '../support/behaviours.ts';
import { World, type WorldOptions } from '../support/world.ts';

const wish = { by: 'ada', reason: 'asked us by letter', source: 'letter' };

let world: World;
afterEach(() => world.close());

async function withoutAgents(options: WorldOptions = {}): Promise<World> {
  world = await World.create(options);
  await agentIs('not-ready');
  return world;
}

function agentIs(to: 'ready' | 'not-ready'): Promise<unknown> {
  const { app, router } = world.ringback;
  return setAgentState(app, router, { agentId: '1001', to, reason: null });
}

async function ended(id: string): Promise<CallbackRecord> {
  await world.until(async () => (await world.store.callbacks.get(id))?.state === 'COMPLETED', 'an end');
  return (await world.store.callbacks.get(id)) as CallbackRecord;
}

/** Put on the list by another node that then stops: what waits has not been ended. */
async function listedBehindOurBack(number: string): Promise<void> {
  const entry = barred(null, number, { ...wish, at: world.clock.now() });
  if (entry) await world.store.doNotCall.put(0, entry);
}

describe('a number that is put on the list of those that are never called', () => {
  it('while its callbacks wait, now and at a chosen time, ends them, and nobody is rung', async () => {
    await withoutAgents({ service: { options: { _enable_in_queue_checking: false } } });
    const { id } = await book(world, CUSTOMER);
    const later = await book(world, CUSTOMER, {
      _desired_time: new Date(world.clock.now() + 7_200_000).toISOString(),
    });
    const other = await book(world, '+14155550177');
    expect(await barNumber(world.ringback.app, CUSTOMER, wish)).toMatchObject({ added: true, ended: 2 });
    for (const one of [id, later.id])
      expect(await world.store.callbacks.get(one)).toMatchObject({
        state: 'COMPLETED',
        reason: 'CANCELLED',
        why: 'the number was put on the list of numbers that are never called',
      });
    await agentIs('ready');
    await ended(other.id);
    await world.clock.advance(10_800_000);
    expect([world.ringsOf(CUSTOMER), world.ringsOf('+14155550177')]).toEqual([0, 1]);
  });

  it('stays on it over a restart, and may be called again once it is taken off', async () => {
    await withoutAgents();
    await barNumber(world.ringback.app, CUSTOMER, wish);
    await world.ringback.stop();
    await world.compose({});
    await expect(book(world, CUSTOMER)).rejects.toMatchObject({
      code: 'NUMBER_REFUSED',
      details: { rule: 'do-not-call' },
    });
    await unbarNumber(world.ringback.app, CUSTOMER, { ...wish, reason: 'asked to be called again' });
    const { id } = await book(world, CUSTOMER);
    await agentIs('ready');
    expect((await ended(id)).reason).toBe('AGENT_CONNECTED');
  });

  it('unseen by whom it concerns is refused by the dial gate, which ends the callback with the reason', async () => {
    await withoutAgents();
    const { id } = await book(world, CUSTOMER);
    await listedBehindOurBack(CUSTOMER);
    await agentIs('ready');
    expect(await ended(id)).toMatchObject({
      reason: 'FAIL_CALL_TO_CUSTOMER',
      attempts: [],
      why: 'not dialled: it stands in the list of numbers that are never called',
    });
    expect(world.ringsOf(CUSTOMER)).toBe(0);
    const told = (await storyOf(world.store, id))?.lines.map(({ reason }) => reason).join();
    expect(told).toContain('error barred');
    expect(told).toContain('it stands in the list of numbers that are never called');
  });

  it('is not offered to a caller as the number to call back', async () => {
    await withoutAgents();
    await listedBehindOurBack(CUSTOMER);
    const { heard } = world.ring(CUSTOMER, ['1', '1', '1']);
    await world.clock.advance(120_000);
    expect(await world.callbacks()).toEqual([]);
    expect(heard.length).toBeGreaterThan(0);
  });
});

describe('a number that somebody else is asked for', () => {
  const lookup = { url: 'https://crm.example/may-we-call', key: null, timeoutMs: 2_000, cacheMs: 60_000 };
  let answer: () => ReturnType<AskOutside>;
  const says = (doNotCall: boolean) => () =>
    Promise.resolve({ status: 200, headers: {}, body: JSON.stringify({ doNotCall, reason: 'register' }) });
  const silent = () => Promise.reject(new Error('crm.example did not answer'));
  const asked = async (): Promise<World> => {
    const made = await withoutAgents({ askOutside: () => answer() as never });
    made.configuration.doNotCallLookup = lookup;
    return made;
  };

  it('is refused as that one says', async () => {
    answer = says(true);
    await asked();
    await expect(book(world, CUSTOMER)).rejects.toMatchObject({ code: 'NUMBER_REFUSED' });
  });

  it('is asked again before the call, and what was said stands with the attempt, or in the journal', async () => {
    answer = says(false);
    await asked();
    const first = await book(world, CUSTOMER);
    await agentIs('ready');
    const called = await ended(first.id);
    expect(called.attempts).toMatchObject([{ lookup: { answer: 'free' } }]);
    await agentIs('not-ready');
    const { id } = await book(world, '+14155550177');
    answer = says(true);
    await world.clock.advance(lookup.cacheMs);
    await agentIs('ready');
    const why = 'who is asked for numbers says that it is never to be called: register';
    expect(await ended(id)).toMatchObject({ reason: 'FAIL_CALL_TO_CUSTOMER', why: `not dialled: ${why}` });
    const entries = (await world.store.sessions.ofCallback(id)).map(({ id: session }) =>
      world.store.sessions.journal(session),
    );
    expect(JSON.stringify(await Promise.all(entries))).toContain(why);
    expect(world.ringsOf('+14155550177')).toBe(0);
  });

  it('is not called while that one does not answer, keeps its place, and is called once it does', async () => {
    answer = silent;
    await asked();
    const { id } = await book(world, CUSTOMER);
    await agentIs('ready');
    await world.clock.advance(600_000);
    expect(await world.store.callbacks.get(id)).toMatchObject({ state: 'QUEUED', attempts: [] });
    expect((await world.store.callbacks.get(id))?.why).toContain('does not answer');
    expect(world.ringsOf(CUSTOMER)).toBe(0);
    answer = says(false);
    expect((await ended(id)).reason).toBe('AGENT_CONNECTED');
  });
});
