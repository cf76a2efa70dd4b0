import { expect, it } from 'vitest';

import { book } from '../support/behaviours.ts';
import { World } from '../support/world.ts';

const CALLER = '+14155550141';
const CUSTOMER = '+14155550142';

it('whoever waits for an agent hears the music of the queue, a customer who was called and a caller alike', async () => {
  const options = { _wait_for_agent: false };
  const world = await World.create({ composed: false, agents: [], service: { options } });
  for (const queue of world.configuration.queues) queue.music = '/music/one.wav,/music/two.wav';
  await world.compose({});
  const { heard: called } = world.phone(CUSTOMER, ['1']);
  const { heard: calling } = world.ring(CALLER, ['2']);
  await book(world, CUSTOMER);
  const music = { kind: 'music', name: '/music/one.wav,/music/two.wav' };
  for (const heard of [called, calling])
    await world.until(
      () => heard.some(({ perception }) => perception.kind === 'hears' && perception.sound.kind === 'music'),
      'music',
    );
  for (const heard of [called, calling])
    expect(heard.map(({ perception }) => perception)).toContainEqual({ kind: 'hears', sound: music });
  await world.close();
});
