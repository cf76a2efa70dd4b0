import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordingOf, type Recording } from '../../src/app/recording.ts';
import { createChartRunner, type ChartRunner } from '../../src/scxml/chart-runner.ts';
import { replay } from '../../src/strategy/replay.ts';
import { composerProject } from '../support/composer-project.ts';
import { replayed } from '../support/random-run.ts';
import { World } from '../support/world.ts';

let runner: ChartRunner;
let recording: Recording;

beforeAll(async () => {
  const documents = Object.entries(composerProject).map(([path, text]) => [`dialogs/shop/${path}`, text]);
  const world = await World.create({ documents: Object.fromEntries(documents) as Record<string, string> });
  world.configuration.routingPoints.push({
    number: '8100',
    service: 'classic',
    strategy: 'shop/src-gen/IPD_shop',
    language: null,
  });
  const { id } = world.ring('+14155550123', [], '8100');
  await world.clock.advance(120_000);
  const { sessionId } = await world.interaction(id);
  // As it is when it has been saved and read again.
  recording = JSON.parse(JSON.stringify(await recordingOf(world.store, sessionId ?? ''))) as Recording;
  await world.close();
  runner = await createChartRunner({ threads: 0, clock: world.clock });
});
afterAll(() => runner.close());

async function differences(changed: Recording): Promise<(string | null)[]> {
  const found: (string | null)[] = [];
  for await (const { difference } of replay(changed, runner)) found.push(difference);
  return found;
}

test('a call comes out the same from its journal, to the byte', async () => {
  const found = await differences(recording);
  expect(found.length).toBeGreaterThan(6);
  expect(new Set(found)).toEqual(new Set([null]));
});

test('what comes out otherwise is named where it does first', async () => {
  const files = { ...recording.files };
  const path = 'dialogs/shop/src-gen/Main.scxml';
  files[path] = (files[path] ?? '').replace("'tones '", "'sounds '");
  const found = await differences({ ...recording, files });
  expect(found.at(-1)).toMatch(/it did .*sounds.* where it had done .*tones/);
  expect(found.slice(0, -1).every((one) => one === null)).toBe(true);
});

test('data that are not the stored ones, a read that was not made and an action that is missing are named', async () => {
  const { session, journal } = recording;
  expect((await differences({ ...recording, session: { ...session, snapshot: '{}' } })).at(-1)).toMatch(
    /data at the end/,
  );
  const unread = journal.map((entry) => ({ ...entry, inputs: { ...entry.inputs, reads: {} } }));
  expect((await differences({ ...recording, journal: unread })).at(-1)).toBe(
    'it asks for document, which was not read then',
  );
  const more = journal.map((entry, index) =>
    index === 0 ? { ...entry, actions: [{ id: 'x', kind: 'ixn.redirect' }] } : entry,
  );
  expect(await differences({ ...recording, journal: more })).toEqual(['it did not ask for ixn.redirect']);
});

test('random runs, also ones cut by crashes, replay to the byte', () => replayed(60, 20260106));
