import { afterEach, expect, it } from 'vitest';

import type { Switch } from '../../src/switch/switch.ts';
import { w3c } from '../support/chart-session.ts';
import { World } from '../support/world.ts';

const strategy = w3c(
  `<datamodel><data id="rid"/></datamodel>
  <state id="dials"><onentry><ixn:createcall requestid="rid" to="'+14155550100'" timeout="30"/></onentry>
    <transition event="error.voice.createcall voice.createcall.done" cond="_event.data.requestid == rid">
      <log expr="_event.name + ' ' + _event.data.reason + ' ' + _event.data.error + ' ' + _event.data.dialresult"/>
    </transition></state>`,
  'xmlns:ixn="http://www.genesyslab.com/modules/interaction"',
);

/** A switch that takes a dial and is never heard of again. */
function mute(real: Switch): Switch {
  return new Proxy(real, {
    get(target, name) {
      if (name === 'dial') return () => Promise.resolve({ kind: 'sent', switchName: 'mute' });
      if (name === 'kill' || name === 'lookup') return () => new Promise(() => undefined);
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

let world: World;
afterEach(() => world.close());

async function dialling(): Promise<void> {
  world = await World.create({ composed: false, documents: { 'dialogs/dials.scxml': strategy } });
  await world.compose({ switch: mute(world.switch) });
  await world.startSession('dials-1', 'dials');
  world.ringback.engine.wake(['dials-1']);
  await world.clock.advance(40_000);
}

it('a request whose result never comes fails at its deadline, also after a restart', async () => {
  await dialling();
  await world.ringback.stop();
  await world.compose({ switch: mute(world.switch) });
  await world.clock.advance(49_999);
  expect(await world.logsOf('dials-1')).toEqual([]);
  expect(await world.store.outbox.open()).toMatchObject([{ deadlineAt: world.clock.now() + 1 }]);
  await world.clock.advance(1);
  expect(await world.logsOf('dials-1')).toEqual(['error.voice.createcall timeout timeout UNKNOWN']);
  expect(await world.store.outbox.open()).toEqual([]);
});

it('a result after the deadline is not told', async () => {
  await dialling();
  await world.clock.advance(60_000);
  const data = { requestid: 'dials-1.1.0', callstate: 'PERSON' };
  await world.ringback.engine.deliver('dials-1', { id: 'late', name: 'voice.createcall.done', data });
  await world.clock.settle();
  expect(await world.logsOf('dials-1')).toEqual([
    'error.voice.createcall timeout timeout UNKNOWN',
    'voice.createcall.done dials-1.1.0',
  ]);
  expect((await world.store.sessions.journal('dials-1')).at(-1)?.trace).toMatchObject([{ label: 'late' }]);
});

it.each([
  ['what others send with the id of a request', 'dials-1.1.0', { origintype: 'scxml' }],
  ['the result of a request of another session', 'dials-2.1.0', {}],
])('%s closes nothing', async (_, requestid, about) => {
  await dialling();
  await world.ringback.engine.deliver('dials-1', { id: 'copy', name: 'news', data: { requestid }, about });
  await world.clock.settle();
  expect(await world.store.outbox.open()).toHaveLength(1);
});
