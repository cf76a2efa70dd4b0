import { expect, test } from 'vitest';

import type { VoiceEnd, VoiceRunner } from '../../src/app/ports.ts';
import { silentLogger } from '../../src/core/logger.ts';
import type { VirtualClock } from '../../src/core/virtual-clock.ts';
import type { Perception, PhoneLine } from '../../src/switch/person.ts';
import type { SwitchCall } from '../../src/switch/switch.ts';
import { plainSounds } from '../../src/voice/sounds.ts';
import { createVoiceRunner } from '../../src/voice/voice-runner.ts';
import { memoryWorld } from '../switch/memory/memory-world.ts';
import { callbackPages, pageServer } from './pages.ts';

interface Ringing {
  clock: VirtualClock;
  call: SwitchCall;
  line: PhoneLine;
  noticed: Perception[];
  voice: VoiceRunner & { close(): Promise<void> };
  asked: string[];
  /** Lets the dialog at an address run on the call. */
  run: (path: string) => { ended: () => VoiceEnd | undefined; stop: () => void };
}

/** A caller has rung in and nobody has answered yet. */
async function ringing(): Promise<Ringing> {
  const world = await memoryWorld();
  const noticed: Perception[] = [];
  let line: PhoneLine | undefined;
  const person = {
    on(own: PhoneLine) {
      line = own;
      return (perception: Perception) => void noticed.push(perception);
    },
  };
  world.switch.ring(person, { from: '+14155550100', to: '8000' });
  await world.clock.settle();
  const [call] = world.notes.calls;
  if (!line || !call) throw new Error('no call arrived');
  const { fetch, asked } = pageServer(callbackPages);
  const { clock } = world;
  const voice = await createVoiceRunner({ threads: 0, clock, log: silentLogger, fetch, sounds: plainSounds });
  return {
    ...{ clock, call, line, noticed, voice, asked },
    run(path) {
      const run = voice.run(call, path, { from: call.from });
      let end: VoiceEnd | undefined;
      void run.ended.then((value) => (end = value));
      return { ended: () => end, stop: () => run.stop() };
    },
  };
}

const texts = (noticed: Perception[]): string[] =>
  noticed.flatMap((one) => (one.kind === 'hears' && one.sound.kind === 'text' ? [one.sound.text] : []));

test('a dialog hears, speaks and hands over its result', async () => {
  const { clock, run, line, noticed, asked } = await ringing();
  const dialog = run('/vxml/ask');
  await clock.until(() => texts(noticed).length === 1);
  line.press('1');
  await clock.until(() => dialog.ended() !== undefined);
  expect(dialog.ended()).toEqual({
    how: 'exit',
    result: { from: '+14155550100', end: 'reject' },
    error: null,
  });
  expect(texts(noticed)).toEqual(['Press a key.', 'Goodbye.']);
  expect(asked).toEqual(['GET /vxml/ask', 'POST /vxml/answer choice=1']);
});

test('nothing answers the call but the first prompt', async () => {
  const { clock, call, run } = await ringing();
  const dialog = run('/vxml/left');
  await clock.until(() => dialog.ended() !== undefined);
  expect(call.answered).toBe(false);
  const second = run('/vxml/answer');
  await clock.until(() => second.ended() !== undefined);
  expect(call.answered).toBe(true);
});

test('a caller who hangs up lets the page submit what it knows', async () => {
  const { clock, run, line, noticed, asked } = await ringing();
  const dialog = run('/vxml/ask');
  await clock.until(() => texts(noticed).length === 1);
  line.hangUp();
  await clock.until(() => dialog.ended() !== undefined);
  expect(dialog.ended()).toEqual({ how: 'hangup', result: { left: true }, error: null });
  expect(asked.at(-1)).toBe('POST /vxml/left');
});

test('a dialog whose page cannot be had ends with the reason, and the call stays', async () => {
  const { clock, call, run } = await ringing();
  const dialog = run('/vxml/missing');
  await clock.until(() => dialog.ended() !== undefined);
  expect(dialog.ended()?.how).toBe('error');
  expect(dialog.ended()?.error).toContain('error.badfetch.http.404');
  expect(call.ended).toBe(false);
});

test('pages of other hosts are not reached', async () => {
  const { clock, run, asked } = await ringing();
  const dialog = run('http://elsewhere.example/start.vxml');
  await clock.until(() => dialog.ended() !== undefined);
  expect(dialog.ended()?.error).toContain('not among the allowed hosts');
  expect(asked).toEqual([]);
});

test('a stopped dialog leaves the call, and keys pressed later are for the next dialog', async () => {
  const { clock, call, run, line, noticed } = await ringing();
  const first = run('/vxml/ask');
  await clock.until(() => texts(noticed).length === 1);
  first.stop();
  await clock.until(() => first.ended() !== undefined);
  expect(first.ended()?.how).toBe('exit');
  expect(call.ended).toBe(false);
  line.press('7');
  const second = run('/vxml/ask');
  await clock.until(() => second.ended() !== undefined);
  expect(second.ended()?.result).toMatchObject({ end: 'reject' });
});

test('when the runner closes, dialogs under way fall silent and never end, as their calls live on', async () => {
  const { clock, call, run, voice, line, noticed, asked } = await ringing();
  const dialog = run('/vxml/ask');
  await clock.until(() => texts(noticed).length === 1);
  await voice.close();
  line.hangUp();
  await clock.advance(60_000);
  expect(call.ended).toBe(true);
  expect(dialog.ended()).toBe(undefined);
  expect(asked).toEqual(['GET /vxml/ask']);
});
