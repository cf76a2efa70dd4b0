import { describe, expect, it, vi } from 'vitest';

import { createRouter } from '../../src/app/router.ts';
import { setAgentState } from '../../src/app/set-agent-state.ts';
import { waitTime } from '../../src/app/wait-time.ts';
import { newInteraction } from '../../src/callback/interaction.ts';
import type { SubmitMessage } from '../../src/routing/messages.ts';
import type { SessionEvent, SessionRow } from '../../src/store/sessions.ts';
import { testApp, type TestApp } from '../support/app.ts';
import { testAgent } from '../support/configuration.ts';

/** A session that exists, so that its inbox can be looked into. */
async function session(world: TestApp, id: string): Promise<void> {
  const row: SessionRow = {
    id,
    seq: 0,
    status: 'running',
    strategy: 'classic',
    setHash: 'set-1',
    chartHash: '',
    callbackId: null,
    interactionId: null,
    params: {},
    snapshot: null,
    startedAt: world.clock.now(),
    finishedAt: null,
  };
  await world.app.store.sessions.start({ row, events: [] });
}

async function finish(world: TestApp, id: string): Promise<void> {
  const at = world.clock.now();
  const result = await world.app.store.sessions.commit({
    sessionId: id,
    expectedSeq: 0,
    status: 'finished',
    finishedAt: at,
    snapshot: '{}',
    journal: {
      sessionId: id,
      seq: 1,
      at,
      engineVersion: '1',
      event: null,
      inputs: {},
      trace: [],
      actions: [],
    },
    timers: { set: [], clear: [] },
    actions: [],
    completes: [],
    callback: null,
    interactions: [],
    deliveries: [],
    facts: [],
  });
  expect(result).toBe('committed');
}

async function submit(world: TestApp, entryId: string, fields: Partial<SubmitMessage> = {}): Promise<void> {
  const sessionId = `session-${entryId}`;
  await session(world, sessionId);
  await world.router.send({
    type: 'submit',
    id: `submit-${entryId}`,
    entryId,
    queue: 'classic',
    sessionId,
    actionId: `action-${entryId}`,
    requestId: `request-${entryId}`,
    kind: 'live',
    priority: 0,
    placeAt: world.clock.now(),
    target: '',
    mode: 'waiting',
    reserveMs: 30_000,
    timeoutMs: null,
    ...fields,
  });
}

function inbox(world: TestApp, entryId: string): Promise<SessionEvent[]> {
  return world.app.store.sessions.inbox(`session-${entryId}`);
}

function busyConfiguration(): Parameters<typeof testApp>[0] {
  return { agents: [testAgent('1001', { initial: 'not-ready' })] };
}

describe('the router', () => {
  it('answers a submit with the agent, as an event of the session that asked, and wakes it', async () => {
    const world = await testApp();
    await submit(world, 'a');
    expect(await inbox(world, 'a')).toMatchObject([
      {
        name: 'queue.submit.done',
        data: {
          requestid: 'request-a',
          interactionid: 'a',
          targetselected: '1001@ringback.A',
          vqselected: 'classic',
          resource: { agent: '1001', phone: 'user/1001', name: 'Agent 1001' },
        },
      },
    ]);
    expect(world.woken).toEqual(['session-a']);
  });

  it('tells who wants to be told that an agent is near, without giving one away', async () => {
    const world = await testApp();
    await submit(world, 'cb', { mode: 'notify', kind: 'callback' });
    const [event] = await inbox(world, 'cb');
    expect(event).toMatchObject({ name: 'queue.submit.done', data: { requestid: 'request-cb', near: true } });
    expect(event?.data).not.toHaveProperty('resource');
  });

  it('lets an entry time out, and gives reservations back, on its own clock', async () => {
    const world = await testApp(busyConfiguration());
    await submit(world, 'a', { timeoutMs: 5_000 });
    await world.clock.advance(5_000);
    const error = { requestid: 'request-a', error: 'timeout' };
    expect(await inbox(world, 'a')).toMatchObject([{ name: 'error.queue.submit', data: error }]);
    await setAgentState(world.app, world.router, { agentId: '1001', to: 'ready', reason: null });
    await submit(world, 'b', { reserveMs: 10_000 });
    expect(world.router.state().agents[0]).toMatchObject({ state: 'reserved' });
    await world.clock.advance(10_000);
    expect(world.router.state().agents[0]).toMatchObject({ state: 'ready' });
  });

  it('counts the same message once', async () => {
    const world = await testApp();
    await submit(world, 'a');
    await world.router.send({ type: 'connected', id: 'connected-a', entryId: 'a' });
    await world.router.send({ type: 'release', id: 'release-a', entryId: 'a', reason: 'ended' });
    await submit(world, 'a');
    expect(world.router.state().entries).toEqual([]);
    expect(await inbox(world, 'a')).toHaveLength(1);
  });

  it('follows messages one after the other, in the order they were sent', async () => {
    const world = await testApp(busyConfiguration());
    const ids = ['a', 'b', 'c', 'd'];
    await Promise.all(ids.map((id) => submit(world, id)));
    expect(world.router.state().entries.map((entry) => entry.id)).toEqual(ids);
    expect(await world.app.store.routing.load()).toEqual(world.router.state());
  });

  it('decides again when another owner has moved the state on', async () => {
    const world = await testApp();
    const other = createRouter(world.app);
    await other.start();
    await submit(world, 'a');
    await other.send({ type: 'agent', id: 'm1', agentId: '1002', to: 'not-ready', reason: 'Lunch' });
    await submit(world, 'b');
    expect(await inbox(world, 'b')).toEqual([]);
    expect(world.router.state().agents.map((agent) => agent.state)).toEqual(['reserved', 'not-ready']);
    other.stop();
  });

  it('refuses without harm: the next message is followed', async () => {
    const world = await testApp();
    await submit(world, 'a');
    const request = { agentId: '7', to: 'logged-out', reason: null } as const;
    const unknown = setAgentState(world.app, world.router, request);
    await expect(unknown).rejects.toMatchObject({ code: 'AGENT_UNKNOWN' });
    const lunch = await setAgentState(world.app, world.router, {
      agentId: '1002',
      to: 'not-ready',
      reason: 'Lunch',
    });
    expect(lunch).toMatchObject({ id: '1002', state: 'not-ready', reason: 'Lunch' });
    const later = await setAgentState(world.app, world.router, { ...request, agentId: '1001' });
    expect(later).toMatchObject({ state: 'reserved', afterCall: { state: 'logged-out', reason: null } });
  });

  it('trusts nothing it remembers after the store failed', async () => {
    const world = await testApp();
    const commit = world.app.store.routing.commit.bind(world.app.store.routing);
    vi.spyOn(world.app.store.routing, 'commit').mockImplementationOnce(async (change) => {
      await commit(change);
      throw new Error('the answer was lost');
    });
    await expect(submit(world, 'a')).rejects.toThrow('the answer was lost');
    await submit(world, 'b', { placeAt: 0 });
    expect(await inbox(world, 'a')).toHaveLength(1);
    expect(world.router.state().entries.map((entry) => `${entry.id} ${entry.agentId}`)).toEqual([
      'a 1001',
      'b 1002',
    ]);
  });

  it('goes on ticking after a tick failed', async () => {
    const world = await testApp();
    await submit(world, 'a', { reserveMs: 5_000 });
    vi.spyOn(world.app.store.routing, 'commit').mockRejectedValueOnce(new Error('down'));
    await world.clock.advance(5_000);
    expect(world.router.state().agents[0]).toMatchObject({ state: 'reserved' });
    await world.clock.advance(1_000);
    expect(world.router.state().agents[0]).toMatchObject({ state: 'ready' });
  });

  it('keeps a journal of what it was told and what it decided', async () => {
    const world = await testApp();
    await submit(world, 'a');
    const entries = await world.app.store.routing.journal(0, 100);
    expect(entries.map((entry) => entry.message.type)).toEqual(['configure', 'submit']);
    expect(entries[1]?.decisions.map((decision) => decision.decision)).toEqual(['queued', 'reserved']);
  });

  it('takes over a changed configuration', async () => {
    const world = await testApp();
    world.reconfigure({ agents: [testAgent('1002'), testAgent('1003')] });
    await world.router.configure();
    expect(world.router.state().agents.map((agent) => agent.id)).toEqual(['1002', '1003']);
  });

  it('estimates from what it knows, as the wait-time use case does from the store', async () => {
    const world = await testApp();
    for (const id of ['a', 'b', 'c']) await submit(world, id);
    const estimate = world.router.estimate('classic');
    expect(estimate).toMatchObject({ seconds: 168, position: 2, inputs: { agents: 2, ready: 0 } });
    const now = { placeAt: null, method: 'queue-length' } as const;
    expect(await waitTime(world.app, 'classic', now)).toEqual(estimate);
    expect(world.router.estimate('classic', 0).position).toBe(1);
    await expect(waitTime(world.app, 'nowhere', now)).rejects.toMatchObject({ code: 'QUEUE_UNKNOWN' });
  });
});

describe('a router that starts on what another left', () => {
  async function restart(world: TestApp): Promise<void> {
    world.router.stop();
    world.router = createRouter(world.app);
    await world.router.start();
  }

  async function leg(world: TestApp, id: string): Promise<void> {
    const parties = { switchName: 'memory', from: '', to: '8000', service: 'classic', userData: {} };
    const links = { sessionId: `session-${id}`, callbackId: null };
    const record = newInteraction({ id, direction: 'inbound', party: 'caller', ...parties, ...links }, 0);
    await world.app.store.interactions.add(record);
  }

  async function hangUp(world: TestApp, id: string): Promise<void> {
    const record = await world.app.store.interactions.get(id);
    if (!record) throw new Error(id);
    const over = { ...record, version: record.version + 1, endedAt: world.clock.now() };
    expect(await world.app.store.interactions.change(record.version, over, [])).toBe('changed');
  }

  it('goes on with agents and callers as they were', async () => {
    const world = await testApp();
    await leg(world, 'a');
    await submit(world, 'a');
    await world.router.send({ type: 'connected', id: 'm1', entryId: 'a' });
    const before = world.router.state();
    await restart(world);
    expect(world.router.state()).toEqual(before);
  });

  it('lets go of callers whose session is over, and of conversations whose call is over', async () => {
    const world = await testApp();
    for (const id of ['over', 'talked', 'left', 'alive']) {
      await leg(world, id);
      await submit(world, id, { placeAt: world.clock.now() + (id === 'alive' ? 1 : 0) });
    }
    await world.router.send({ type: 'connected', id: 'm1', entryId: 'talked' });
    await finish(world, 'session-over');
    await hangUp(world, 'talked');
    await hangUp(world, 'left');
    await restart(world);
    expect(world.router.state().entries.map((entry) => entry.id)).toEqual(['alive']);
    expect(await inbox(world, 'alive')).toHaveLength(1);
    expect(await inbox(world, 'left')).toHaveLength(1);
  });

  it('ends after-call work and reservations whose time passed meanwhile', async () => {
    const world = await testApp();
    await leg(world, 'a');
    await submit(world, 'a', { reserveMs: 5_000 });
    world.router.stop();
    await world.clock.advance(60_000);
    expect(world.router.state().agents[0]?.state).toBe('reserved');
    await restart(world);
    expect(world.router.state().agents[0]?.state).toBe('ready');
  });
});
