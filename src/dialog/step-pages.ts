import type {
  ChooseStep,
  CollectStep,
  Dialog,
  EndStep,
  MenuStep,
  RecordStep,
  SayStep,
  Step,
} from './dialog.ts';
import type { CompiledSet } from './compile-set.ts';
import {
  writeFrame,
  writeHandlers,
  writeLastHandlers,
  writePrompt,
  writeQuestion,
  writeRetries,
  writeSubmit,
  type Page,
  type PageContext,
} from './page-parts.ts';
import { profileNamed, type PlatformProfile } from './platform-profile.ts';
import { buildTemplate, type PageTemplate, type XmlElement } from './page-template.ts';
import { booksByPreference } from './prompt-book.ts';
import { writeExit } from './write-exit.ts';

/** A step whose page is ours to write. */
export type ShownStep = Exclude<Step, { kind: 'page' | 'ask' | 'when' }>;

/** What pages are alike in. */
interface PageKind {
  set: CompiledSet;
  dialog: Dialog;
  locale: string;
  /** `standard` when left out. */
  profile?: PlatformProfile;
}

const templates = new WeakMap<CompiledSet, Map<string, PageTemplate>>();

/**
 * The page of a step, built once for each set, locale and (of a `choose`) number of choices. A `page` step has none.
 */
export function stepTemplate(
  { set, dialog, locale, profile = profileNamed(null) }: PageKind,
  step: ShownStep,
  choices: number,
): PageTemplate {
  const cache = templates.get(set) ?? new Map<string, PageTemplate>();
  templates.set(set, cache);
  const key = `${profile.name} ${locale} ${dialog.name} ${step.name} ${choices}`;
  const known = cache.get(key);
  if (known) return known;
  const context = contextOf({ set, dialog, locale, profile });
  const template = buildTemplate(context.locale, (vxml, placeholder) =>
    writeStep({ vxml, placeholder, context }, step, choices),
  );
  cache.set(key, template);
  return template;
}

function resultNames({ steps }: Dialog): string[] {
  const given = [...steps.values()].flatMap((step) => (step.kind === 'end' ? step.result : []));
  return [...new Set(['end', ...given.map(({ name }) => name)])];
}

/** What a page of the locale is written with; `lint` has told which prompts come from elsewhere. */
function contextOf({ set, locale, dialog, profile }: Required<PageKind>): PageContext {
  const books = booksByPreference(set, locale);
  return {
    locale: books[0]?.locale ?? locale,
    sorry: dialog.sorry,
    profile,
    results: resultNames(dialog),
    prompt: (name) => {
      const book = books.find(({ prompts }) => prompts.has(name));
      return { locale: book?.locale ?? locale, pieces: book?.prompts.get(name) ?? [] };
    },
    recording: (spoken, name) =>
      Object.hasOwn(set.files, `prompts/${spoken}/${name}.wav`)
        ? `/vxml/audio/${set.hash}/${spoken}/${name}.wav`
        : null,
  };
}

function writeStep(page: Page, step: ShownStep, choices: number): void {
  if (step.kind === 'say') writeSay(page, step);
  else if (step.kind === 'end') writeEnd(page, step);
  else if (step.kind === 'collect') writeCollect(page, step);
  else if (step.kind === 'record') writeRecord(page, step);
  else if (step.kind === 'menu') writeMenu(page, step);
  else writeChoose(page, step, choices);
}

function writeSay(page: Page, step: SayStep): void {
  writeFrame(page, null);
  writeHandlers(page);
  page.vxml.ele('var', { name: 'answer', expr: "''" });
  const block = page.vxml.ele('form').ele('block');
  for (const name of step.prompts) writePrompt(page, block, name);
  writeSubmit(page, block, 'answer');
}

function writeEnd(page: Page, step: EndStep): void {
  writeFrame(page, null);
  writeLastHandlers(page);
  const block = page.vxml.ele('form').ele('block');
  for (const name of step.prompts) writePrompt(page, block, name);
  // An exit plays what is queued; some browsers drop it at a disconnect (VoiceXML 2.1 §4.1.8).
  writeExit(page, block, 'result');
}

function writeMenu(page: Page, step: MenuStep): void {
  const field = writeField(page, step, {});
  writeKeyGrammar(page, field, [...step.keys.keys()]);
  writeQuestion(page, field, step);
  writeRetries(page, field, step.listen);
  writeSubmit(page, field.ele('filled'), 'answer');
}

function writeCollect(page: Page, step: CollectStep): void {
  const { minimum, maximum } = step;
  const range = minimum === maximum ? `length=${maximum}` : `minlength=${minimum};maxlength=${maximum}`;
  const field = writeField(page, step, { type: `digits?${range}` });
  writeQuestion(page, field, step);
  writeRetries(page, field, step.listen);
  writeSubmit(page, field.ele('filled'), 'answer');
}

/** What is said is sent as a file, and is over after two seconds of silence (VoiceXML 2.1 §2.3.6). */
function writeRecord(page: Page, step: RecordStep): void {
  writeFrame(page, step.listen);
  writeHandlers(page);
  const item = page.vxml.ele('form').ele('record', {
    ...{ name: 'answer', beep: 'true', maxtime: `${step.longestMs}ms` },
    ...{ finalsilence: '2s', dtmfterm: 'true', type: 'audio/x-wav' },
  });
  writeQuestion(page, item, step);
  writeRetries(page, item, step.listen);
  writeSubmit(page, item.ele('filled'), 'answer', { enctype: 'multipart/form-data' });
}

function writeChoose(page: Page, step: ChooseStep, choices: number): void {
  const field = writeField(page, step, {});
  const keys = Array.from({ length: choices }, (_, index) => String(index + 1));
  writeKeyGrammar(page, field, [...keys, ...step.keys.keys()]);
  writeQuestion(page, field, step);
  for (const index of keys.keys()) writePrompt(page, field, step.each, { choice: index });
  writeRetries(page, field, step.listen);
  writeSubmit(page, field.ele('filled'), 'answer');
}

function writeField(page: Page, step: MenuStep | CollectStep | ChooseStep, attributes: object): XmlElement {
  writeFrame(page, step.listen);
  writeHandlers(page);
  return page.vxml.ele('form').ele('field', { name: 'answer', ...attributes });
}

/** One key of those given, as an inline SRGS grammar (SRGS 1.0 §2.4): the form most platforms agree on. */
function writeKeyGrammar({ context }: Page, field: XmlElement, keys: string[]): void {
  if (context.profile.keys === 'regex') {
    const choices = keys.map((key) => (key === '*' ? '\\*' : key)).join('|');
    field.ele('grammar', { mode: 'dtmf', type: 'application/grammar+regex' }).txt(choices);
    return;
  }
  const attributes = { version: '1.0', mode: 'dtmf', root: 'key', type: 'application/srgs+xml' };
  const rule = field.ele('grammar', attributes).ele('rule', { id: 'key', scope: 'public' });
  const choice = rule.ele('one-of');
  for (const key of keys) choice.ele('item').txt(key);
}
