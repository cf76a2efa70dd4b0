import { afterEach, describe, expect, it } from 'vitest';

import { agentPhone } from '../../src/simulation/people.ts';
import { book, expectNothingLeft } from '../support/behaviours.ts';
import { testAgent } from '../support/configuration.ts';
import { World, type Heard, type WorldOptions } from '../support/world.ts';

const ANYWHERE = '+14155550177';
const team = [
  testAgent('1001', { skills: { classic: 1 }, initial: 'logged-out', pin: '2580' }),
  testAgent('1002', { skills: { classic: 1 }, initial: 'logged-out' }),
];

let world: World;
afterEach(() => world.close());

async function atTheDesk(keys: string[], options: WorldOptions = {}): Promise<string> {
  world = await World.create({ team, ...options });
  return call(keys);
}

/** An agent calls the desk from some phone; what was said. */
async function call(keys: string[]): Promise<string> {
  const { id, heard } = world.ring(ANYWHERE, [...keys, 'hangup'], '8001');
  await world.until(
    async () => (await world.store.interactions.get(id))?.endedAt != null,
    'the end of the call',
  );
  return textOf(heard);
}

function textOf(heard: Heard[]): string {
  return heard
    .flatMap(({ perception }) =>
      perception.kind === 'hears' && perception.sound.kind === 'text' ? [perception.sound.text] : [],
    )
    .join(' ');
}

function agent(id = '1001'): unknown {
  return world.ringback.router.agent(id)?.agent;
}

describe('the desk without a screen', () => {
  it('makes an agent ready who has called it from any phone and keyed number and PIN', async () => {
    const said = await atTheDesk(['1001#', '2580#', '1']);
    expect(said).toMatch(/You are logged out\..*You are ready\./);
    expect(agent()).toMatchObject({ state: 'ready' });
    await expectNothingLeft(world);
  });

  it.each([
    [['2', '1'], 'Admin Work'],
    [['2', '2'], 'Lunch'],
    [['2', '3'], 'Meeting'],
    [['2', '4'], 'Pause'],
    [['2', '5', '1'], 'Training'],
  ])('takes a reason for being not ready by key: %j is %s', async (keys, reason) => {
    await atTheDesk(['1001#', '2580#', ...keys]);
    expect(agent()).toMatchObject({ state: 'not-ready', reason });
  });

  it('logs out', async () => {
    await atTheDesk(['1001#', '2580#', '1', '4']);
    expect(agent()).toMatchObject({ state: 'logged-out' });
  });

  it.each([
    ['a wrong PIN', ['1001#', '2581#', '1001#', '0000#', '1001#', '9999#']],
    ['an agent without a PIN', ['1002#', '2580#', '1002#', '1002#', '1002#', '0000#']],
    ['a number that is nobody', ['7777#', '2580#', '7777#', '2580#', '7777#', '2580#']],
  ])('lets nobody in by %s, and ends the call at the third', async (_name, keys) => {
    const said = await atTheDesk(keys);
    expect(said).toContain('That was not it either.');
    for (const id of ['1001', '1002']) expect(agent(id)).toMatchObject({ state: 'logged-out' });
    await expectNothingLeft(world);
  });

  it('does not let a PIN be found by calling again and again, and forgives after a quarter of an hour', async () => {
    const wrong = ['1001#', '0000#', '1001#', '0001#', '1001#', '0002#'];
    await atTheDesk(wrong);
    await call(wrong);
    await call(['1001#', '2580#', '1']);
    expect(agent()).toMatchObject({ state: 'logged-out' });
    await world.clock.advance(900_000);
    await call(['1001#', '2580#', '1']);
    expect(agent()).toMatchObject({ state: 'ready' });
  });

  it('asks how the last call went, and hangs the code on the callback', async () => {
    world = await World.create({ team, dispositions: ['Solved', 'Complaint'] });
    const scene = { clock: world.clock, random: world.random };
    world.people.register('user/1001', agentPhone(scene, { answerMs: 1000, talkMs: 20_000 }));
    await call(['1001#', '2580#', '1']);
    await book(world, '+14155550100');
    const { id } = await world.completed();
    const said = await call(['1001#', '2580#', '2']);
    expect(said).toContain('For Solved, press 1. For Complaint, press 2.');
    expect((await world.store.callbacks.get(id))?.userData).toMatchObject({ DispositionCode: 'Complaint' });
    expect(await call(['1001#', '2580#'])).not.toContain('For Solved');
  });
});
