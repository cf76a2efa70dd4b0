import { describe, expect, it } from 'vitest';

import { callEnded } from '../../src/app/call-ended.ts';
import { callLost } from '../../src/app/call-lost.ts';
import { createCallback } from '../../src/app/create-callback.ts';
import { getCallback } from '../../src/app/find-callbacks.ts';
import { bridged, newInteraction, rejected } from '../../src/callback/interaction.ts';
import type { InteractionRecord } from '../../src/callback/record.ts';
import { dialGate } from '../../src/callback/dial-gate.ts';
import type { CallEnd } from '../../src/switch/switch.ts';
import { pressesNothing } from '../../src/simulation/people.ts';
import { testApp, type TestApp } from '../support/app.ts';

async function ringIn(world: TestApp, to = '8000'): Promise<string> {
  const caller = pressesNothing({ clock: world.clock, random: world.app.random });
  const id = world.switch.ring(caller, { from: '+12125550123', to });
  await world.clock.advance(1_000);
  return id;
}

async function interaction(world: TestApp, id: string): Promise<InteractionRecord> {
  const record = await world.app.store.interactions.get(id);
  if (!record) throw new Error(`no interaction ${id}`);
  return record;
}

async function change(world: TestApp, record: InteractionRecord): Promise<void> {
  expect(await world.app.store.interactions.change(record.version - 1, record, [])).toBe('changed');
}

async function queue(
  world: TestApp,
  entryId: string,
  sessionId: string,
  kind: 'live' | 'callback',
): Promise<void> {
  const asks = {
    queue: 'classic',
    priority: 0,
    placeAt: 0,
    target: '',
    mode: 'waiting',
    reserveMs: 30_000,
  } as const;
  const from = { sessionId, actionId: `action-${entryId}`, requestId: 'r', timeoutMs: null };
  await world.router.send({ type: 'submit', id: `submit-${entryId}`, entryId, kind, ...asks, ...from });
}

function endOf(id: string, fields: Partial<CallEnd> = {}): CallEnd {
  const rest = { cause: 'NORMAL_CLEARING', sipStatus: null, answered: true, hungUpBy: 'far-end' } as const;
  return { id, at: 0, ...rest, ...fields };
}

function states(world: TestApp): Record<string, string> {
  return Object.fromEntries(world.router.state().agents.map((agent) => [agent.id, agent.state]));
}

describe('a caller on a routing point', () => {
  it('gets a session of the strategy, which is told that the call is there', async () => {
    const world = await testApp();
    const id = await ringIn(world);
    const record = await interaction(world, id);
    expect(record).toMatchObject({
      party: 'caller',
      from: '+12125550123',
      service: 'classic',
      endedAt: null,
    });
    const row = await world.app.store.sessions.get(record.sessionId ?? '');
    expect(row).toMatchObject({ strategy: 'classic', interactionId: id, seq: 0 });
    expect(row?.params).toMatchObject({
      interactionid: id,
      service: 'classic',
      vq: 'classic',
      voiceDialog: 'classic',
      routingPoint: '8000',
      arrivedAt: record.arrivedAt,
    });
    const inbox = await world.app.store.sessions.inbox(record.sessionId ?? '');
    expect(inbox).toMatchObject([
      { name: 'interaction.added', data: { interactionid: id } },
      { name: 'interaction.present', data: { interactionid: id } },
    ]);
    expect(world.woken).toEqual([record.sessionId]);
  });

  it('who comes over from a dead node keeps the session, which is woken', async () => {
    const world = await testApp();
    const id = await ringIn(world);
    const before = await interaction(world, id);
    const listener = {
      ringing: () => undefined,
      lost: () => Promise.resolve(false),
      isStale: () => false,
      healthChanged: () => undefined,
    };
    const { callArrived } = await import('../../src/app/call-arrived.ts');
    await world.switch.stop();
    await world.switch.start({
      ...listener,
      ended: () => undefined,
      arrived: (call) => void callArrived(world.app, call),
    });
    await world.clock.settle();
    expect(await interaction(world, id)).toEqual(before);
    expect(world.woken).toEqual([before.sessionId, before.sessionId]);
    expect(await world.app.store.sessions.running()).toHaveLength(1);
  });

  it('who dialled a number that is no routing point is refused', async () => {
    const world = await testApp();
    const id = await ringIn(world, '9999');
    expect(await world.app.store.interactions.get(id)).toBeNull();
    expect(await world.switch.lookup(id)).toBe('gone');
  });

  it('who leaves while waiting is abandoned, gives up the place, and the session hears of it once', async () => {
    const world = await testApp();
    const id = await ringIn(world);
    const { sessionId } = await interaction(world, id);
    await queue(world, id, sessionId ?? '', 'live');
    for (let n = 0; n < 2; n++) await callEnded(world.app, world.router, endOf(id));
    expect((await interaction(world, id)).outcome).toMatchObject({ kind: 'abandoned' });
    expect(world.router.state().entries).toEqual([]);
    expect(states(world)).toEqual({ 1001: 'ready', 1002: 'ready' });
    const inbox = await world.app.store.sessions.inbox(sessionId ?? '');
    const deleted = inbox.filter((event) => event.name === 'interaction.deleted');
    expect(deleted).toMatchObject([
      { data: { interactionid: id, cause: 'NORMAL_CLEARING', answered: true } },
    ]);
  });

  it('whose call comes to no door again gives up the place, and has not left', async () => {
    const world = await testApp();
    const id = await ringIn(world);
    const { sessionId } = await interaction(world, id);
    await queue(world, id, sessionId ?? '', 'live');
    expect(await callLost(world.app, world.router, id)).toBe(true);
    expect((await interaction(world, id)).outcome).toMatchObject({ kind: 'completed', cause: 'DOOR_LOST' });
    expect(world.router.state().entries).toEqual([]);
    // The call itself goes on by the dialplan.
    expect(await world.switch.lookup(id)).toBe('alive');
    expect(await callLost(world.app, world.router, id)).toBe(true);
  });

  it('who was released into a callback is rejected for Callback, never abandoned', async () => {
    const world = await testApp();
    const id = await ringIn(world);
    await change(world, rejected(await interaction(world, id), 'Callback'));
    await world.switch.call(id)?.reject({ cause: 'CALL_REJECTED', reason: 'Callback' });
    await world.clock.settle();
    expect((await interaction(world, id)).outcome).toMatchObject({ kind: 'rejected', reason: 'Callback' });
  });
});

describe('a conversation', () => {
  /** A caller who talks with an agent. */
  async function talk(world: TestApp): Promise<{ caller: string; agentLeg: string }> {
    const caller = await ringIn(world);
    const { sessionId } = await interaction(world, caller);
    await queue(world, caller, sessionId ?? '', 'live');
    await world.router.send({ type: 'connected', id: 'connected', entryId: caller });
    const agentLeg = 'agent-leg';
    const parties = { switchName: 'memory', from: '', to: 'user/1001', service: 'classic', userData: {} };
    const links = { sessionId, callbackId: null };
    const leg = newInteraction(
      { id: agentLeg, direction: 'outbound', party: 'agent', ...parties, ...links },
      0,
    );
    await world.app.store.interactions.add(bridged(leg, caller));
    await change(world, bridged(await interaction(world, caller), agentLeg));
    expect(states(world)).toMatchObject({ 1001: 'busy' });
    return { caller, agentLeg };
  }

  it.each(['caller', 'agentLeg'] as const)(
    'ends when the %s hangs up: the agent wraps up, both are completed',
    async (who) => {
      const world = await testApp();
      const legs = await talk(world);
      await callEnded(world.app, world.router, endOf(legs[who]));
      expect(states(world)).toMatchObject({ 1001: 'after-call-work' });
      await callEnded(world.app, world.router, endOf(legs.caller));
      await callEnded(world.app, world.router, endOf(legs.agentLeg));
      for (const id of [legs.caller, legs.agentLeg])
        expect((await interaction(world, id)).outcome).toMatchObject({ kind: 'completed' });
      expect(world.router.state().stats).toMatchObject([{ handled: 1 }]);
      await world.clock.advance(10_000);
      expect(states(world)).toMatchObject({ 1001: 'ready' });
    },
  );

  it('needs no door: that of one of them may be lost', async () => {
    const world = await testApp();
    const legs = await talk(world);
    for (const id of [legs.caller, legs.agentLeg]) {
      expect(await callLost(world.app, world.router, id)).toBe(false);
      expect((await interaction(world, id)).endedAt).toBeNull();
    }
    expect(states(world)).toMatchObject({ 1001: 'busy' });
  });

  it('is let go although the first telling of its end broke off half-way', async () => {
    const world = await testApp();
    const { caller } = await talk(world);
    const broken = { ...world.router, send: () => Promise.reject(new Error('store down')) };
    await expect(callEnded(world.app, broken, endOf(caller))).rejects.toThrow('store down');
    expect(states(world)).toMatchObject({ 1001: 'busy' });
    await callEnded(world.app, world.router, endOf(caller));
    expect(states(world)).toMatchObject({ 1001: 'after-call-work' });
  });
});

describe('the customer of a callback', () => {
  async function rung(world: TestApp): Promise<{ id: string; sessionId: string }> {
    const parameters = { _customer_number: '2125550123' };
    const record = await createCallback(world.app, { service: 'classic', id: null, parameters, kvps: {} });
    const gate = dialGate(record, 'leg', world.clock.now());
    if (!gate.ok) throw new Error(gate.why);
    const update = { deliveries: [], session: null, slot: 'keep' as const, facts: [] };
    await world.app.store.callbacks.change({
      expectedVersion: record.version,
      record: gate.record,
      ...update,
    });
    const parties = { switchName: 'memory', from: '', to: '+12125550123', service: 'classic', userData: {} };
    const links = { sessionId: record.sessionId, callbackId: record.id };
    const leg = newInteraction(
      { id: 'leg', direction: 'outbound', party: 'customer', ...parties, ...links },
      0,
    );
    await world.app.store.interactions.add(leg);
    return { id: record.id, sessionId: record.sessionId ?? '' };
  }

  it.each<[string, Partial<CallEnd>, string]>([
    ['is busy', { cause: 'USER_BUSY', sipStatus: 486, answered: false }, 'BUSY'],
    ['does not answer', { cause: 'NO_ANSWER', answered: false }, 'NO_ANSWER'],
    ['answers and leaves', {}, 'PERSON'],
    ['ends in a way nobody saw', { cause: 'LOST', answered: false, hungUpBy: 'unknown' }, 'UNKNOWN'],
  ])('who %s: the attempt is closed with that result', async (_what, end, result) => {
    const world = await testApp();
    const { id, sessionId } = await rung(world);
    await callEnded(world.app, world.router, endOf('leg', end));
    expect(await getCallback(world.app, id)).toMatchObject({
      state: 'QUEUED',
      lastDialResult: result,
      interactionId: null,
      attempts: [{ id: 'leg', result }],
    });
    const [event] = await world.app.store.sessions.inbox(sessionId);
    expect(event).toMatchObject({
      name: 'interaction.deleted',
      data: { interactionid: 'leg', dialresult: result },
    });
  });

  it('who hangs up after talking frees the agent', async () => {
    const world = await testApp();
    const { id, sessionId } = await rung(world);
    await queue(world, id, sessionId, 'callback');
    await world.router.send({ type: 'connected', id: 'connected', entryId: id });
    await callEnded(world.app, world.router, endOf('leg'));
    expect(states(world)).toMatchObject({ 1001: 'after-call-work' });
    expect(world.router.state().entries).toEqual([]);
  });

  it('who was not reached keeps the place in the queue', async () => {
    const world = await testApp();
    const { id, sessionId } = await rung(world);
    await queue(world, id, sessionId, 'callback');
    await callEnded(world.app, world.router, endOf('leg', { cause: 'USER_BUSY', answered: false }));
    expect(world.router.state().entries).toMatchObject([{ id }]);
  });
});

it('the end of a call nobody knows changes nothing', async () => {
  const world = await testApp();
  await callEnded(world.app, world.router, endOf('unknown'));
  expect(await world.app.store.interactions.recent(10)).toEqual([]);
});
