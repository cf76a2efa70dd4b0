import { expect, it } from 'vitest';

import type { JsonObject } from '../../src/core/json.ts';
import { crashWalk } from '../support/crash-walk.ts';
import { strategy } from '../support/strategy-world.ts';
import { World } from '../support/world.ts';

const other = strategy(
  `<state id="on"><onentry><log expr="'begun with ' + _x.params.color"/></onentry>
    <transition event="go" target="over"/></state><final id="over"/>`,
);

/** Has another session begin in a minute, then does this with its id in `id`. */
function planner(does: string, logged = 'session error'): string {
  return strategy(
    `<script>var r = ''; var id = '';</script>
     <state id="asks"><onentry><session:start requestid="r" src="'other'" delay="'60s'"><param name="color" expr="'red'"/></session:start></onentry>
       <transition event="session.start.done" target="does"><script>id = _event.data.sessionid;</script></transition></state>
     <state id="does"><onentry>${does}</onentry>
       ${logged
         .split(' ')
         .map(
           (name) =>
             `<transition event="${name}"><log expr="_event.name + ' ' + (_event.data.error || '')"/></transition>`,
         )
         .join('')}</state>`,
  );
}

async function planned(does: string): Promise<World> {
  const documents = { 'dialogs/planner.scxml': planner(does), 'dialogs/other.scxml': other };
  const world = await World.create({ documents });
  await begin(world);
  return world;
}

async function begin(world: World): Promise<void> {
  await world.startSession('planner', 'planner');
  world.ringback.engine.wake(['planner']);
}

async function idOfOther(world: World): Promise<string> {
  const journal = await world.store.sessions.journal('planner');
  const done = journal.find(({ event }) => event?.name === 'session.start.done');
  return String((done?.event?.data as JsonObject)['sessionid']);
}

const moved = (attributes: string): string =>
  `<session:updatestart requestid="r" sessionid="id" ${attributes}/>`;

it.each([
  ['as it was asked for', '', 60_000],
  ['later', moved(`delay="'5m'"`), 300_000],
  ['earlier', moved(`delay="'2.5s'"`), 2_500],
  ['at an instant', moved(`starttime="new Date(Date.now() + 90000)"`), 90_000],
  ['at an instant in milliseconds', moved(`starttime="Date.now() + 90000"`), 90_000],
  ['at once, when the instant is over', moved(`starttime="'1999-01-01T00:00:00Z'"`), 0],
])('a session begins %s, with its parameters', async (_, does, afterMs) => {
  const world = await planned(does);
  await world.clock.advance(Math.max(0, afterMs - 1));
  const id = await idOfOther(world);
  if (afterMs > 0) expect(await world.store.sessions.get(id)).toMatchObject({ status: 'planned', seq: 0 });
  await world.clock.advance(1);
  expect(await world.logsOf(id)).toEqual(['begun with red']);
  expect(await world.logsOf('planner')).toEqual(does === '' ? [] : ['session.updatestart.done ']);
  await world.close();
});

it('one that was called off never begins, and says who ended it', async () => {
  const world = await planned(`<session:terminate requestid="r" sessionid="id"/>`);
  await world.clock.advance(600_000);
  const id = await idOfOther(world);
  expect(await world.logsOf('planner')).toEqual(['session.terminate.done ']);
  expect(await world.logsOf(id)).toEqual(['the session was ended: by session planner']);
  expect(await world.store.sessions.get(id)).toMatchObject({ status: 'finished' });
  expect(await world.store.sessions.nextTimer()).toBeNull();
  await world.close();
});

it('whenever the process dies, it begins once, when it was last to begin', async () => {
  const documents = {
    'dialogs/planner.scxml': planner(moved(`delay="'10s'"`)),
    'dialogs/other.scxml': other,
  };
  const failures = await crashWalk({
    options: { documents },
    least: 8,
    begin,
    async over(world) {
      const journal = await world.store.sessions.journal('planner');
      return journal.some(({ event }) => event?.name === 'session.updatestart.done');
    },
    async check(world) {
      const id = await idOfOther(world);
      const asked = (await world.store.sessions.journal('planner')).find(
        ({ event }) => event?.name === 'session.start.done',
      );
      const startedAt = (asked?.at ?? 0) + 10_000;
      expect(await world.store.sessions.get(id)).toMatchObject({ startedAt });
      expect(await world.logsOf(id)).toEqual(['begun with red']);
      const [begun] = await world.store.sessions.journal(id);
      expect(begun?.at).toBeGreaterThanOrEqual(startedAt);
    },
  });
  expect(failures).toEqual([]);
});
