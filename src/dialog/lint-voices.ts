import type { Problem } from '../core/problem.ts';
import type { Files } from './compile-set.ts';
import type { PromptPiece, ReadBook } from './prompt-book.ts';
import { isRecorded } from './recordings.ts';

/** Who says texts without a recording. */
export interface Voices {
  speaks(locale: string): boolean;
  /** There is a real switch: a text that nobody says is silence. On a simulated one the text is enough. */
  needed: boolean;
}

/** Prompts that nobody would hear: neither recorded, nor in a language somebody speaks. */
export function lintVoices(books: ReadBook[], files: Files, voices: Voices): Problem[] {
  return books.filter(({ locale }) => !voices.speaks(locale)).flatMap((book) => silent(book, files, voices));
}

function silent({ locale, prompts, yaml }: ReadBook, files: Files, { needed }: Voices): Problem[] {
  return [...prompts].flatMap(([name, pieces]) => {
    const unheard = (_: PromptPiece, index: number): boolean =>
      !isRecorded(files, { locale, name, piece: pieces.length > 1 ? index : null });
    if (!pieces.some(unheard)) return [];
    const message = `prompt "${name}" is not recorded, and there is no voice for ${locale}`;
    const problem = yaml.problemAt(yaml.keyAt([name]), 'voice-missing', message);
    return [needed ? problem : { ...problem, severity: 'warning' as const }];
  });
}
