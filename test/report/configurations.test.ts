import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordingOf, type Recording } from '../../src/app/recording.ts';
import { configurationsOf } from '../../src/report/configurations.ts';
import { createChartRunner } from '../../src/scxml/chart-runner.ts';
import { systemClock } from '../../src/core/clock.ts';
import { replay } from '../../src/strategy/replay.ts';
import { book, CUSTOMER } from '../support/behaviours.ts';
import { plugIn } from '../support/plug-in-behaviours.ts';
import { World } from '../support/world.ts';

let recording: Recording;
let world: World;
beforeAll(async () => {
  world = await World.create(plugIn('<state id="Dialling"/>', { _plugin_on_dial_timeout: 5 }));
  world.phone(CUSTOMER);
  const { id } = await book(world, CUSTOMER);
  await world.completed();
  recording = await recordingOf(world.store, id);
});
afterAll(() => world.close());

test('each step of a journal stands where the session stood then, whatever the sessions it invoked did', async () => {
  const runner = await createChartRunner({ threads: 0, clock: systemClock });
  const configurations = configurationsOf(recording.journal);
  expect(configurations).toHaveLength(recording.journal.length);
  let step = 0;
  for await (const { snapshot } of replay(recording, runner)) {
    const { states } = configurations[step++] ?? { states: [] };
    if (snapshot?.done !== true)
      expect([...states].sort()).toEqual([...(snapshot?.configuration ?? [])].sort());
  }
  await runner.close();
});

test('a session that is done stands where it ended', () => {
  expect(configurationsOf(recording.journal).at(-1)?.states).toEqual(['Ended']);
});

test('a journal that says what no engine writes is read without harm', () => {
  const entry = recording.journal[0];
  if (!entry) throw new Error('there is no journal');
  const odd = [null, 3, 'enter', [], { kind: 'enter' }, { kind: 'enter', state: 7 }];
  expect(configurationsOf([{ ...entry, trace: odd }])).toMatchObject([{ states: [] }]);
});
