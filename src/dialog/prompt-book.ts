import { Ajv2020 } from 'ajv/dist/2020.js';

import { PositionedYaml } from '../core/positioned-yaml.ts';
import type { Problem } from '../core/problem.ts';
import { schemaProblems } from '../core/schema-problems.ts';

/** A part of a prompt: text as written, or a value to be said in a format. */
type PromptPart =
  | { kind: 'text'; text: string }
  /** `written` is what stands in the file, `{wait.seconds|duration}`. */
  | { kind: 'value'; path: string[]; format: string; written: string };

/** One piece of a prompt, recorded or spoken as a whole. */
export type PromptPiece = readonly PromptPart[];

/** The prompts of one locale. */
export interface PromptBook {
  locale: string;
  prompts: ReadonlyMap<string, readonly PromptPiece[]>;
}

/** Prompts and the file they were read from. */
export interface ReadBook extends PromptBook {
  yaml: PositionedYaml;
}

const promptsSchema = {
  type: 'object',
  propertyNames: {
    pattern: '^[A-Za-z_][A-Za-z0-9_-]{0,63}$',
    errorMessage: 'named with letters, digits, - and _',
  },
  additionalProperties: {
    type: ['string', 'array'],
    minLength: 1,
    minItems: 1,
    items: { type: 'string', minLength: 1, errorMessage: 'a text' },
    errorMessage: 'a text, or a list of texts',
  },
  errorMessage: 'a mapping of prompt names to texts',
};

const validate = new Ajv2020({ allErrors: true, verbose: true, strict: false }).compile(promptsSchema);

/** Reads prompts/<locale>.yaml. The book is empty when the file has problems. */
export function readPromptBook(
  file: string,
  text: string,
  locale: string,
): { book: ReadBook; problems: Problem[] } {
  const yaml = new PositionedYaml(file, text);
  const problems = [...yaml.problems, ...schemaProblems(yaml, validate)];
  const raw = problems.length > 0 ? {} : (yaml.value as Record<string, string | string[]>);
  const prompts = new Map(Object.entries(raw).map(([name, given]) => [name, [given].flat().map(partsOf)]));
  return { book: { locale, yaml, prompts }, problems };
}

function partsOf(text: string): PromptPiece {
  const parts: PromptPart[] = [];
  let from = 0;
  for (const match of text.matchAll(/\{\s*([^{}|]*?)\s*(?:\|\s*([^{}|]*?)\s*)?\}/g)) {
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    const [written, path = '', format = 'text'] = match;
    parts.push({ kind: 'value', path: path.split('.'), format, written });
    from = match.index + written.length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

/** The locale's own book, those of its language, those of `en-US`, the rest: what one lacks is said by the next. */
export function booksByPreference(
  { books }: { books: ReadonlyMap<string, PromptBook> },
  locale: string,
): PromptBook[] {
  const language = `${locale.split('-')[0] ?? ''}-`;
  const rank = (book: PromptBook): number =>
    [locale, language, 'en-US', ''].findIndex((start) => book.locale.startsWith(start));
  return [...books.values()].sort((a, b) => rank(a) - rank(b));
}
