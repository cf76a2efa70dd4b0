import { expect } from 'vitest';

import type { Course } from './crash-walk.ts';
import { OutgoingRequests } from './outgoing-requests.ts';
import { OwnAddress } from './own-address.ts';
import type { WorldOptions } from './world.ts';

const HEAD = 'xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript"';

/** A session that has an order prepared by one it invoked, while another it invoked watches. */
const lead = (url: string): string => `<scxml ${HEAD}>
  <state id="works">
    <invoke id="cook" src="cook.scxml" autoforward="true"><param name="dish" expr="'soup'"/>
      <finalize><log expr="'finalized ' + _event.name"/></finalize></invoke>
    <invoke id="watch"><content><scxml ${HEAD}><state>
      <onentry><send event="alarm" delay="600s"/></onentry>
      <transition event="alarm"><send target="#_parent" event="burnt"/></transition></state></scxml></content></invoke>
    <transition event="cooking"><log expr="_event.data.dish + ' from ' + _event.invokeid"/></transition>
    <transition event="burnt"><log expr="'burnt'"/></transition>
    <transition event="error"><log expr="_event.name + ' ' + _event.data.message"/></transition>
    <transition event="done.invoke.cook" target="end"><log expr="'done: ' + _event.data.ready"/></transition>
  </state>
  <final id="end"><onentry><send targetexpr="'${url}/scxml/sessions/desk-1'" event="closed"/></onentry></final>
</scxml>`;

/** Waits for the order, which reaches the one that invoked it, and asks the desk and a partner outside. */
const cook = (url: string): string => `<scxml ${HEAD}>
  <datamodel><data id="dish"/></datamodel>
  <state id="waits"><transition event="order" target="simmers">
    <send target="#_parent" event="cooking" namelist="dish"/></transition></state>
  <state id="simmers"><onentry><send event="hot" delay="5s"/></onentry>
    <transition event="hot" target="asks"/></state>
  <state id="asks"><onentry>
      <send target="${url}/partner" event="cooked" namelist="dish"/>
      <send target="#_scxml_desk-1" event="ready"/></onentry>
    <transition event="take" target="over"/></state>
  <final id="over"><donedata><param name="ready" expr="dish"/></donedata></final>
</scxml>`;

/** A session of its own: answers whoever told it, for the session it came from. */
const desk = `<scxml ${HEAD}><state id="open">
  <transition event="ready"><log expr="'ready'"/><send targetexpr="_event.origin" event="take"/></transition>
  <transition event="closed" target="end"><log expr="'closed'"/></transition>
  </state><final id="end"/></scxml>`;

/** Sessions within a session, another beside it and a partner outside: an order comes over HTTP and is carried out. */
export class ATeam {
  readonly address: OwnAddress;
  readonly #outgoing = new OutgoingRequests();

  private constructor(address: OwnAddress) {
    this.address = address;
  }

  static async open(): Promise<ATeam> {
    return new ATeam(await OwnAddress.open());
  }

  get options(): WorldOptions {
    const { url, port } = this.address;
    return {
      documents: {
        'dialogs/lead.scxml': lead(url),
        'dialogs/cook.scxml': cook(url),
        'dialogs/desk.scxml': desk,
      },
      sessionEvents: { url, hosts: [`127.0.0.1:${port}`], privateNetworks: true },
      underWay: this.#outgoing.underWay,
    };
  }

  get course(): Course {
    const { address } = this;
    return {
      options: this.options,
      least: 10,
      async begin(world, death) {
        address.leadsTo(world, death);
        await world.startSession('desk-1', 'desk');
        await world.startSession('lead-1', 'lead');
        world.ringback.engine.wake(['desk-1', 'lead-1']);
        await world.clock.settle();
        await Promise.race([address.post('lead-1', 'order', 'o1'), death]);
      },
      restarting: () => address.up(),
      // Whoever got no answer asks again, with the same key.
      again: async (world) => {
        await world.clock.settle();
        await address.post('lead-1', 'order', 'o1');
      },
      over: async ({ store }) =>
        (await store.sessions.get('desk-1'))?.status === 'finished' &&
        (await store.outbox.open()).length === 0,
      async check(world) {
        expect(await world.logsOf('lead-1')).toEqual([
          'finalized cooking',
          'soup from cook',
          'finalized done.invoke.cook',
          'done: soup',
        ]);
        expect(await world.logsOf('desk-1')).toEqual(['ready', 'closed']);
        expect([...address.partner.values()]).toEqual(['_scxmleventname=cooked&dish=soup']);
        expect(await world.store.sessions.running()).toEqual([]);
        expect(await world.store.outbox.open()).toEqual([]);
      },
    };
  }

  close(): void {
    this.#outgoing.close();
    this.address.close();
  }
}
