import fc from 'fast-check';
import { expect } from 'vitest';

import { createRouter, type Router } from '../../src/app/router.ts';
import { isRingbackError } from '../../src/core/errors.ts';
import type { RouterMessage } from '../../src/routing/messages.ts';
import type { RoutingState } from '../../src/routing/state.ts';
import type { RoutingStore } from '../../src/store/routing.ts';
import { interaction, session } from '../store/conformance/make.ts';
import { testApp, type TestApp } from '../support/app.ts';
import { testAgent } from '../support/configuration.ts';

const team = ['1001', '1002', '1003'].map((id) => testAgent(id));

/** What may happen around a commit; the message comes again after a crash, as sessions send it again. */
const mishaps = [
  'none',
  'none',
  'crash before the commit',
  'crash after the commit',
  'another owner',
] as const;
type Mishap = (typeof mishaps)[number];

type Wish = (message: { id: string; now: number }) => RouterMessage;
const callers = ['a', 'b', 'c', 'd', 'e'];
const entryId = fc.constantFrom(...callers);
const submits = fc
  .record({
    entry: entryId,
    mode: fc.constantFrom('waiting' as const, 'notify' as const),
    ahead: fc.boolean(),
  })
  .map(({ entry, mode, ahead }): Wish => ({ id, now }) => ({
    ...{ type: 'submit', id, entryId: entry, queue: 'classic', sessionId: 's', actionId: id, requestId: 'r' },
    ...{
      kind: 'live',
      priority: 0,
      placeAt: now,
      target: '',
      mode,
      ahead,
      reserveMs: 20_000,
      timeoutMs: null,
    },
  }));
const connects = fc
  .record({ type: fc.constantFrom('joining' as const, 'connected' as const), entry: entryId })
  .map(({ type, entry }): Wish => ({ id }) => ({ type, id, entryId: entry }));
const releases = fc
  .record({ entry: entryId, reason: fc.constantFrom('ended' as const, 'rona' as const, 'gone' as const) })
  .map(({ entry, reason }): Wish => ({ id }) => ({ type: 'release', id, entryId: entry, reason }));
const agents = fc
  .record({
    agentId: fc.constantFrom('1001', '1002', '1003'),
    to: fc.constantFrom('ready' as const, 'not-ready' as const),
  })
  .map((asked): Wish => ({ id }) => ({ type: 'agent', id, reason: null, ...asked }));
const previews = entryId.map((entry): Wish => ({ id }) => ({
  ...{ type: 'preview', id, entryId: entry, sessionId: 's', actionId: id, requestId: 'p' },
  ...{ rejectable: true, notReady: null, timeoutMs: 10_000 },
}));
const wish = fc.oneof(
  { weight: 3, arbitrary: submits },
  { weight: 2, arbitrary: connects },
  releases,
  agents,
  previews,
);

/** A store whose next commit may be lost before or after it happened. */
function unreliable(real: RoutingStore): RoutingStore & { next: Mishap } {
  return {
    ...real,
    next: 'none',
    load: () => real.load(),
    journal: (...range: Parameters<RoutingStore['journal']>) => real.journal(...range),
    async commit(change) {
      const mishap = this.next;
      this.next = 'none';
      if (mishap === 'crash before the commit') throw new Error('gone');
      const result = await real.commit(change);
      if (mishap === 'crash after the commit') throw new Error('gone');
      return result;
    },
  };
}

/** Follows the wishes, with mishaps or without; what the site is like in the end, and what its sessions were told. */
async function follow(
  steps: { wish: Wish; mishap: Mishap; waitMs: number }[],
  goesWrong: boolean,
): Promise<unknown> {
  const world = await testApp({ agents: team });
  const store = unreliable(world.app.store.routing);
  const app = { ...world.app, store: { ...world.app.store, routing: store } };
  const owners: Router[] = [];
  const newOwner = async (): Promise<Router> => {
    const router = createRouter(app);
    await router.start();
    owners.push(router);
    return router;
  };
  world.router.stop();
  await world.app.store.sessions.start(session('s'));
  for (const id of callers) await world.app.store.interactions.add(interaction(id));
  let owner = await newOwner();
  for (const [index, { wish: make, mishap, waitMs }] of steps.entries()) {
    const message = make({ id: `m${index}`, now: world.clock.now() });
    const happens = goesWrong ? mishap : 'none';
    // Whoever owned the router before is out of date, and takes the next message.
    const taker = happens === 'another owner' ? await newOwner() : owner;
    store.next = happens;
    await attempt(taker, message);
    store.next = 'none';
    if (happens.startsWith('crash')) {
      for (const one of owners.splice(0)) one.stop();
      owner = await newOwner();
      await attempt(owner, message);
    }
    await world.clock.advance(waitMs);
  }
  for (const one of owners) one.stop();
  const state = await store.load();
  const told = await toldTo(world);
  await world.app.store.close();
  return { state: comparable(state), told };
}

/** A refusal is an answer like any other; a crash is not. */
async function attempt(owner: Router, message: RouterMessage): Promise<void> {
  try {
    await owner.send(message);
  } catch (error) {
    if (!isRingbackError(error, 'AGENT_BUSY') && (error as Error).message !== 'gone') throw error;
  }
}

async function toldTo({ app }: TestApp): Promise<string[]> {
  const inbox = await app.store.sessions.inbox('s');
  return inbox.map(({ name, data }) => `${name} ${JSON.stringify(data)}`);
}

/** Places count, not the numbers that order those of one instant. */
function comparable({ agents, entries }: RoutingState): unknown {
  const inOrder = [...entries].sort((a, b) => a.order - b.order);
  return {
    agents: agents.map(({ id, state, reason, since, until, entryId: held }) => ({
      id,
      state,
      reason,
      since,
      until,
      held,
    })),
    entries: inOrder.map(({ id, mode, agentId, placeAt, preview }) => ({
      id,
      mode,
      agentId,
      placeAt,
      preview,
    })),
  };
}

/**
 * So many random histories end as if nothing had gone wrong, whatever is lost and whoever owns the router: with a crash
 * before or after any commit, and with an owner who is out of date.
 */
export async function checkHistories(numRuns: number): Promise<void> {
  const waitMs = fc.constantFrom(0, 1_000, 15_000);
  const step = fc.record({ wish, mishap: fc.constantFrom(...mishaps), waitMs });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      expect(await follow(steps, true)).toEqual(await follow(steps, false));
    }),
    { numRuns },
  );
}
