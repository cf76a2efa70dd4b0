import { afterEach, expect, it } from 'vitest';

import { uuidOf } from '../../../src/core/ids.ts';
import { CUSTOMER } from '../../support/behaviours.ts';
import { logsOfCall, onCall, strategyWorld } from '../../support/strategy-world.ts';
import type { World } from '../../support/world.ts';

let world: World;
afterEach(() => world.close());

async function after(does: string): Promise<string[]> {
  world = await strategyWorld(
    onCall(does, 'error').replace(
      '<transition event="error">',
      `<transition event="statistic.subscribe.done"><log expr="_event.data.statistic + '=' + _event.data.value"/></transition>
       <transition event="error.execution"><log expr="_event.data.message || 'error.execution'"/></transition><transition event="error">`,
    ),
    { agents: ['1001', '1002'] },
  );
  const call = world.ring(CUSTOMER);
  await world.clock.advance(1_000);
  return logsOfCall(world, call);
}

it('sData tells what a queue counts, and stands in the journal', async () => {
  const logs = await after(
    `<log expr="_genesys.statistic.sData('classic@SIP_Switch.Q', 'RStatAgentsReady') + ' ready'"/>`,
  );
  expect(logs).toEqual(['2 ready']);
  const [session] = await world.store.sessions.running();
  const journal = await world.store.sessions.journal(session?.id ?? '');
  expect(JSON.stringify(journal.map(({ inputs }) => inputs))).toContain('{"value":2}');
});

it('sData of what nothing counts is an error in words', async () => {
  const logs = await after(`<log expr="_genesys.statistic.sData('classic', 'StatTimeInReadyState')"/>`);
  expect(logs).toEqual(['nothing here counts the statistic "StatTimeInReadyState"']);
});

it('a subscription tells the value once', async () => {
  expect(
    await after(`<statistic:subscribe requestid="r" object="'classic'" statistic="'RStatAgentsTotal'"/>`),
  ).toEqual(['RStatAgentsTotal=2']);
});

it.each([
  [`object="'nowhere'" statistic="'RStatAgentsTotal'"`, 'invalidobject'],
  [`object="'classic'" statistic="'StatMood'"`, 'invalidstatistic'],
])('a subscription with %s comes back as %s', async (attributes, code) => {
  const logs = await after(`<statistic:subscribe requestid="r" ${attributes}/>`);
  expect(logs.join()).toContain(`error.statistic.subscribe ${code}`);
});

it.each([
  ['<ws:invoke requestid="r"/>', 'error.ws.invoke unsupported'],
  ['<classification:classify requestid="r"/>', 'error.classification.classify unsupported'],
  ['<resource:find requestid="r"/>', 'error.resource.find unsupported'],
])('%s is refused clearly', async (does, log) => {
  expect((await after(does)).join()).toContain(log);
});

it('a subscription with an interval tells the value on and on, once each time, also after a restart', async () => {
  const subscribe = `<statistic:subscribe requestid="r" object="'classic'" statistic="'RStatAgentsTotal'" interval="5"/>`;
  world = await strategyWorld(
    onCall(subscribe, 'error').replace(
      '<transition event="error">',
      `<transition event="statistic.value"><log expr="(_event.data.subscription == r) + ' ' + _event.data.value"/></transition>
       <transition event="enough"><statistic:unsubscribe requestid="r"/></transition>
       <transition event="statistic.unsubscribe.done"><log expr="'over'"/><statistic:unsubscribe requestid="r"/></transition>
       <transition event="error.statistic.unsubscribe"><log expr="_event.data.error"/></transition>
       <transition event="error">`,
    ),
    { agents: ['1001', '1002'] },
  );
  const call = world.ring(CUSTOMER);
  await world.clock.advance(11_000);
  expect(await logsOfCall(world, call)).toEqual(['true 2', 'true 2', 'true 2']);
  await world.ringback.stop();
  await world.clock.advance(4_000);
  await world.compose({});
  await world.clock.advance(1_000);
  const told = (await logsOfCall(world, call)).length;
  expect(told).toBe(4);
  await world.ringback.engine.deliver(uuidOf('session', call.id), { id: 'e', name: 'enough', data: {} });
  await world.clock.advance(60_000);
  expect((await logsOfCall(world, call)).slice(told)).toEqual(['over', 'invalidstate']);
  expect(await world.store.outbox.open()).toEqual([]);
});
