import { didYouMean } from '../core/did-you-mean.ts';
import { messageOf } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { waveContent, type WaveContent } from '../core/wave.ts';
import type { Files } from './compile-set.ts';
import type { ReadBook } from './prompt-book.ts';

/** What telephone lines carry: every platform plays it as it is. */
const RATE = 8_000;
const PCM = 1;
const G711 = [6, 7];
const LONGEST_S = 60;
/** So many samples in a row as loud as can be are no voice any more. */
const CLIPPED_RUN = 8;
const LOUDEST = 32_767;

/** Recordings, `prompts/<locale>/<name>.wav`, that cannot be played everywhere, or that no prompt has. */
export function lintRecordings(files: Files, books: ReadBook[]): Problem[] {
  return Object.entries(files).flatMap(([file, content]) => {
    const [, locale, name] = /^prompts\/([^/]+)\/(.+)\.wav$/.exec(file) ?? [];
    if (locale === undefined || name === undefined) return [];
    const book = books.find((one) => one.locale === locale);
    return [...formatMistakes(file, Buffer.from(content, 'base64')), ...nobodys(file, name, book)];
  });
}

function formatMistakes(file: string, content: Buffer): Problem[] {
  try {
    const wave = waveContent(content);
    const why = formatRefusal(wave);
    if (why !== null) return [report(file, 'audio-format', why)];
    const doubt = doubtAbout(wave);
    return doubt === null ? [] : [{ ...report(file, 'audio-format', doubt), severity: 'warning' }];
  } catch (error) {
    return [report(file, 'audio-format', messageOf(error))];
  }
}

function formatRefusal({ format, channels, rate, bits, data }: WaveContent): string | null {
  const known = (format === PCM && bits === 16) || (G711.includes(format) && bits === 8);
  if (!known || channels !== 1 || rate !== RATE)
    return `it has to be 8000 Hz, mono, PCM of 16 bits or G.711: it is ${rate} Hz, ${channels} channels, ${bits} bits, format ${format}`;
  return data.length < 2 ? 'it holds no sound' : null;
}

function doubtAbout({ format, bits, data }: WaveContent): string | null {
  const seconds = data.length / (RATE * (bits / 8));
  if (seconds > LONGEST_S) return `it takes ${Math.round(seconds)} seconds to hear, over ${LONGEST_S}`;
  if (format !== PCM) return null;
  const loudest = loudestRun(data);
  if (loudest.level === 0) return 'it is silent from beginning to end';
  return loudest.run >= CLIPPED_RUN ? 'it is clipped: recorded too loud' : null;
}

/** The highest level, and for how many samples in a row it was as high as can be. */
function loudestRun(data: Buffer): { level: number; run: number } {
  let [level, run, longest] = [0, 0, 0];
  for (let at = 0; at + 1 < data.length; at += 2) {
    const sample = Math.abs(data.readInt16LE(at));
    level = Math.max(level, sample);
    run = sample >= LOUDEST ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return { level, run: longest };
}

/** A recording is found by its name, so one that is misspelled is never heard. */
function nobodys(file: string, name: string, book: ReadBook | undefined): Problem[] {
  const pieces = [...(book?.prompts ?? [])].flatMap(([prompt, parts]) => [
    prompt,
    ...(parts.length > 1 ? parts.map((_, index) => `${prompt}.${index + 1}`) : []),
  ]);
  if (pieces.includes(name)) return [];
  const message = `there is no prompt "${name}" that it could be played for${didYouMean(name, pieces)}`;
  return [{ ...report(file, 'recording-unused', message), severity: 'warning' }];
}

function report(file: string, code: string, message: string): Problem {
  return { file, line: 1, column: 1, code, message, severity: 'error' };
}
