import { expect, it } from 'vitest';

import type { Switch } from '../../src/switch/switch.ts';
import { book, CUSTOMER } from '../support/behaviours.ts';
import { World } from '../support/world.ts';

/** The switch, but that the calls named `lost` never come to a door of ours again. */
function losing(world: World, lost: ReadonlySet<string>): Switch {
  return new Proxy<Switch>(world.switch, {
    get(target, name) {
      if (name === 'call') return (id: string) => (lost.has(id) ? undefined : target.call(id));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
    },
  });
}

function ringsOfAgents(world: World): number {
  return world.switch.rings().filter(({ phone }) => phone.startsWith('user/')).length;
}

it('a customer whom nobody can be put through to any more is let go, and no second agent is rung for that', async () => {
  const world = await World.create({ composed: false, service: { options: { _max_dial_attempts: 1 } } });
  const lost = new Set<string>();
  await world.compose({ switch: losing(world, lost) });
  await book(world, CUSTOMER);
  await world.until(() => ringsOfAgents(world) === 1, 'an agent who is rung');
  const [{ interactionId } = { interactionId: null }] = await world.callbacks();
  lost.add(String(interactionId));
  const record = await world.completed();
  expect(record.attempts).toHaveLength(1);
  expect(ringsOfAgents(world)).toBe(1);
  expect((await world.store.interactions.live()).filter(({ party }) => party === 'customer')).toEqual([]);
});
