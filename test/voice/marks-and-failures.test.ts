import { expect, test } from 'vitest';

import { silentLogger } from '../../src/core/logger.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import type { Playback, PlayOutcome, SwitchCall } from '../../src/switch/switch.ts';
import { plainSounds } from '../../src/voice/sounds.ts';
import { SwitchPlatform } from '../../src/voice/switch-platform.ts';
import type { Played, PromptSegment } from '../../src/voicexml/platform.ts';

const say = (text: string): PromptSegment => ({ kind: 'text', text, locale: 'en-US' });
const mark = (name: string): PromptSegment => ({ kind: 'mark', name });

interface Phone {
  platform: SwitchPlatform;
  clock: VirtualClock;
  /** What was played, a list each playback. */
  played: string[][];
  leave(): void;
}

/** Every playback lasts a second; `refuses`: the switch takes none. */
function phone({ refuses = false } = {}): Phone {
  const clock = new VirtualClock();
  const played: string[][] = [];
  const leaving: (() => void)[] = [];
  const call = {
    ...{ id: 'call', switchName: 'one', direction: 'inbound', from: '', to: '', userData: {} },
    ...{ answered: true, ended: false },
    answer: () => Promise.resolve('answered'),
    onEnd: (listener: () => void) => void leaving.push(listener),
    play(segments: { kind: string; text?: string }[]): Playback {
      played.push(segments.map((segment) => segment.text ?? segment.kind));
      const { promise: done, resolve } = Promise.withResolvers<PlayOutcome>();
      const startedAt = clock.now();
      if (refuses) resolve({ kind: 'call-ended' });
      else clock.at(startedAt + 1_000, () => resolve({ kind: 'played' }));
      leaving.push(() => resolve({ kind: 'call-ended' }));
      return {
        done,
        stop() {
          resolve({ kind: 'stopped', atMs: clock.now() - startedAt });
          return Promise.resolve();
        },
      };
    },
  };
  const platform = new SwitchPlatform(call as unknown as SwitchCall, {
    ...{ clock, log: silentLogger, sounds: plainSounds },
  });
  return {
    ...{ platform, clock, played },
    leave() {
      call.ended = true;
      for (const listener of leaving) listener();
    },
  };
}

async function settled<Value>(clock: VirtualClock, promise: Promise<Value>): Promise<Value | undefined> {
  let value: Value | undefined;
  void promise.then((one) => (value = one)).catch(() => undefined);
  await clock.until(() => value !== undefined, 20_000);
  return value;
}

const prompt = [say('a'), mark('one'), say('b'), say('c'), mark('two'), say('d')];

test('a prompt is cut at its marks, and the last mark is reported with the time since', async () => {
  const { platform, clock, played } = phone();
  expect(await settled(clock, platform.play(prompt))).toEqual({ mark: 'two', sinceMarkMs: 1_000 });
  expect(played).toEqual([['a'], ['b', 'c'], ['d']]);
});

test('a prompt that is stopped in the middle stops at once, and tells how long after which mark', async () => {
  const { platform, clock, played } = phone();
  const playing = platform.play(prompt);
  await clock.advance(1_400);
  await platform.stop();
  expect(await settled(clock, playing)).toEqual({ mark: 'one', sinceMarkMs: 400 });
  expect(played).toEqual([['a'], ['b', 'c']]);
});

test('without a mark, or before it, none is reported; one at the end is', async () => {
  const { platform, clock } = phone();
  const nothing: Played = { mark: null, sinceMarkMs: null };
  expect(await settled(clock, platform.play([say('a')]))).toEqual(nothing);
  const early = platform.play([say('a'), mark('late')]);
  await clock.advance(10);
  await platform.stop();
  expect(await settled(clock, early)).toEqual(nothing);
  expect(await settled(clock, platform.play([say('a'), mark('end')]))).toEqual({
    mark: 'end',
    sinceMarkMs: 0,
  });
});

test('a caller who leaves in the middle ends the prompt, and no more of it is played', async () => {
  const { platform, clock, played, leave } = phone();
  const playing = platform.play(prompt);
  await clock.advance(100);
  leave();
  expect(await settled(clock, playing)).toEqual({ mark: null, sinceMarkMs: null });
  expect(played).toEqual([['a']]);
});

test('a switch that refuses to play on a call that goes on has failed, and so has the dialog', async () => {
  const { platform, clock } = phone({ refuses: true });
  let failure = '';
  void platform.play([say('a')]).catch((error: unknown) => (failure = String(error)));
  await clock.until(() => failure !== '', 20_000);
  expect(failure).toContain('does not play prompts');
});

test('a refusal that is followed by the end of the call is a hang-up like any other', async () => {
  const { platform, clock, leave } = phone({ refuses: true });
  const playing = platform.play([say('a')]);
  await clock.advance(1_000);
  leave();
  expect(await settled(clock, playing)).toEqual({ mark: null, sinceMarkMs: null });
});
