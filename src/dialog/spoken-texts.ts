import { readPromptBook } from './prompt-book.ts';
import { localeOfBook, type Files } from './compile-set.ts';
import { isRecorded } from './recordings.ts';

/** What a voice has to say of a prompt; null stands for a value. */
interface SpokenText {
  locale: string;
  pieces: (string | null)[];
}

/** Everything in the prompts of a set that is not recorded, as its pages will have it said. */
export function spokenTexts(files: Files): SpokenText[] {
  return Object.entries(files).flatMap(([file, text]) => {
    const locale = localeOfBook(file);
    if (locale === null) return [];
    const { prompts } = readPromptBook(file, text, locale).book;
    return [...prompts].map(([name, pieces]) => ({
      locale,
      pieces: pieces.flatMap((parts, index) => {
        if (isRecorded(files, { locale, name, piece: pieces.length > 1 ? index : null })) return [];
        return [...parts.map((part) => (part.kind === 'text' ? part.text : null)), ' '];
      }),
    }));
  });
}
