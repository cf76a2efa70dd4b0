import request from 'supertest';
import { afterEach, describe, expect, it } from 'vitest';

import { setAgentState } from '../../src/app/set-agent-state.ts';
import { uuidOf } from '../../src/core/ids.ts';
import { book, CUSTOMER, expectNothingLeft } from '../support/behaviours.ts';
import { World, type Heard, type WorldOptions } from '../support/world.ts';

let world: World;
afterEach(() => world.close());

/** A world whose only agent is away until `agentComes`. */
async function worldWithoutAgent(options: WorldOptions = {}): Promise<void> {
  world = await World.create(options);
  await setAgent('not-ready');
}

function agentComes(): Promise<unknown> {
  return setAgent('ready');
}

function setAgent(to: 'ready' | 'not-ready'): Promise<unknown> {
  const { app, router } = world.ringback;
  return setAgentState(app, router, { agentId: '1001', to, reason: null });
}

function texts(heard: Heard[]): string[] {
  return heard.flatMap(({ perception }) =>
    perception.kind === 'hears' && perception.sound.kind === 'text' ? [perception.sound.text] : [],
  );
}

function talks(heard: Heard[]): boolean {
  return heard.some(({ perception }) => perception.kind === 'joined');
}

/** What is on the line now. */
function last(heard: Heard[]): string {
  const perception = heard.at(-1)?.perception;
  return perception?.kind === 'hears' ? perception.sound.kind : (perception?.kind ?? 'nothing');
}

/** The caller waits with music, talks to the agent who comes, and no callback was made of it. */
async function expectToWaitAndTalk(call: { id: string; heard: Heard[] }): Promise<void> {
  await world.clock.advance(60_000);
  expect(last(call.heard)).toBe('music');
  expect(world.ringback.router.state().entries).toMatchObject([{ id: call.id, kind: 'live' }]);
  await agentComes();
  await world.until(() => talks(call.heard), 'a conversation');
  await world.clock.advance(60_000);
  expect((await world.interaction(call.id)).outcome).toMatchObject({ kind: 'completed', reason: 'Talked' });
  expect(await world.callbacks()).toEqual([]);
  await expectNothingLeft(world);
}

describe('a caller who keeps waiting', () => {
  it('is connected when the switch is back, if it was down when the agent came', async () => {
    await worldWithoutAgent();
    const call = world.ring(CUSTOMER, ['2']);
    await world.clock.advance(60_000);
    world.switch.setUp(false);
    await agentComes();
    await world.clock.advance(600_000);
    const steps = await world.store.sessions.journal(uuidOf('session', call.id));
    const tried = steps.flatMap(({ actions }) => actions).filter(({ kind }) => kind === 'ixn.redirect');
    // Only when the time of the one before had run out.
    expect(tried.length).toBeLessThan(10);
    expect(talks(call.heard)).toBe(false);
    world.switch.setUp(true);
    await world.until(() => talks(call.heard), 'a conversation');
  });

  it('is offered nothing when the wait is short', async () => {
    await worldWithoutAgent({ service: { offerThresholdS: 100_000 } });
    const call = world.ring(CUSTOMER);
    await expectToWaitAndTalk(call);
    expect(texts(call.heard)).toEqual([]);
  });

  it('pressed 2', async () => {
    await worldWithoutAgent();
    const call = world.ring(CUSTOMER, ['2']);
    await expectToWaitAndTalk(call);
    expect(texts(call.heard)).toHaveLength(1);
  });

  it('pressed nothing, was asked once more, and pressed nothing again', async () => {
    await worldWithoutAgent();
    const call = world.ring(CUSTOMER, ['nothing', 'nothing']);
    await expectToWaitAndTalk(call);
    const [offer, again, ...more] = texts(call.heard);
    expect(again).toBe(offer);
    expect(more).toEqual([]);
  });

  it('pressed keys that mean nothing', async () => {
    await worldWithoutAgent();
    await expectToWaitAndTalk(world.ring(CUSTOMER, ['7', '9']));
  });

  it('wanted to be called back and never said where', async () => {
    await worldWithoutAgent();
    await expectToWaitAndTalk(world.ring('anonymous', ['1', 'nothing', 'nothing']));
  });
});

describe('the number that is called back', () => {
  it('is asked for when the caller hides it', async () => {
    world = await World.create();
    const { id, heard } = world.ring('anonymous', ['1', '4155550100#', '1']);
    expect(await world.completed()).toMatchObject({
      reason: 'AGENT_CONNECTED',
      customerNumber: '+14155550100',
      originatingInteractionId: id,
    });
    expect(texts(heard)[1]).toMatch(/^Please key the number/);
    expect(world.ringsOf('+14155550100')).toBe(1);
  });

  it('is the one that the caller keyed instead', async () => {
    world = await World.create();
    const { heard } = world.ring(CUSTOMER, ['1', '2', '4155550100#', '1']);
    expect(await world.completed()).toMatchObject({
      reason: 'AGENT_CONNECTED',
      customerNumber: '+14155550100',
    });
    expect(texts(heard).at(-2)).toContain('4 1 5, 5 5 5, 0 1 0 0');
    expect(world.ringsOf('+14155550100')).toBe(1);
    expect(world.ringsOf(CUSTOMER)).toBe(0);
  });

  it('is keyed again when it cannot be called', async () => {
    world = await World.create();
    world.ring(CUSTOMER, ['1', '2', '0000000#', '4155550100#', '1']);
    expect((await world.completed()).customerNumber).toBe('+14155550100');
  });
});

describe('the order of the queue', () => {
  const later = '+14155550143';

  /** Two who came one after the other, each staying (2) or called back (1 1), and one agent. */
  async function served(first: string[], second: string[]): Promise<string[]> {
    await worldWithoutAgent();
    const conversations: string[] = [];
    const arrive = async (from: string, keys: string[]): Promise<void> => {
      const { heard } = world.ring(from, keys);
      await world.clock.advance(40_000);
      const watch = (): void => {
        if (talks(heard) && !conversations.includes(from)) conversations.push(from);
      };
      watchers.push(watch);
    };
    const watchers: (() => void)[] = [];
    await arrive(CUSTOMER, first);
    await arrive(later, second);
    expect(world.ringback.router.state().entries).toHaveLength(2);
    await agentComes();
    await world.until(() => {
      for (const watch of watchers) watch();
      return conversations.length === 2;
    }, 'two conversations');
    await expectNothingLeft(world);
    return conversations;
  }

  const stays = ['2'];
  const calledBack = ['1', '1'];
  for (const [what, first, second] of [
    ['both wait on the line', stays, stays],
    ['both are called back', calledBack, calledBack],
    ['the first is called back, the second waits on the line', calledBack, stays],
    ['the first waits on the line, the second is called back', stays, calledBack],
  ] as const)
    it(`is that of arrival: ${what}`, async () => {
      expect(await served([...first], [...second])).toEqual([CUSTOMER, later]);
    });
});

it('the wait that is spoken is kept four times out of five; the record says what was expected, and from what', async () => {
  await worldWithoutAgent();
  world.ring('+14155550144', ['2']);
  await world.clock.advance(40_000);
  await book(world, '+14155550100');
  await world.clock.advance(1_000);
  const { body } = await request(world.ringback.http)
    .get('/genesys/1/service/ewt-for-vq')
    .query({ name: 'classic' })
    .expect(200);
  // Genesys: three of them and one agent, who takes three minutes for each.
  expect(body).toMatchObject({ classic: { ewt: 540 } });
  const { heard } = world.ring(CUSTOMER, ['1', '1']);
  await world.clock.advance(60_000);
  expect(texts(heard)[0]).toContain('You would wait about 12 minutes.');
  expect(texts(heard).at(-2)).toContain('in about 12 minutes');
  const record = (await world.callbacks()).find(({ customerNumber }) => customerNumber === CUSTOMER);
  expect(record?.kvps).toMatchObject({
    _CB_EWT_WHEN_CALLBACK_WAS_OFFERED: 475,
    _CB_POS_WHEN_CALLBACK_WAS_OFFERED: 3,
  });
  const told = { seconds: 475, p80: 713, inputs: { ahead: 2, aheadLive: 1, handleMs: 180_000 } };
  expect(record?.waitEstimate).toMatchObject(told);
  const facts = await world.store.facts.ofCallback(record?.id ?? '');
  expect(facts[0]?.data).toMatchObject({ waitEstimate: told });
  const explained = await request(world.ringback.http).get(`/api/v1/waits/${record?.id}`).expect(200);
  expect(explained.body.sentence).toContain('138.5 + 156.5 + 180.0 = 475 s expected');
});
