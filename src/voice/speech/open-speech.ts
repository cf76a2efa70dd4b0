import { join } from 'node:path';

import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import { createCommandEngine } from './command-engine.ts';
import { createFliteEngine, isEnglish } from './flite-engine.ts';
import { openSoundCache, type SoundCache } from './sound-cache.ts';
import { createSpeech, type Speech } from './speech.ts';
import type { EngineTime, SpeechEngine } from './speech-engine.ts';

/** The `voice` section of the configuration. */
export interface VoiceSettings {
  engine:
    | { kind: 'built-in'; voice: string }
    | { kind: 'command'; command: readonly string[]; locales: readonly string[] | null }
    | { kind: 'none' };
  timeoutMs: number;
  cacheBytes: number;
}

/** Texts as files, and all sound files that are kept. */
export interface SpeechHouse {
  speech: Speech;
  cache: SoundCache;
}

/** Opens speech with its cache in `<data>/speech`. Rejects when the folder cannot be had. */
export async function openSpeech(
  data: string,
  settings: VoiceSettings,
  { clock, log }: { clock: Clock; log: Logger },
): Promise<SpeechHouse> {
  const cache = await openSoundCache({ folder: join(data, 'speech'), mostBytes: settings.cacheBytes, clock });
  const engine = engineOf(settings, { clock, timeoutMs: settings.timeoutMs });
  return { speech: createSpeech({ engine, cache, log }), cache };
}

/** Is there a voice for a locale? For who checks prompts without saying them. */
export function voiceFor(settings: VoiceSettings): (locale: string) => boolean {
  const { engine } = settings;
  if (engine.kind === 'built-in') return isEnglish;
  return (locale) => engine.kind === 'command' && (engine.locales?.includes(locale) ?? true);
}

function engineOf(settings: VoiceSettings, time: EngineTime): SpeechEngine {
  const { engine } = settings;
  if (engine.kind === 'built-in') return createFliteEngine(engine.voice, time);
  if (engine.kind === 'command') return createCommandEngine(engine, time);
  return mute;
}

/** Has no voice at all. */
const mute: SpeechEngine = {
  name: 'none',
  atOnce: 1,
  speaks: () => false,
  render: () => Promise.reject(new Error('there is no voice')),
  close: () => Promise.resolve(),
};
