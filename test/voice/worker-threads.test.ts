import { afterEach, expect, test } from 'vitest';

import { systemClock, type Clock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import type {
  KeyPress,
  Playback,
  PlayOutcome,
  PlaySegment,
  RecordOutcome,
  SwitchCall,
  TransferOutcome,
  UnderWay,
} from '../../src/switch/switch.ts';
import { plainSounds } from '../../src/voice/sounds.ts';
import { createVoiceRunner } from '../../src/voice/voice-runner.ts';
import { callbackPages, pageServer } from './pages.ts';

/** A call whose caller presses keys, hangs up or is `patient` while the first prompt plays. */
class FakeCall implements SwitchCall {
  readonly id = 'call';
  readonly switchName = 'fake';
  readonly direction = 'inbound';
  readonly from: string;
  readonly to = '8000';
  readonly userData = {};
  answered = false;
  ended = false;
  readonly said: string[] = [];
  readonly #act: string;
  #key: (press: KeyPress) => void = () => undefined;
  #end: () => void = () => undefined;

  constructor(from: string, act: string) {
    this.from = from;
    this.#act = act;
  }

  onEnd(listener: () => void): void {
    this.#end = listener;
  }

  onKey(listener: (press: KeyPress) => void): () => void {
    this.#key = listener;
    return () => (this.#key = () => undefined);
  }

  answer(): Promise<'answered'> {
    this.answered = true;
    return Promise.resolve('answered');
  }

  play(segments: PlaySegment[]): Playback {
    this.said.push(...segments.map((segment) => (segment.kind === 'text' ? segment.text : segment.kind)));
    const stop = (): Promise<void> => {
      resolve({ kind: 'stopped', atMs: 0 });
      return Promise.resolve();
    };
    const first = this.said.length === segments.length;
    const { promise: done, resolve } = Promise.withResolvers<PlayOutcome>();
    if (!first || this.#act === 'patient') resolve({ kind: 'played' });
    else if (this.#act === 'hangup') {
      this.ended = true;
      this.#end();
      resolve({ kind: 'call-ended' });
    } else for (const key of this.#act) this.#key({ key, at: 0 });
    return { done, stop };
  }

  attach = (): Promise<'attached'> => Promise.resolve('attached');
  detect = (): Promise<'person'> => Promise.resolve('person');
  afterBeep = (): Promise<'beep'> => Promise.resolve('beep');
  bridge = (): Promise<{ kind: 'bridged' }> => Promise.resolve({ kind: 'bridged' });
  confer = (): Promise<{ kind: 'joined' }> => Promise.resolve({ kind: 'joined' });
  record = (): UnderWay<RecordOutcome> => ended({ kind: 'nothing', end: 'hangup' });
  transfer = (): UnderWay<TransferOutcome> => ended({ kind: 'call-ended' });
  reject = (): Promise<void> => Promise.resolve();
  hangup = (): Promise<void> => Promise.resolve();
}

function ended<Outcome>(outcome: Outcome): UnderWay<Outcome> {
  return { done: Promise.resolve(outcome), stop: () => Promise.resolve() };
}

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((runner) => runner.close()));
});

async function workers(
  threads: number,
  clock: Clock = systemClock,
): Promise<{
  voice: Awaited<ReturnType<typeof createVoiceRunner>>;
  asked: string[];
}> {
  const { fetch, asked } = pageServer(callbackPages);
  const voice = await createVoiceRunner({ threads, clock, log: silentLogger, fetch, sounds: plainSounds });
  open.push(voice);
  return { voice, asked };
}

test('many dialogs run at once in a few threads, each on its own call', async () => {
  const { voice, asked } = await workers(2);
  const calls = Array.from(
    { length: 20 },
    (_, index) => new FakeCall(`+1415555${1000 + index}`, String(index % 10)),
  );
  const ends = await Promise.all(
    calls.map((call) => voice.run(call, '/vxml/ask', { from: call.from }).ended),
  );
  expect(ends).toEqual(
    calls.map(({ from }) => ({ how: 'exit', result: { from, end: 'reject' }, error: null })),
  );
  for (const call of calls) expect(call.said).toEqual(['Press a key.', 'Goodbye.']);
  for (let key = 0; key < 10; key++)
    expect(asked.filter((one) => one === `POST /vxml/answer choice=${key}`)).toHaveLength(2);
});

test('a hang-up reaches the page in its thread', async () => {
  const { voice, asked } = await workers(1);
  const { ended } = voice.run(new FakeCall('+14155550100', 'hangup'), '/vxml/ask', {});
  expect(await ended).toEqual({ how: 'hangup', result: { left: true }, error: null });
  expect(asked.at(-1)).toBe('POST /vxml/left');
});

test('a dialog in a thread can be stopped', async () => {
  const { voice } = await workers(1);
  const call = new FakeCall('+14155550100', '');
  const run = voice.run(call, '/vxml/ask', {});
  run.stop();
  expect(await run.ended).toEqual({ how: 'exit', result: {}, error: null });
});

test('a page whose script never ends is cut off, and the others in the thread go on', async () => {
  const { voice } = await workers(1);
  const looping = voice.run(new FakeCall('+14155550100', 'patient'), '/vxml/loop', {});
  const other = voice.run(new FakeCall('+14155550101', '1'), '/vxml/ask', {});
  expect((await looping.ended).error).toContain('error.semantic');
  expect((await other.ended).how).toBe('exit');
});

test('a thread that hangs is given up: its dialogs end with an error, and the next call gets a fresh one', async () => {
  const clock = new VirtualClock();
  const { voice, asked } = await workers(1, clock);
  const hanging = voice.run(new FakeCall('+14155550100', '1'), '/vxml/hang', {});
  while (asked.length === 0) await clock.settle();
  await clock.advance(60_000);
  expect(await hanging.ended).toEqual({
    how: 'error',
    result: {},
    error: 'a voice worker hung for 15000 ms',
  });
  const next = voice.run(new FakeCall('+14155550100', '1'), '/vxml/ask', { from: 'x' });
  expect((await next.ended).result).toEqual({ from: 'x', end: 'reject' });
});
