import { afterEach, describe, expect, it } from 'vitest';

import { setAgentState } from '../../src/app/set-agent-state.ts';
import { book, CUSTOMER, expectNothingLeft } from '../support/behaviours.ts';
import { World, type Heard } from '../support/world.ts';

let world: World;
afterEach(() => world.close());

function agent(to: 'ready' | 'not-ready'): Promise<unknown> {
  const { app, router } = world.ringback;
  return setAgentState(app, router, { agentId: '1001', to, reason: null });
}

function texts(heard: Heard[]): string[] {
  return heard.flatMap(({ perception }) =>
    perception.kind === 'hears' && perception.sound.kind === 'text' ? [perception.sound.text] : [],
  );
}

const talks = (heard: Heard[]): boolean => heard.some(({ perception }) => perception.kind === 'joined');

describe('an edit of the configuration while calls and callbacks are under way', () => {
  it('that switches a service off: callers are offered no callback, and who was promised one is called', async () => {
    world = await World.create({ editable: true });
    await agent('not-ready');
    const promised = world.ring(CUSTOMER, ['1', '1', '1']);
    await world.until(async () => (await world.callbacks()).length === 1, 'a callback');
    await world.edit({ services: { classic: { enabled: false } } });
    const later = world.ring('+14155550177');
    await world.clock.advance(60_000);
    expect(texts(promised.heard).join()).toMatch(/press 1/);
    expect(texts(later.heard).join()).not.toMatch(/press 1/);
    await expect(book(world, '+14155550178')).rejects.toMatchObject({ code: 'SERVICE_OFF' });
    await agent('ready');
    expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
    await world.until(() => talks(later.heard), 'a conversation with who stayed');
    await world.clock.advance(60_000);
    await expectNothingLeft(world);
  });

  it('of what a queue asks of its agents: who waits is given another, and the journal has it', async () => {
    world = await World.create({ editable: true });
    await agent('not-ready');
    await world.edit({ queues: { classic: { target: 'classic > 5' } } });
    const { heard } = world.ring(CUSTOMER, ['2']);
    await agent('ready');
    await world.clock.advance(120_000);
    expect(talks(heard)).toBe(false);
    await world.edit({ queues: { classic: { target: 'classic > 0' } } });
    await world.until(() => talks(heard), 'a conversation');
    const journal = await world.store.routing.journal(0, 1_000);
    const targets = journal.flatMap(({ message }) => {
      const { config } = message as { config?: { queues: { target: string }[] } };
      return config?.queues[0]?.target ?? [];
    });
    expect(targets.slice(-2)).toEqual(['classic > 5', 'classic > 0']);
    await world.clock.advance(60_000);
    await expectNothingLeft(world);
  });

  it('of the rules for numbers: a number that is blocked meanwhile is not dialled any more', async () => {
    world = await World.create({ editable: true });
    await agent('not-ready');
    const { id } = await book(world, CUSTOMER);
    await world.edit({
      numbers: { strict: { blocked: ['+1415*'] } },
      queues: { classic: { numbers: 'strict' } },
    });
    await expect(book(world, CUSTOMER)).rejects.toMatchObject({ code: 'NUMBER_REFUSED' });
    await agent('ready');
    await world.until(async () => (await world.store.callbacks.get(id))?.state === 'COMPLETED', 'an end');
    expect(world.ringsOf(CUSTOMER)).toBe(0);
  });

  it('of options: callbacks keep those that they began with', async () => {
    world = await World.create({ editable: true });
    await agent('not-ready');
    const before = await book(world, CUSTOMER);
    await world.edit({ services: { classic: { options: { _agent_reserve_timeout: 7 } } } });
    const after = await book(world, '+14155550178');
    const timeoutOf = async (id: string): Promise<unknown> =>
      (await world.store.callbacks.get(id))?.options['_agent_reserve_timeout'];
    expect(await timeoutOf(before.id)).not.toBe(7);
    expect(await timeoutOf(after.id)).toBe(7);
  });
});
