import { afterEach, expect, it } from 'vitest';

import { OwnAddress } from '../support/own-address.ts';
import { OutgoingRequests } from '../support/outgoing-requests.ts';
import { w3c } from '../support/chart-session.ts';
import { World } from '../support/world.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A running session `talk-1` of a strategy, reached at its address. */
async function running(text: string): Promise<{ world: World; address: OwnAddress }> {
  const address = await OwnAddress.open();
  const outgoing = new OutgoingRequests();
  const world = await World.create({
    documents: { 'dialogs/talk.scxml': text },
    sessionEvents: { url: address.url },
    underWay: outgoing.underWay,
  });
  closing.push(
    () => address.close(),
    () => outgoing.close(),
    () => world.close(),
  );
  address.leadsTo(world);
  await world.startSession('talk-1', 'talk');
  world.ringback.engine.wake(['talk-1']);
  await world.clock.settle();
  return { world, address };
}

const child = (inside: string): string =>
  `<content><scxml version="1.0" datamodel="ecmascript">${inside}</scxml></content>`;

it('leaving a state ends what it invoked: its timers are gone from the store, and nothing comes of it', async () => {
  const { world, address } = await running(
    w3c(`<state id="busy"><invoke id="helper">${child(`<state>
        <onentry><send event="tick" delay="10s"/><send target="#_parent" event="tock" delay="20s"/></onentry>
        <onexit><send target="#_parent" event="farewell"/><log expr="'left'"/></onexit>
        <transition event="tick"><send target="#_parent" event="heard"/></transition></state>`)}</invoke>
      <transition event="leave" target="idle"/></state>
      <state id="idle"><transition event="*"><log expr="'still there: ' + _event.name"/></transition></state>`),
  );
  expect(await world.store.sessions.nextTimer()).toBe(world.clock.now() + 10_000);
  expect(await address.post('talk-1', 'leave', 'k1')).toBe(204);
  await world.clock.settle();
  expect(await world.store.sessions.nextTimer()).toBeNull();
  await world.clock.advance(60_000);
  expect(await world.logsOf('talk-1')).toEqual(['left']);
  expect(await world.store.sessions.running()).toMatchObject([{ id: 'talk-1' }]);
});

it('an invoked session has an address of its own', async () => {
  const { world, address } = await running(
    w3c(`<state><invoke id="helper">${child(`<state><transition event="hello" target="f"/></state><final id="f"/>`)}</invoke>
      <transition event="hello"><log expr="'not for me'"/></transition>
      <transition event="done.invoke.helper"><log expr="'done'"/></transition></state>`),
  );
  expect(await address.post('talk-1.helper', 'hello', 'k1')).toBe(204);
  await world.clock.settle();
  expect(await world.logsOf('talk-1')).toEqual(['done']);
});

it('an event that cannot be sent over HTTP is told to the session that sent it', async () => {
  const { world } = await running(
    w3c(
      `<state><invoke id="helper">${child(`<state>
        <onentry><send id="letter" target="http://elsewhere.example/" event="hello"/></onentry>
        <transition event="error.communication" cond="_event.sendid == 'letter'"><log expr="_event.data.message"/></transition>
        </state>`)}</invoke><transition event="error"><log expr="'not for me'"/></transition></state>`,
    ),
  );
  expect(await world.logsOf('talk-1')).toEqual([
    'nothing is sent to elsewhere.example: it is not among the configured hosts',
  ]);
  expect(await world.store.outbox.open()).toEqual([]);
});

it('events for a session that has ended or never was cannot be delivered', async () => {
  const { world } = await running(
    w3c(`<state><onentry><send target="#_scxml_nobody" event="hello"/></onentry>
      <transition event="error.communication"><log expr="_event.data.message"/></transition></state>`),
  );
  expect(await world.logsOf('talk-1')).toEqual(['"#_scxml_nobody" cannot be reached']);
});
