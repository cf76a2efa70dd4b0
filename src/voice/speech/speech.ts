import { messageOf } from '../../core/errors.ts';
import { contentHash } from '../../core/ids.ts';
import type { Logger } from '../../core/logger.ts';
import { sentencesOf } from './sentences.ts';
import type { SoundCache } from './sound-cache.ts';
import type { SpeechEngine } from './speech-engine.ts';
import { telephoneWave } from './telephone-wave.ts';

/** Texts as sound files: each sentence is rendered once and kept. */
export interface Speech {
  /** Paths of the files that say the text, in order. What cannot be said is left out, and logged. */
  say(text: string, locale: string): Promise<string[]>;
  /** Renders what will be said, one after the other, until it is closed; sentences with a value in them are left for later. */
  prepare(texts: readonly StaticText[]): Promise<void>;
  close(): Promise<void>;
}

/** What a prompt says, in pieces; null stands for a value that is not known yet. */
interface StaticText {
  locale: string;
  pieces: readonly (string | null)[];
}

/** Stands in a text where a value will be (OBJECT REPLACEMENT CHARACTER). */
const VALUE = '\uFFFC';

interface SpeechParts {
  engine: SpeechEngine;
  cache: SoundCache;
  log: Logger;
}

/** Puts an engine and a cache together. */
export function createSpeech({ engine, cache, log }: SpeechParts): Speech {
  const turns = createSlots(engine.atOnce);
  let closed = false;
  const sentence = async (text: string, locale: string): Promise<string | null> => {
    const key = contentHash(JSON.stringify([engine.name, locale, text]));
    try {
      if (!engine.speaks(locale)) throw new Error(`there is no voice for ${locale}`);
      return await cache.file(key, () => turns(async () => telephoneWave(await engine.render(text, locale))));
    } catch (error) {
      if (!closed) log.error({ text, locale, error: messageOf(error) }, 'a text could not be spoken');
      return null;
    }
  };
  return {
    async say(text, locale) {
      const files = await Promise.all(sentencesOf(text, locale).map((one) => sentence(one, locale)));
      return files.filter((file) => file !== null);
    },
    async prepare(texts) {
      for (const { locale, pieces } of texts)
        for (const one of sentencesOf(pieces.map((piece) => piece ?? VALUE).join(''), locale))
          if (!closed && engine.speaks(locale) && !one.includes(VALUE)) await sentence(one, locale);
    },
    close() {
      closed = true;
      return engine.close();
    },
  };
}

/** Runs at most `most` pieces of work at a time, in the order they came. */
function createSlots(most: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
