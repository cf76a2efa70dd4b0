import { expect, onTestFinished, test } from 'vitest';

import { CUSTOMER } from '../support/behaviours.ts';
import { logsOfCall, onCall, strategyWorld } from '../support/strategy-world.ts';
import type { World } from '../support/world.ts';

const GERMAN = '+4930123456';
const rules = {
  ...{ name: 'rules', countries: ['US'], noCountries: 'all' as const, allowed: [], blocked: [] },
  ...{ doNotCall: [], perDay: {} },
};

/** A caller whose strategy does this, at a site whose queue is called in the United States only. */
async function called(does: string, answers: string): Promise<{ world: World; logs: string[] }> {
  const world = await strategyWorld(onCall(does, answers));
  onTestFinished(() => world.close());
  world.configuration.numbers.push(rules);
  for (const queue of world.configuration.queues) queue.numbers = 'rules';
  const call = world.ring(CUSTOMER);
  await world.clock.advance(10_000);
  return { world, logs: await logsOfCall(world, call) };
}

test.each([
  ['redirected to', 'error.interaction.redirect', `<ixn:redirect requestid="r" to="'${GERMAN}'"/>`],
  [
    'transferred to',
    'error.voice.singlesteptransfer',
    `<ixn:singlesteptransfer requestid="r" to="'${GERMAN}'"/>`,
  ],
  ['dialled', 'error.voice.createcall', `<ixn:createcall requestid="r" to="'${GERMAN}'"/>`],
])('a number that the rules of the queue refuse is not %s by a strategy', async (_, error, does) => {
  const { world, logs } = await called(does, error);
  expect(logs.join()).toContain(`${error} invaliddestination`);
  expect(world.switch.rings()).toEqual([]);
});

test('one that they take is', async () => {
  const { world } = await called(`<ixn:redirect requestid="r" to="'+14155550100'"/>`, 'interaction.redirect');
  expect(world.ringsOf('+14155550100')).toBe(1);
});
