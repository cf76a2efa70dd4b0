import { expect } from 'vitest';

import { book, CUSTOMER, expectNothingLeft, type Behaviour } from './behaviours.ts';
import { ors } from './chart-session.ts';
import type { World, WorldOptions } from './world.ts';

type Options = NonNullable<NonNullable<WorldOptions['service']>['options']>;

const own = (options: Options): NonNullable<WorldOptions['service']> => ({ options });
const modules = [
  'ixn="http://www.genesyslab.com/modules/interaction"',
  'dialog="http://www.genesyslab.com/modules/dialog"',
]
  .map((one) => `xmlns:${one}`)
  .join(' ');

/** A project whose plug-in `after/dial` is this. */
export function plugIn(inside: string, options: Options = {}, more: WorldOptions = {}): WorldOptions {
  const data = '<datamodel><data id="_call_state"/><data id="_interaction_id"/></datamodel>';
  return {
    ...more,
    documents: { 'dialogs/after/dial.scxml': ors(data + inside, modules), ...more.documents },
    service: own({ _plugin_on_dial_url: 'after/dial.scxml', ...options }),
  };
}

/** What the people at a phone heard, one line a call. */
function listenAt(world: World, keys: string[] = []): () => string {
  const { heard } = world.phone(CUSTOMER, keys);
  return () =>
    heard
      .flatMap(({ perception }) => (perception.kind === 'hears' ? [perception.sound] : []))
      .map((sound) =>
        sound.kind === 'recording' ? sound.path : sound.kind === 'music' ? '(music)' : sound.text,
      )
      .join(' ');
}

/** What all sessions that ended logged. */
async function logs(world: World): Promise<string[]> {
  const record = await world.callback();
  return world.logsOf(record?.sessionId ?? '');
}

const tells = `<log expr="'plug-in: ' + _data._call_state + ' ' + (_data._interaction_id ? 'on the line' : 'nobody')"/>`;

/** What a service may put around the calls of its callbacks. */
export const plugInBehaviours: Behaviour[] = [
  {
    name: 'a recording of the service greets who answers, before the question',
    options: { service: own({ _treatment_customer_connect: 'welcome.wav' }) },
    async run(world) {
      const heard = listenAt(world);
      await book(world, CUSTOMER);
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
      expect(heard()).toMatch(/^welcome\.wav Hello.*press 1/i);
    },
  },
  {
    name: 'a page of the service is run for who answers, before the question',
    options: { service: own({ _on_customer_connect_treatment_url: 'voicemail' }) },
    async run(world) {
      const heard = listenAt(world);
      await book(world, CUSTOMER);
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
      expect(heard()).toMatch(/^Hello.* Please call us.* Hello.*press 1/i);
    },
  },
  {
    name: 'a recording of the service is left on an answering machine',
    options: {
      service: own({ _max_dial_attempts: 1, _treatment_call_failure_answering_machine: 'call-again.wav' }),
    },
    async run(world) {
      const before = world.people.at('+14155550106');
      const heard: string[] = [];
      world.people.register('+14155550106', {
        on: (line) => {
          const notices = before.on(line);
          return (perception) => {
            if (perception.kind === 'hears')
              heard.push(perception.sound.kind === 'recording' ? perception.sound.path : 'something else');
            notices(perception);
          };
        },
      });
      await book(world, '+14155550106');
      expect(await world.completed()).toMatchObject({ lastDialResult: 'ANSWERING_MACHINE' });
      expect(heard).toEqual(['call-again.wav']);
    },
  },
  {
    name: 'an empty treatment leaves no message at all',
    options: { service: own({ _max_dial_attempts: 1, _treatment_call_failure_answering_machine: '{}' }) },
    async run(world) {
      await book(world, '+14155550106');
      const { sessionId } = await world.completed();
      const journal = await world.store.sessions.journal(sessionId ?? '');
      expect(JSON.stringify(journal)).not.toContain('LeavingMessage');
    },
  },
  {
    name: 'who waits for an agent hears the recording of the service, then music',
    options: {
      agents: [],
      service: own({ _wait_for_agent: false, _treatment_waiting_for_agent: 'soon.wav' }),
    },
    async run(world) {
      const heard = listenAt(world);
      await book(world, CUSTOMER);
      await world.until(() => heard().includes('(music)'), 'music');
      expect(heard()).toMatch(/ soon\.wav \(music\)$/);
    },
  },
  {
    name: 'who waited in vain hears the recording of the service, and is let go',
    options: {
      agents: [],
      service: own({
        _wait_for_agent: false,
        _max_time_to_wait_for_agent_on_the_call: 60,
        _treatment_find_agent_fail: 'sorry.wav',
      }),
    },
    async run(world) {
      const heard = listenAt(world);
      await book(world, CUSTOMER);
      expect(await world.completed()).toMatchObject({ reason: 'FAIL_TARGET_NOT_FOUND' });
      expect(heard()).toMatch(/ sorry\.wav$/);
      await expectNothingLeft(world);
    },
  },
  {
    name: 'the plug-in has the call after dialling, and the callback goes on when it is done',
    options: plugIn(`<script>var played;</script>
      <state id="talks"><onentry>${tells}
        <dialog:playsound requestid="played" interactionid="_data._interaction_id" type="'sound'" resource="'jingle.wav'"/></onentry>
        <transition event="dialog.playsound.done" cond="_event.data.requestid == played" target="over"/></state>
      <final id="over"/>`),
    async run(world) {
      const heard = listenAt(world);
      await book(world, CUSTOMER);
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
      expect(await logs(world)).toEqual(['plug-in: PERSON on the line']);
      expect(heard()).toMatch(/^jingle\.wav Hello/);
    },
  },
  {
    name: 'the plug-in is told when nobody was reached, on every attempt',
    options: plugIn(`<final id="over"><onentry>${tells}</onentry></final>`, { _max_dial_attempts: 2 }),
    async run(world) {
      await book(world, '+14155550102');
      await world.completed();
      expect(await logs(world)).toEqual(['plug-in: BUSY nobody', 'plug-in: BUSY nobody']);
    },
  },
  {
    name: 'with _plugin_on_dial_invoke_on_call_failed off, the plug-in is only for people',
    options: plugIn(`<final id="over"><onentry>${tells}</onentry></final>`, {
      _plugin_on_dial_invoke_on_call_failed: false,
      _max_dial_attempts: 1,
    }),
    async run(world) {
      await book(world, '+14155550102');
      await world.completed();
      expect(await logs(world)).toEqual([]);
    },
  },
  {
    name: 'a plug-in that controls the call is told when the customer hangs up',
    options: plugIn(
      `<script>var asked;</script><state id="talks">
        <onentry><dialog:playsound requestid="asked" interactionid="_data._interaction_id" type="'music'"/></onentry>
        <transition event="interaction.deleted" cond="_event.data.interactionid == _data._interaction_id" target="over">
          <log expr="'plug-in: gone'"/></transition></state><final id="over"/>`,
      { _max_dial_attempts: 1, _plugin_on_dial_timeout: 3000 },
    ),
    async run(world) {
      await book(world, '+14155550109');
      const { reason, updatedAt } = await world.completed();
      expect(reason).toBe('FAIL_USER_NO_CONFIRM');
      expect(await logs(world)).toEqual(['plug-in: gone']);
      expect(updatedAt - Date.UTC(2026, 0, 5, 9)).toBeLessThan(600_000);
    },
  },
  {
    name: 'a plug-in that does not come to an end is left behind in time',
    options: plugIn('<state id="waits"/>', { _plugin_on_dial_timeout: 20 }),
    async run(world) {
      world.phone(CUSTOMER);
      await book(world, CUSTOMER);
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
      await expectNothingLeft(world);
    },
  },
  {
    name: 'a plug-in that is not in the project does no harm',
    options: { service: own({ _plugin_on_dial_url: 'after/nothing.scxml' }) },
    async run(world) {
      world.phone(CUSTOMER);
      await book(world, CUSTOMER);
      expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
    },
  },
];
