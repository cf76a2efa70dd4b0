import { afterEach, expect, it } from 'vitest';

import { uuidOf } from '../../src/core/ids.ts';
import { composerProject } from '../support/composer-project.ts';
import { World } from '../support/world.ts';

let world: World;
afterEach(() => world.close());

async function worldWithProject(): Promise<void> {
  const documents = Object.entries(composerProject).map(([path, text]) => [`dialogs/shop/${path}`, text]);
  world = await World.create({ documents: Object.fromEntries(documents) as Record<string, string> });
  world.configuration.routingPoints.push({
    number: '8100',
    service: 'classic',
    strategy: 'shop/src-gen/IPD_shop?greeting=[UDATA.greeting]&dialled=[DNIS]',
    language: null,
  });
}

it('a project of Composer takes a call to an agent, unmodified', async () => {
  await worldWithProject();
  const { id, heard } = world.ring('+14155550123', [], '8100');
  await world.until(() => heard.some(({ perception }) => perception.kind === 'joined'), 'a conversation');
  await world.clock.advance(90_000);
  const session = uuidOf('session', id);
  const logs = await world.logsOf(session);
  expect(logs).toEqual([
    `base ${world.configuration.sessionEvents.url}/shop/src-gen/`,
    expect.stringMatching(/^Entry1 stored \d+$/),
    'tones Main.First, Main.Second',
    expect.stringMatching(/^Target1 stored \d+$/),
    'routed after true',
    'over ["Entry1 Entry1.done", "Target1 queue.submit.done"]',
  ]);
  const errors = (await world.store.sessions.journal(session))
    .flatMap(({ trace }) => trace as { kind: string; text?: string }[])
    .filter(({ kind }) => kind === 'error');
  expect(errors).toEqual([]);
  expect((await world.store.sessions.get(session))?.status).toBe('finished');
});

it('its session begins with what the routing point says', async () => {
  await worldWithProject();
  const { id } = world.ring('+14155550123', [], '8100');
  await world.until(
    async () => (await world.store.sessions.get(uuidOf('session', id))) !== null,
    'a session',
  );
  expect((await world.store.sessions.get(uuidOf('session', id)))?.params).toMatchObject({
    greeting: '',
    dialled: '8100',
    routingPoint: '8100',
  });
});
