import { expect, it } from 'vitest';

import { w3c } from '../support/chart-session.ts';
import { World } from '../support/world.ts';

it('a delay that ends within a millisecond is over once, and leaves no timer', async () => {
  const strategy = w3c(`<state><onentry>
      <send event="pause" delay="1.5ms"/><send target="#_internal" event="never" delay="0ms"/>
      <send targetexpr="'#_scxml_' + _sessionid" event="told" delay="2.25ms"/></onentry>
    <transition event="pause told"><log expr="_event.name"/></transition></state>`);
  const world = await World.create({ documents: { 'dialogs/brief.scxml': strategy } });
  await world.startSession('brief-1', 'brief');
  world.ringback.engine.wake(['brief-1']);
  await world.clock.advance(10);
  expect(await world.logsOf('brief-1')).toEqual(['pause', 'told']);
  const row = await world.store.sessions.get('brief-1');
  expect(JSON.parse(row?.snapshot ?? '{}')).toMatchObject({ timers: [] });
  await world.close();
});
