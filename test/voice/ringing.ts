import type { VoiceEnd, VoiceRunner } from '../../src/app/ports.ts';
import { silentLogger } from '../../src/core/logger.ts';
import type { VirtualClock } from '../../src/core/virtual-clock.ts';
import type { Perception, PhoneLine } from '../../src/switch/person.ts';
import type { SwitchCall } from '../../src/switch/switch.ts';
import { plainSounds } from '../../src/voice/sounds.ts';
import { createVoiceRunner } from '../../src/voice/voice-runner.ts';
import { memoryWorld } from '../switch/memory/memory-world.ts';
import { pageServer } from './pages.ts';

export interface Ringing {
  clock: VirtualClock;
  call: SwitchCall;
  line: PhoneLine;
  noticed: Perception[];
  voice: VoiceRunner & { close(): Promise<void> };
  asked: string[];
  /** Lets the dialog at an address run on the call. */
  run: (path: string) => { ended: () => VoiceEnd | undefined; stop: () => void };
}

/** A caller has rung in on a switch in memory and nobody has answered yet. */
export async function ringing(pages: Record<string, string>): Promise<Ringing> {
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
  const { fetch, asked } = pageServer(pages);
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

/** What was said to somebody, in order. */
export const texts = (noticed: Perception[]): string[] =>
  noticed.flatMap((one) => (one.kind === 'hears' && one.sound.kind === 'text' ? [one.sound.text] : []));
