import type { Problem } from '../core/problem.ts';
import type { Files } from './compile-set.ts';
import type { PromptPiece, ReadBook } from './prompt-book.ts';
import { isRecorded } from './recordings.ts';

/** Who says texts without a recording. */
export interface Voices {
  /** Whether somebody says texts of this locale, or nobody ever has to. */
  speaks(locale: string): boolean;
}

/** Prompts that nobody would hear: neither recorded, nor in a language somebody speaks. */
export function lintVoices(books: ReadBook[], files: Files, voices: Voices): Problem[] {
  return books.filter(({ locale }) => !voices.speaks(locale)).flatMap((book) => silent(book, files));
}

function silent({ locale, prompts, yaml }: ReadBook, files: Files): Problem[] {
  return [...prompts].flatMap(([name, pieces]) => {
    const unheard = (_: PromptPiece, index: number): boolean =>
      !isRecorded(files, { locale, name, piece: pieces.length > 1 ? index : null });
    if (!pieces.some(unheard)) return [];
    const message = `prompt "${name}" is not recorded, and there is no voice for ${locale}`;
    return [yaml.problemAt(yaml.keyAt([name]), 'voice-missing', message)];
  });
}
