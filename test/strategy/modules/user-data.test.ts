import { afterEach, expect, it } from 'vitest';

import { CUSTOMER } from '../../support/behaviours.ts';
import { logsOfCall, onCall, strategyWorld } from '../../support/strategy-world.ts';
import type { World } from '../../support/world.ts';

let world: World;
afterEach(() => world.close());

const udata = '_genesys.ixn.interactions[ixnid].udata';

async function after(does: string): Promise<{ userData: object; logs: string[] }> {
  world = await strategyWorld(onCall(does, 'error'));
  const call = world.ring(CUSTOMER);
  await world.clock.advance(1_000);
  return { userData: (await world.interaction(call.id)).userData, logs: await logsOfCall(world, call) };
}

it.each([
  ['a script', `<script>${udata}.a = 1; ${udata}['b'] = 'x';</script>`, { a: 1, b: 'x' }],
  ['an assign', `<assign location="${udata}.a" expr="1 + 1"/>`, { a: 2 }],
  ['all at once', `<script>${udata} = { a: 1, b: 2 };</script>`, { a: 1, b: 2 }],
  ['the first call', '<script>_genesys.ixn.interactions[0].udata.a = 3;</script>', { a: 3 }],
  ['deletion', `<script>${udata} = { a: 1, b: 2 }; delete ${udata}.a;</script>`, { b: 2 }],
])('pairs that are assigned to a call hang on it: %s', async (_, does, pairs) => {
  expect(await after(does)).toEqual({ userData: pairs, logs: [] });
});

it('a pair is seen as soon as it is assigned, and in later steps', async () => {
  const { logs } = await after(
    `<script>${udata}.a = 1; ${udata}.b = 2; delete ${udata}.b;</script>
     <log expr="JSON.stringify(${udata})"/><send event="'later'"/>`,
  );
  expect(logs).toEqual(['{"a":1}']);
});

it('the rest of a call is not assigned to, and nothing is said of another one', async () => {
  const { logs, userData } = await after(
    `<script>_genesys.ixn.interactions[ixnid].voice.ani = 'x';</script>
     <log expr="_genesys.ixn.interactions[ixnid].voice.ani"/>
     <assign location="_genesys.ixn.other" expr="1"/>`,
  );
  expect(logs).toEqual([CUSTOMER, 'error.execution ']);
  expect(userData).toEqual({});
});
