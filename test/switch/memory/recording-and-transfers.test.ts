import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import type { PhoneLine } from '../../../src/switch/person.ts';
import type {
  RecordOrder,
  SwitchCall,
  TransferOrder,
  TransferOutcome,
  UnderWay,
} from '../../../src/switch/switch.ts';
import { memoryWorld, type World } from './memory-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringback-recordings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Caller {
  world: World;
  call: SwitchCall;
  line: PhoneLine;
}

/** A caller who has rung in and was answered. */
async function answered(): Promise<Caller> {
  const world = await memoryWorld();
  let line: PhoneLine | undefined;
  const person = { on: (own: PhoneLine) => ((line = own), () => undefined) };
  world.switch.ring(person, { from: '+14155550100', to: '8000' });
  await world.clock.settle();
  const [call] = world.notes.calls;
  if (!line || !call) throw new Error('no call arrived');
  await call.answer();
  return { world, call, line };
}

async function outcomeOf<Outcome>({ world }: Caller, { done }: UnderWay<Outcome>): Promise<Outcome> {
  let outcome: Outcome | undefined;
  void done.then((value) => (outcome = value));
  await world.clock.until(() => outcome !== undefined);
  return outcome as Outcome;
}

let files = 0;
const order = (more: Partial<RecordOrder> = {}): RecordOrder => ({
  to: join(folder, `${++files}.wav`),
  ...{ beep: false, maxTimeMs: 10_000, finalSilenceMs: 2_000, timeoutMs: 5_000 },
  ...more,
});

test('a recording ends with silence after speech, and the file is as long as it', async () => {
  const caller = await answered();
  const wanted = order();
  const recording = caller.call.record(wanted);
  await caller.world.clock.advance(500);
  caller.line.speak(1_500);
  expect(await outcomeOf(caller, recording)).toEqual({ kind: 'recorded', end: 'silence', durationMs: 4_000 });
  expect(statSync(wanted.to).size).toBe(44 + 4_000 * 16);
});

test('nothing said is nothing recorded', async () => {
  const caller = await answered();
  const wanted = order();
  expect(await outcomeOf(caller, caller.call.record(wanted))).toEqual({ kind: 'nothing', end: 'silence' });
  expect(statSync(wanted.to, { throwIfNoEntry: false })).toBe(undefined);
});

test('a recording is no longer than it may be', async () => {
  const caller = await answered();
  const recording = caller.call.record(order({ maxTimeMs: 1_000, beep: true }));
  caller.line.speak(9_000);
  expect(await outcomeOf(caller, recording)).toEqual({ kind: 'recorded', end: 'maxtime', durationMs: 1_000 });
});

test('a recording that is stopped keeps what was said; keys come meanwhile', async () => {
  const caller = await answered();
  const keys: string[] = [];
  caller.call.onKey(({ key }) => keys.push(key));
  const recording = caller.call.record(order());
  caller.line.speak(9_000);
  await caller.world.clock.advance(700);
  caller.line.press('#');
  await recording.stop();
  expect(await recording.done).toEqual({ kind: 'recorded', end: 'stopped', durationMs: 700 });
  expect(keys).toEqual(['#']);
});

test('who hangs up leaves what was said so far', async () => {
  const caller = await answered();
  const recording = caller.call.record(order());
  await caller.world.clock.advance(800);
  caller.line.hangUp();
  expect(await outcomeOf(caller, recording)).toEqual({ kind: 'recorded', end: 'hangup', durationMs: 800 });
  expect(await caller.call.record(order()).done).toEqual({ kind: 'nothing', end: 'hangup' });
});

const transferTo = (number: string, more: Partial<TransferOrder> = {}): TransferOrder => ({
  kind: 'bridge',
  to: { kind: 'number', number },
  ...{ timeoutS: 20, maxTimeMs: null, audio: null, variables: {} },
  ...more,
});

interface Far {
  line: PhoneLine;
}

/** Somebody at `number`, who answers after `afterMs`; null never. */
function farEnd({ world }: Caller, number: string, afterMs: number | null): Far {
  const far: Partial<Far> = {};
  world.people.register(number, {
    on(line) {
      far.line = line;
      if (afterMs !== null) world.clock.at(world.clock.now() + afterMs, () => line.answer());
      return () => undefined;
    },
  });
  return far as Far;
}

const FAR = '+14155550177';

test.each<[string, (caller: Caller, far: Far, transfer: UnderWay<TransferOutcome>) => unknown, object]>([
  ['the far end hangs up', (_, far) => far.line.hangUp(), { end: 'far-end', cause: 'NORMAL_CLEARING' }],
  ['the caller hangs up', ({ line }) => line.hangUp(), { end: 'caller' }],
  ['it is stopped', (_caller, _far, transfer) => transfer.stop(), { end: 'stopped' }],
])('two who talk are apart when %s', async (_, act, end) => {
  const caller = await answered();
  const far = farEnd(caller, FAR, 1_000);
  const transfer = caller.call.transfer(transferTo(FAR));
  await caller.world.clock.advance(4_020);
  act(caller, far, transfer);
  expect(await outcomeOf(caller, transfer)).toMatchObject({ kind: 'talked', ms: 3_000, ...end });
  expect(caller.call.ended).toBe((end as { end: string }).end === 'caller');
});

test('two talk no longer than they may', async () => {
  const caller = await answered();
  farEnd(caller, FAR, 0);
  const transfer = caller.call.transfer(transferTo(FAR, { maxTimeMs: 2_000 }));
  expect(await outcomeOf(caller, transfer)).toMatchObject({ kind: 'talked', end: 'maxtime', ms: 2_000 });
  expect(caller.call.ended).toBe(false);
});

test('nobody answers in time, or it is stopped or left while it rings', async () => {
  const caller = await answered();
  farEnd(caller, FAR, null);
  const unanswered = caller.call.transfer(transferTo(FAR, { timeoutS: 3 }));
  expect(await outcomeOf(caller, unanswered)).toEqual({ kind: 'failed', cause: 'NO_ANSWER' });
  const stopped = caller.call.transfer(transferTo(FAR));
  await caller.world.clock.advance(500);
  await stopped.stop();
  expect(await outcomeOf(caller, stopped)).toEqual({ kind: 'stopped' });
  const left = caller.call.transfer(transferTo(FAR));
  await caller.world.clock.advance(500);
  caller.line.hangUp();
  expect(await outcomeOf(caller, left)).toEqual({ kind: 'call-ended' });
});

test('a caller sent off blindly is no longer ours, and is hung up when the far end is', async () => {
  const caller = await answered();
  const far = farEnd(caller, FAR, 1_000);
  const transfer = caller.call.transfer(transferTo(FAR, { kind: 'blind' }));
  expect(await outcomeOf(caller, transfer)).toEqual({ kind: 'transferred' });
  expect(caller.call.ended).toBe(true);
  await caller.world.clock.advance(3_000);
  expect(await caller.world.switch.lookup(caller.call.id)).toBe('alive');
  far.line.hangUp();
  await caller.world.clock.settle();
  expect(caller.world.notes.ends).toMatchObject([{ id: caller.call.id }]);
});

test('a caller sent off to somebody who is busy, and never rang, comes back', async () => {
  const caller = await answered();
  caller.world.people.register(FAR, {
    on: (line) => (perception) => {
      if (perception.kind === 'ringing') line.reject(486);
    },
  });
  const transfer = caller.call.transfer(transferTo(FAR, { kind: 'blind' }));
  expect(await outcomeOf(caller, transfer)).toEqual({ kind: 'failed', cause: 'USER_BUSY' });
  expect(caller.call.ended).toBe(false);
});

test('a consultation keeps the caller until the far end has answered', async () => {
  const caller = await answered();
  farEnd(caller, FAR, null);
  const failed = caller.call.transfer(transferTo(FAR, { kind: 'consultation', timeoutS: 2 }));
  expect(await outcomeOf(caller, failed)).toEqual({ kind: 'failed', cause: 'NO_ANSWER' });
  expect(caller.call.ended).toBe(false);
  farEnd(caller, FAR, 1_000);
  const done = caller.call.transfer(transferTo(FAR, { kind: 'consultation' }));
  expect(await outcomeOf(caller, done)).toEqual({ kind: 'transferred' });
  expect(caller.call.ended).toBe(true);
});

test('a call that talks to somebody when its process dies arrives again when they are apart', async () => {
  const caller = await answered();
  const { world } = caller;
  const far = farEnd(caller, FAR, 500);
  const transfer = caller.call.transfer(transferTo(FAR));
  await world.clock.advance(2_000);
  await world.switch.stop();
  expect(await outcomeOf(caller, transfer)).toEqual({ kind: 'call-ended' });
  await world.switch.start(world.notes);
  await world.clock.advance(5_000);
  expect(world.notes.calls).toHaveLength(1);
  far.line.hangUp();
  await world.clock.settle();
  expect(world.notes.calls).toHaveLength(2);
  expect(world.notes.calls[1]?.id).toBe(caller.call.id);
});
