import { afterEach, expect, it } from 'vitest';

import { CUSTOMER } from '../../support/behaviours.ts';
import { logsOfCall, onCall, strategyWorld } from '../../support/strategy-world.ts';
import type { World } from '../../support/world.ts';

let world: World;
afterEach(() => world.close());

const submit = `<queue:submit requestid="r" queue="'classic'" interactionid="ixnid" route="false">
  <queue:targets type="skill"><queue:targetid expr="'classic &gt; 0'"/></queue:targets></queue:submit>`;

/** Two callers wait; the second one asks for this. */
async function second(does: string, logged = 'queue error'): Promise<string[]> {
  const strategy = onCall(
    `${submit}<if cond="_genesys.ixn.interactions[ixnid].voice.ani == '+14155550177'">${does}</if>`,
    logged,
  );
  world = await strategyWorld(strategy, { agents: [] });
  world.ring(CUSTOMER);
  await world.clock.advance(10_000);
  const call = world.ring('+14155550177');
  await world.clock.advance(1_000);
  return logsOfCall(world, call);
}

const front = (): unknown =>
  [...world.ringback.router.state().entries].sort((a, b) => b.priority - a.priority || a.order - b.order)[0];

it('a query tells the place, the state and the wait', async () => {
  const strategy = onCall(`${submit}<queue:query requestid="s" interactionid="ixnid"/>`, 'error').replace(
    '<transition event="error">',
    `<transition event="queue.query.done"><log expr="[_event.data.state, _event.data.position, _event.data.queue, _event.data.requestid == s].join()"/></transition><transition event="error">`,
  );
  world = await strategyWorld(strategy, { agents: [] });
  const first = world.ring(CUSTOMER);
  await world.clock.advance(10_000);
  const call = world.ring('+14155550177');
  await world.clock.advance(1_000);
  expect(await logsOfCall(world, first)).toEqual(['waiting,1,classic,true']);
  expect(await logsOfCall(world, call)).toEqual(['waiting,2,classic,true']);
});

it('an update moves a caller ahead by priority', async () => {
  expect(await second(`<queue:update requestid="s" interactionid="ixnid" priority="50"/>`)).toEqual([
    'queue.update.done ',
  ]);
  expect(front()).toMatchObject({ priority: 50, order: 2 });
});

it('an update sets another time-out', async () => {
  await second(`<queue:update requestid="s" interactionid="ixnid" timeout="30"/>`);
  await world.clock.advance(30_000);
  expect(
    world.ringback.router
      .state()
      .entries.map(({ mode }) => mode)
      .sort(),
  ).toEqual(['held', 'waiting']);
});

it('a cancel takes the caller out; then there is nothing to update or to query', async () => {
  const logs = await second(
    `<queue:cancel requestid="s"/><queue:update interactionid="ixnid" priority="1"/><queue:query/>`,
  );
  expect(logs).toEqual([
    'queue.cancel.done ',
    'error.queue.update invalidstate: it is not in a queue',
    'error.queue.query invalidstate: it is not in a queue',
  ]);
  expect(world.ringback.router.state().entries).toHaveLength(1);
});

it.each([
  ['update', 'priority="50"'],
  ['cancel', ''],
  ['query', ''],
])('%s is about what the submit has queued whose request it names', async (name, more) => {
  const logs = await second(`<queue:${name} requestid="r" ${more}/>`);
  expect(logs).toEqual([`queue.${name}.done `]);
  const entries = world.ringback.router.state().entries;
  expect(entries.map(({ priority }) => priority)).toEqual(name === 'cancel' ? [0] : expect.any(Array));
  if (name === 'update') expect(front()).toMatchObject({ priority: 50, order: 2 });
});
