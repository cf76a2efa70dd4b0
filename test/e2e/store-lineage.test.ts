import { afterEach, expect, it } from 'vitest';

import { createCallback } from '../../src/app/create-callback.ts';
import { setAgentState } from '../../src/app/set-agent-state.ts';
import { status } from '../../src/app/status.ts';
import type { Store } from '../../src/store/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Switch } from '../../src/switch/switch.ts';
import { World, type Heard } from '../support/world.ts';

const CUSTOMER = '+14155550142';
const OTHER_CUSTOMER = '+14155550143';

/** A store that can be told to lose changes it acknowledges, and that another copy of it answers from now on. */
class ForgetfulStore {
  readonly store: Store;
  losesClaims = false;
  losesRouting = false;
  readonly #listeners = new Set<(why: string) => void>();

  constructor(real: Store) {
    const outbox: Store['outbox'] = {
      get: (id) => real.outbox.get(id),
      open: () => real.outbox.open(),
      openOf: (id) => real.outbox.openOf(id),
      finish: (id) => real.outbox.finish(id),
      claim: (claim) => (this.losesClaims ? Promise.resolve('claimed') : real.outbox.claim(claim)),
    };
    const routing: Store['routing'] = {
      ...real.routing,
      commit: (commit) => (this.losesRouting ? Promise.resolve('committed') : real.routing.commit(commit)),
    };
    this.store = {
      ...real,
      outbox,
      routing,
      onLineageChange: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    };
  }

  failOver(): void {
    this.losesClaims = false;
    this.losesRouting = false;
    for (const listener of this.#listeners) listener('a failover');
  }
}

let world: World;
let forgetful: ForgetfulStore;
afterEach(() => world.close());

async function worldWithCallback(options: { composed?: boolean } = {}): Promise<void> {
  forgetful = new ForgetfulStore(await openSqliteStore({ path: ':memory:', threads: false }));
  world = await World.create({ ...options, store: forgetful.store, agents: ['1001', '1002'] });
}

async function request(number = CUSTOMER): Promise<void> {
  const parameters = { _customer_number: number };
  await createCallback(world.ringback.app, { service: 'classic', id: null, parameters, kvps: {} });
}

/** A switch with its methods bound, to be spread. */
function bound(real: Switch): Switch {
  return {
    start: (listener) => real.start(listener),
    stop: () => real.stop(),
    dial: (request) => real.dial(request),
    call: (id) => real.call(id),
    part: (id, otherId) => real.part(id, otherId),
    lookup: (id) => real.lookup(id),
    kill: (id, cause) => real.kill(id, cause),
    health: () => real.health(),
    drain: (name, draining) => real.drain(name, draining),
  };
}

const held = async (): Promise<string | null> => (await status(world.ringback.app)).dialsHeld;

it('nothing is dialled from a failover on until the switches have said what calls live; then it goes on by itself', async () => {
  await worldWithCallback({ composed: false });
  let mayAnswer = false;
  const lookup = (id: string): ReturnType<Switch['lookup']> =>
    mayAnswer ? world.switch.lookup(id) : Promise.resolve('unknown');
  await world.compose({ switch: { ...bound(world.switch), lookup } });
  await request(CUSTOMER);
  await world.until(() => world.ringsOf(CUSTOMER) === 1, 'the attempt');
  forgetful.failOver();
  await request(OTHER_CUSTOMER);
  await world.clock.advance(60_000);
  expect(await held()).toBe('a failover');
  expect(world.ringsOf(OTHER_CUSTOMER)).toBe(0);
  mayAnswer = true;
  world.switch.setUp(true);
  await world.until(() => world.ringsOf(OTHER_CUSTOMER) === 1, 'dialling');
  expect(await held()).toBeNull();
});

it('an attempt whose beginning the store lost is not dialled again: it goes on, counted', async () => {
  await worldWithCallback();
  world.phone(CUSTOMER, ['1']);
  forgetful.losesClaims = true;
  await request();
  await world.until(() => world.ringsOf(CUSTOMER) === 1, 'the attempt');
  expect((await world.callback())?.attempts).toEqual([]);
  forgetful.failOver();
  const record = await world.completed();
  expect(record.reason).toBe('AGENT_CONNECTED');
  expect(record.attempts).toHaveLength(1);
  expect(world.ringsOf(CUSTOMER)).toBe(1);
});

it('an attempt whose beginning the store lost, and which is over, has the outcome UNKNOWN', async () => {
  await worldWithCallback();
  forgetful.losesClaims = true;
  await request();
  await world.until(() => world.ringsOf(CUSTOMER) === 1, 'the attempt');
  const [attempt] = world.switch.rings();
  await world.switch.kill(attempt?.attempt ?? '', 'ORIGINATOR_CANCEL');
  forgetful.failOver();
  await world.until(async () => (await world.callback())?.attempts.length === 1, 'the attempt counted');
  await world.clock.advance(1_000);
  expect((await world.callback())?.attempts).toMatchObject([{ id: attempt?.attempt }]);
  const record = await world.completed();
  expect(world.ringsOf(CUSTOMER)).toBe(record.attempts.length);
});

/** A caller who keeps waiting, while the only agent is away. */
async function waitingCaller(): Promise<{ id: string; heard: Heard[] }> {
  await setAgents('not-ready');
  const call = world.ring(CUSTOMER, ['2']);
  await world.clock.advance(60_000);
  return call;
}

async function setAgents(to: 'ready' | 'not-ready'): Promise<void> {
  const { app, router } = world.ringback;
  for (const agentId of ['1001', '1002']) await setAgentState(app, router, { agentId, to, reason: null });
}

const talks = ({ heard }: { heard: Heard[] }): boolean =>
  heard.some(({ perception }) => perception.kind === 'joined');

it('a caller whose place in the queue the store lost has it again after a failover', async () => {
  await worldWithCallback();
  await setAgents('not-ready');
  const call = world.ring(CUSTOMER, ['2']);
  forgetful.losesRouting = true;
  await world.clock.advance(60_000);
  forgetful.failOver();
  await world.clock.advance(1_000);
  expect(world.ringback.router.state().entries).toMatchObject([{ id: call.id, kind: 'live' }]);
  await setAgents('ready');
  await world.until(() => talks(call), 'a conversation');
});

it('what waits in the store for a session is taken after a failover, although nobody woke it', async () => {
  await worldWithCallback();
  await request();
  await world.until(() => world.ringsOf(CUSTOMER) === 1, 'the attempt');
  const sessionId = String((await world.callback())?.sessionId);
  await forgetful.store.sessions.post([{ sessionId, event: { id: 'x1', name: 'something.else', data: {} } }]);
  await world.clock.settle();
  expect(await forgetful.store.sessions.inbox(sessionId)).toHaveLength(1);
  forgetful.failOver();
  await world.clock.settle();
  expect(await forgetful.store.sessions.inbox(sessionId)).toEqual([]);
});

it('a failover while a switch is down and a caller waits holds only the dialling', async () => {
  await worldWithCallback();
  const call = await waitingCaller();
  world.switch.setUp(false);
  forgetful.failOver();
  await world.clock.advance(60_000);
  expect(await held()).toBe('a failover');
  world.switch.setUp(true);
  await world.clock.advance(1_000);
  expect(await held()).toBeNull();
  await setAgents('ready');
  await world.until(() => talks(call), 'a conversation');
});
