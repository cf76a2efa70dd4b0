import { didYouMean } from '../core/did-you-mean.ts';
import type { Problem } from '../core/problem.ts';
import type { PositionedYaml } from '../core/positioned-yaml.ts';
import type { RawDialog } from './dialog-schema.ts';
import { formatNames, formatsOf } from './formats/value-formats.ts';
import { valuesOf } from './lint-values.ts';
import type { ReadBook } from './prompt-book.ts';
import { promptsOf } from './raw-references.ts';

/** A dialog and the file it was read from. */
export interface ReadDialog {
  yaml: PositionedYaml;
  raw: RawDialog;
}

const LONGEST_MENU_CHARACTERS = 450;

/** The dialogs' prompts against those of every locale. */
export function lintPrompts(dialogs: ReadDialog[], books: ReadBook[]): Problem[] {
  return [
    ...dialogs.flatMap((dialog) => [...missing(dialog, books), ...unknownLanguages(dialog, books)]),
    ...books.flatMap((book) => [...gaps(book, books), ...unused(book, dialogs), ...long(book, dialogs)]),
    ...books.flatMap((book) => [...unknownFormats(book), ...unknownValues(book, dialogs)]),
  ];
}

function missing({ yaml, raw }: ReadDialog, books: ReadBook[]): Problem[] {
  const known = new Set(books.flatMap((book) => [...book.prompts.keys()]));
  return promptsOf(raw)
    .filter(({ name }) => !known.has(name))
    .map(({ name, path }) =>
      yaml.problemAt(
        yaml.at(path),
        'prompt-missing',
        `no locale has a prompt "${name}"${didYouMean(name, known)}`,
      ),
    );
}

/** Languages that a key leads to, `set: { language: "'it-IT'" }`, without a file. */
function unknownLanguages({ yaml, raw }: ReadDialog, books: ReadBook[]): Problem[] {
  const there = books.map(({ locale }) => locale);
  return Object.entries(raw.steps).flatMap(([name, { set = {} }]) => {
    const locale = /^'(.+)'$/.exec(String(set['language'] ?? ''))?.[1];
    if (locale === undefined || there.includes(locale) || there.length === 0) return [];
    const message = `there is no prompts/${locale}.yaml${didYouMean(locale, there)}: callers hear another language`;
    const at = yaml.within(['steps', name, 'set', 'language'], locale);
    return [{ ...yaml.problemAt(at, 'locale-missing', message), severity: 'warning' as const }];
  });
}

function gaps(book: ReadBook, books: ReadBook[]): Problem[] {
  const all = new Set(books.flatMap((other) => [...other.prompts.keys()]));
  return [...all]
    .filter((name) => !book.prompts.has(name))
    .map((name) => {
      const message = `prompt "${name}" is missing here: callers hear the one of another locale`;
      const problem = book.yaml.problemAt({ line: 1, column: 1 }, 'locale-gap', message);
      return { ...problem, severity: 'warning' };
    });
}

function unused(book: ReadBook, dialogs: ReadDialog[]): Problem[] {
  const used = new Set(dialogs.flatMap(({ raw }) => promptsOf(raw).map(({ name }) => name)));
  return [...book.prompts.keys()]
    .filter((name) => !used.has(name))
    .map((name) => warning(book, name, 'prompt-unused', `no dialog plays prompt "${name}"`));
}

function long(book: ReadBook, dialogs: ReadDialog[]): Problem[] {
  const menus = new Set(
    dialogs.flatMap(({ raw }) => Object.values(raw.steps).flatMap((step) => [step.menu ?? []].flat())),
  );
  return [...menus].flatMap((name) => {
    const parts = (book.prompts.get(name) ?? []).flat();
    const characters = parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0);
    const message = `menu prompt "${name}" takes over 30 seconds to say`;
    return characters > LONGEST_MENU_CHARACTERS ? [warning(book, name, 'text-long', message)] : [];
  });
}

function unknownFormats(book: ReadBook): Problem[] {
  const known = [...(formatsOf(book.locale) ? formatNames : ['text']), 'recording'];
  return valuesIn(book).flatMap(({ format, place }) => {
    if (known.includes(format)) return [];
    const message = `${book.locale} has no format "${format}"${didYouMean(format, known)}`;
    return [book.yaml.problemAt(place(), 'format-unknown', message)];
  });
}

/** A prompt may only say what every dialog that plays it knows. */
function unknownValues(book: ReadBook, dialogs: ReadDialog[]): Problem[] {
  return valuesIn(book).flatMap(({ name, root, place }) =>
    dialogs.flatMap(({ raw }) => {
      const known = valuesFor(raw, name);
      if (!known || known.includes(root)) return [];
      const message = `dialog "${raw.dialog}" has no value "${root}"${didYouMean(root, known)}`;
      return [book.yaml.problemAt(place(), 'value-unknown', message)];
    }),
  );
}

/** Values a dialog knows when it plays the prompt; null when it never does. */
function valuesFor(raw: RawDialog, prompt: string): string[] | null {
  if (!promptsOf(raw).some(({ name }) => name === prompt)) return null;
  const listed = Object.values(raw.steps).some((step) => step.each === prompt);
  return [...valuesOf(raw), ...(listed ? ['choice', 'key'] : [])];
}

function valuesIn(
  book: ReadBook,
): { name: string; root: string; format: string; place: () => { line: number; column: number } }[] {
  return [...book.prompts].flatMap(([name, pieces]) =>
    pieces.flatMap((piece, index) => {
      const path = Array.isArray((book.yaml.value as Record<string, unknown>)[name]) ? [name, index] : [name];
      const seen = new Map<string, number>();
      return piece.flatMap((part) => {
        if (part.kind === 'text') return [];
        const nth = seen.get(part.written) ?? 0;
        seen.set(part.written, nth + 1);
        const place = () => book.yaml.within(path, part.written, nth);
        return [{ name, root: part.path[0] ?? '', format: part.format, place }];
      });
    }),
  );
}

function warning(book: ReadBook, name: string, code: string, message: string): Problem {
  return { ...book.yaml.problemAt(book.yaml.keyAt([name]), code, message), severity: 'warning' };
}
