import type { Problem } from '../core/problem.ts';
import { buildDialog } from './build-dialog.ts';
import type { Dialog } from './dialog.ts';
import { lintKeys } from './lint-keys.ts';
import { lintPages } from './lint-pages.ts';
import { lintPrompts, type ReadDialog } from './lint-prompts.ts';
import { lintQuestions, type QuestionTable } from './lint-questions.ts';
import { lintRecordings } from './lint-recordings.ts';
import { lintSteps } from './lint-steps.ts';
import { lintValues } from './lint-values.ts';
import { lintVoices, type Voices } from './lint-voices.ts';
import { readPromptBook, type PromptBook, type ReadBook } from './prompt-book.ts';
import { readDialog } from './read-dialog.ts';

/** Files by their path in the project, such as `dialogs/classic.yaml`; recordings in base64. */
export type Files = Readonly<Record<string, string>>;

/** Dialogs and prompts that belong together, checked. Nothing in it changes any more. */
export interface CompiledSet {
  hash: string;
  dialogs: ReadonlyMap<string, Dialog>;
  /** By locale. */
  books: ReadonlyMap<string, PromptBook>;
  files: Files;
}

/** Every problem of the dialogs and prompts among the files, in the order of files, lines and columns. */
export function lintSet(files: Files, questions?: QuestionTable, voices?: Voices): Problem[] {
  const { dialogs, books, problems } = readSet(files);
  const found = [
    ...problems,
    ...dialogs.flatMap(({ yaml, raw }) => [
      ...lintSteps(yaml, raw),
      ...lintKeys(yaml, raw),
      ...lintValues(yaml, raw),
      ...lintPages(yaml, raw, files),
      ...(questions ? lintQuestions(yaml, raw, questions) : []),
    ]),
    ...sameNames(dialogs),
    // A file that could not be read would make prompts look missing, or unused.
    ...(problems.length > 0 ? [] : [...lintPrompts(dialogs, books), ...lintRecordings(files, books)]),
    ...(voices ? lintVoices(books, files, voices) : []),
  ];
  return found.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
}

/** The set of files in which `lintSet` found no error. */
export function compileSet(hash: string, files: Files): CompiledSet {
  const { dialogs, books } = readSet(files);
  return {
    hash,
    dialogs: new Map(dialogs.map(({ yaml, raw }) => [raw.dialog, buildDialog(yaml.file, raw)])),
    books: new Map(books.map(({ locale, prompts }) => [locale, { locale, prompts }])),
    files,
  };
}

/** The locale of a prompt file `prompts/<locale>.yaml`; null for any other file. */
export function localeOfBook(file: string): string | null {
  return /^prompts\/([a-z]{2,3}-[A-Z]{2})\.yaml$/.exec(file)?.[1] ?? null;
}

function readSet(files: Files): { dialogs: ReadDialog[]; books: ReadBook[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const dialogs: ReadDialog[] = [];
  const books: ReadBook[] = [];
  for (const [file, text] of Object.entries(files)) {
    const locale = localeOfBook(file);
    if (locale !== null) {
      const read = readPromptBook(file, text, locale);
      problems.push(...read.problems);
      if (read.problems.length === 0) books.push(read.book);
    } else if (/^dialogs\/[^/]+\.yaml$/.test(file)) {
      const read = readDialog(file, text);
      problems.push(...read.problems);
      if (read.dialog) dialogs.push(read.dialog);
    }
  }
  return { dialogs, books, problems };
}

function sameNames(dialogs: ReadDialog[]): Problem[] {
  return dialogs.flatMap(({ yaml, raw }) => {
    const expected = yaml.file.replace(/^.*\//, '').replace(/\.yaml$/, '');
    if (raw.dialog === expected) return [];
    const message = `dialog "${raw.dialog}" has to be in a file of its name, not in ${yaml.file}`;
    return [yaml.problemAt(yaml.at(['dialog']), 'dialog-name', message)];
  });
}
