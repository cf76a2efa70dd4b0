import { expect, it } from 'vitest';

import { neverAnswers } from '../../src/simulation/people.ts';
import { textPhone } from '../../src/simulation/text-phone.ts';
import { listenAt, textsOf } from '../support/agent-leg-behaviours.ts';
import { expectNothingLeft } from '../support/behaviours.ts';
import { World, type WorldOptions } from '../support/world.ts';

const CALLER = '+14155550142';

/** Somebody of whom something is known waits for an agent, who hears of it first. */
async function waits(options: WorldOptions = {}): Promise<World> {
  return World.create({ service: { whisperDialog: 'whisper' }, ...options });
}

function ring(world: World): void {
  const phone = textPhone(world, { keys: ['2'], onPerception: () => undefined });
  const userData = { first_name: 'Grace', subject: 'Invoice' };
  world.switch.ring(phone, { from: CALLER, to: '8000', userData });
}

it('an agent hears who is on the line before the caller is put through', async () => {
  const world = await waits();
  const noticed = listenAt(world, 'user/1001');
  ring(world);
  await world.until(() => noticed.some(({ kind }) => kind === 'joined'), 'two who talk');
  expect(textsOf(noticed)).toBe('A caller. It is Grace. It is about this: Invoice.');
  const kinds = noticed.map(({ kind }) => kind);
  expect(kinds.indexOf('hears')).toBeLessThan(kinds.indexOf('joined'));
  expect(world.ringsOf('1001')).toBe(1);
  expect(world.ringback.router.state().agents.find(({ id }) => id === '1001')?.state).toBe('busy');
  const [leg] = (await world.store.interactions.live()).filter(({ party }) => party === 'agent');
  expect(leg).toMatchObject({ from: CALLER, bridgedWith: expect.any(String) as string });
  await expectNothingLeft(world);
  await world.close();
});

it('an agent who does not answer loses the caller to the next one, who hears of it too', async () => {
  const world = await waits({ agents: ['1001', '1002'] });
  world.people.register('user/1001', neverAnswers());
  world.people.register('user/1002', neverAnswers());
  ring(world);
  const state = (id: string) => world.ringback.router.state().agents.find((agent) => agent.id === id);
  await world.until(() => state('1001')?.reason === 'RONA', 'an agent who did not answer');
  const noticed = listenAt(world, 'user/1002');
  await world.until(() => noticed.some(({ kind }) => kind === 'joined'), 'two who talk');
  expect(textsOf(noticed)).toContain('It is Grace.');
  expect(world.ringsOf('1001')).toBe(1);
  await world.close();
});
