import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import type { RecordOrder } from '../../../src/switch/switch.ts';
import { ringIn, site } from '../../support/simulated-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringback-recordings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const order = (more: Partial<RecordOrder> = {}): RecordOrder => ({
  to: join(folder, `${++files}.wav`),
  ...{ beep: false, maxTimeMs: 20_000, finalSilenceMs: 2_000, timeoutMs: 4_000 },
  ...more,
});

test('a recording ends with silence after speech; with none, there is nothing', async () => {
  const at = await site();
  const { call, line } = await ringIn(at);
  await call.answer();
  const spoken = order({ beep: true });
  const recording = call.record(spoken);
  at.world.scene.clock.at(at.world.scene.clock.now() + 1_500, () => line.speak(3_000));
  expect(await recording.done).toMatchObject({ kind: 'recorded', end: 'silence' });
  expect(statSync(spoken.to).size).toBeGreaterThan(3_000 * 16);
  expect(await call.record(order()).done).toEqual({ kind: 'nothing', end: 'silence' });
});

test('a recording is no longer than it may be, and can be stopped', async () => {
  const at = await site();
  const { call, line } = await ringIn(at);
  await call.answer();
  const long = call.record(order({ maxTimeMs: 1_500, finalSilenceMs: null, timeoutMs: null }));
  const outcome = await long.done;
  expect(outcome).toMatchObject({ kind: 'recorded', end: 'maxtime' });
  const stopped = call.record(order());
  const keys: string[] = [];
  call.onKey(({ key }) => {
    keys.push(key);
    void stopped.stop();
  });
  line.speak(60_000);
  at.world.scene.clock.at(at.world.scene.clock.now() + 2_000, () => line.press('#'));
  expect(await stopped.done).toMatchObject({ kind: 'recorded', end: 'stopped' });
  expect(keys).toEqual(['#']);
  const atOnce = call.record(order({ beep: true }));
  await atOnce.stop();
  expect(await atOnce.done).toEqual({ kind: 'nothing', end: 'stopped' });
});

test('what a caller said before hanging up is kept', async () => {
  const at = await site();
  const { call, line } = await ringIn(at);
  await call.answer();
  const wanted = order();
  const recording = call.record(wanted);
  line.speak(60_000);
  at.world.scene.clock.at(at.world.scene.clock.now() + 3_000, () => line.hangUp());
  expect(await recording.done).toMatchObject({ kind: 'recorded', end: 'hangup' });
  expect(statSync(wanted.to).size).toBeGreaterThan(16_000);
  expect(await call.record(order()).done).toEqual({ kind: 'nothing', end: 'hangup' });
});

test('a name that could be taken for something else is refused, and the call goes on', async () => {
  const { call } = await ringIn(await site());
  await call.answer();
  for (const to of ['/tmp/${api}.wav', '/tmp/a +9', '/tmp/a b.wav', "/tmp/it's.wav", '{a=b}/tmp/x.wav', ''])
    expect(await call.record(order({ to })).done).toMatchObject({ kind: 'failed' });
  expect(call.ended).toBe(false);
});
