import { picture } from '../drawing/svg.ts';
import type { Json } from '../core/json.ts';
import type { CompiledSet } from './compile-set.ts';
import { dialogDiagram } from './dialog-diagram.ts';
import { formatsFor, isFormat } from './formats/value-formats.ts';
import { booksByPreference, type PromptPiece } from './prompt-book.ts';
import { promptsOfDialog } from './prompts-of-step.ts';
import { isRecorded } from './recordings.ts';

/** One thing that is heard: a recording by its path below `/vxml/audio/`, or a text that a voice says. */
interface PreviewSound {
  text: string;
  recording: string | null;
}

/** A prompt as callers hear it, with values for an example. */
interface PreviewPrompt {
  name: string;
  /** The locale it is in: another one than the dialog's where that lacks it. */
  locale: string;
  sounds: PreviewSound[];
}

/** A dialog for people who look at it. */
export interface DialogPreview {
  dialog: string;
  locale: string;
  /** All there are in the set. */
  dialogs: string[];
  locales: string[];
  /** Values it may be started with. */
  values: readonly string[];
  svg: string;
  prompts: PreviewPrompt[];
}

/** Null when the set has no dialog of that name. A locale that has no prompts is shown in the one that stands in for it. */
export function previewDialog(set: CompiledSet, name: string, wanted: string): DialogPreview | null {
  const dialog = set.dialogs.get(name);
  if (!dialog) return null;
  return {
    dialog: name,
    locale: booksByPreference(set, wanted)[0]?.locale ?? wanted,
    dialogs: [...set.dialogs.keys()].sort(),
    locales: [...set.books.keys()].sort(),
    values: dialog.values,
    svg: picture(dialogDiagram(dialog)),
    prompts: promptsOfDialog(dialog).flatMap((prompt) => promptIn(set, prompt, wanted)),
  };
}

function promptIn(set: CompiledSet, name: string, wanted: string): PreviewPrompt[] {
  const book = booksByPreference(set, wanted).find(({ prompts }) => prompts.has(name));
  const pieces = book?.prompts.get(name);
  if (!book || !pieces) return [];
  const { locale } = book;
  const recorded = (piece: number | null): boolean => isRecorded(set.files, { locale, name, piece });
  const address = (file: string): string => `${set.hash}/${locale}/${file}.wav`;
  if (recorded(null))
    return [{ name, locale, sounds: [{ text: said(pieces.flat(), locale), recording: address(name) }] }];
  const sounds = pieces.map((piece, index) => ({
    text: said(piece, locale),
    recording: pieces.length > 1 && recorded(index) ? address(`${name}.${index + 1}`) : null,
  }));
  return [{ name, locale, sounds }];
}

function said(piece: PromptPiece, locale: string): string {
  const words = piece.map((part) => (part.kind === 'text' ? part.text : example(part, locale)));
  return words.join('').replace(/\s+/g, ' ').trim();
}

/** 5 January 2026, 9 o'clock. */
const INSTANT = 1_767_603_600_000;
const EXAMPLES: Readonly<Record<string, Json>> = {
  number: 4,
  duration: 360,
  digits: '+12025550143',
  spell: '4711',
  time: INSTANT,
  date: INSTANT,
  text: 'Ringback',
};

function example({ path, format }: { path: readonly string[]; format: string }, locale: string): string {
  // The key of the first entry of a list.
  if (path.join('.') === 'key') return '1';
  if (format === 'recording') return '(what was said)';
  const known = isFormat(format) ? format : 'text';
  return formatsFor(locale)[known](EXAMPLES[known] ?? '', { zone: 'UTC' });
}
