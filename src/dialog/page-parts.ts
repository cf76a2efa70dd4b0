import type { Listen } from './dialog.ts';
import type { PlatformProfile } from './platform-profile.ts';
import { cleanText, type Placeholder, type XmlElement } from './page-template.ts';
import type { PromptPiece } from './prompt-book.ts';
import { writeExit } from './write-exit.ts';

/** What pages of one set and locale are written with. */
export interface PageContext {
  locale: string;
  /** A prompt, of this locale or, if it has none of that name, of the next best one. */
  prompt(name: string): { locale: string; pieces: readonly PromptPiece[] };
  /** Address of a recording, if there is one of that locale and name (without `.wav`). */
  recording(locale: string, name: string): string | null;
  sorry: string | null;
  profile: PlatformProfile;
  /** Names that results of the dialog have. */
  results: readonly string[];
}

/** Page and slots to write on. */
export interface Page {
  vxml: XmlElement;
  placeholder: Placeholder;
  context: PageContext;
}

/** The server answers well within this. */
const FETCH_TIMEOUT = '10s';

/** Properties and handlers of every page: defaults of platforms differ, and no root document brings them. */
export function writeFrame(page: Page, listen: Listen | null): void {
  const { vxml } = page;
  property(vxml, 'inputmodes', 'dtmf');
  property(vxml, 'universals', 'none');
  property(vxml, 'fetchtimeout', FETCH_TIMEOUT);
  property(vxml, 'timeout', `${listen?.timeoutMs ?? 5_000}ms`);
  property(vxml, 'interdigittimeout', `${listen?.interDigitMs ?? 3_000}ms`);
  property(vxml, 'termtimeout', '0s');
  property(vxml, 'termchar', '#');
}

/** Handlers of a page that is answered: a hang-up is told once, an error is told once, and then nothing fails silently. */
export function writeHandlers(page: Page): void {
  const { vxml } = page;
  vxml.ele('var', { name: 'event', expr: "''" });
  vxml.ele('var', { name: 'leaving', expr: 'false' });
  const hangup = vxml.ele('catch', { event: 'connection.disconnect' });
  hangup.ele('if', { cond: 'leaving' }).ele('exit');
  hangup.ele('assign', { name: 'leaving', expr: 'true' });
  writeEvent(page, hangup, 'hangup');
  // The server cannot be reached: what is left to say is said here.
  writeFallback(page, vxml.ele('catch', { event: 'error.badfetch' }));
  const error = vxml.ele('catch', { event: 'error' });
  writeFallback(page, error.ele('if', { cond: 'leaving' }));
  error.ele('assign', { name: 'leaving', expr: 'true' });
  writeEvent(page, error, 'error');
}

/** Handlers of a page that is not answered any more: however it ends, the result is handed over. */
export function writeLastHandlers(page: Page): void {
  for (const event of ['connection.disconnect', 'error'])
    writeExit(page, page.vxml.ele('catch', { event }), 'result');
}

/** Asks again when nothing, or nothing that fits, was keyed, and gives up after the last try. */
export function writeRetries(page: Page, field: XmlElement, listen: Listen): void {
  for (const [event, name] of [
    ['noinput', listen.noInput],
    ['nomatch', listen.noMatch],
  ] as const) {
    if (listen.tries > 1) {
      const again = field.ele(event, { count: 1 });
      if (name !== null) writePrompt(page, again, name);
      again.ele('reprompt');
    }
    writeEvent(page, field.ele(event, { count: listen.tries }), event);
  }
}

/** Sends the variables named, as a form, and goes on with the page that comes back. */
export function writeSubmit(
  { placeholder }: Page,
  parent: XmlElement,
  namelist: string,
  attributes: { enctype?: string } = {},
): void {
  // VoiceXML 2.1 §5.3.8. Nothing of an earlier caller may come out of a cache.
  const next = placeholder({ kind: 'submit' });
  const how = { method: 'post', ...attributes, namelist, fetchtimeout: FETCH_TIMEOUT, maxage: '0' };
  parent.ele('submit', { next, ...how });
}

/** The prompts of a step that listens; the first drops what was keyed ahead where the step wants that. */
export function writeQuestion(
  page: Page,
  parent: XmlElement,
  { prompts, listen }: { prompts: readonly string[]; listen: Listen },
): void {
  const { flush } = page.context.profile;
  const first = flush === null || listen.typeAhead ? {} : { [flush]: 'true' };
  for (const [index, name] of prompts.entries())
    writePrompt(page, parent, name, { attributes: index === 0 ? first : {} });
}

/** A prompt by name: recordings where there are some, with the text as what is said without them. */
export function writePrompt(
  page: Page,
  parent: XmlElement,
  name: string,
  { choice = null, attributes = {} }: { choice?: number | null; attributes?: object } = {},
): void {
  const { locale, pieces } = page.context.prompt(name);
  const language = locale === page.context.locale ? {} : { 'xml:lang': locale };
  const prompt = parent.ele('prompt', { ...attributes, ...language });
  const whole = page.context.recording(locale, name);
  const target = whole === null ? prompt : prompt.ele('audio', { src: whole });
  for (const [index, piece] of pieces.entries()) {
    const part = whole === null && pieces.length > 1 ? `${name}.${index + 1}` : null;
    const recorded = part === null ? null : page.context.recording(locale, part);
    const holder = recorded === null ? target : target.ele('audio', { src: recorded });
    writePiece(page, holder, piece, { locale, choice });
  }
}

/** What was said by a caller is heard where it stands among the words. */
function writePiece(
  { placeholder }: Page,
  holder: XmlElement,
  piece: PromptPiece,
  { locale, choice }: { locale: string; choice: number | null },
): void {
  let words = '';
  const writeWords = (): void => {
    if (words.trim() !== '') holder.txt(`${words.trim()} `);
    words = '';
  };
  for (const part of piece) {
    if (part.kind === 'text') words += cleanText(part.text).replace(/\s+/g, ' ');
    else if (part.format !== 'recording')
      words += placeholder({ kind: 'value', path: part.path, format: part.format, locale, choice });
    else {
      writeWords();
      holder.ele('audio', { src: placeholder({ kind: 'recording', path: part.path, choice }) });
    }
  }
  writeWords();
}

function writeEvent(page: Page, handler: XmlElement, event: string): void {
  handler.ele('assign', { name: 'event', expr: `'${event}'` });
  writeSubmit(page, handler, 'event');
}

function writeFallback(page: Page, parent: XmlElement): void {
  if (page.context.sorry !== null) writePrompt(page, parent, page.context.sorry);
  writeExit(page, parent, 'fallback');
}

function property(vxml: XmlElement, name: string, value: string): void {
  vxml.ele('property', { name, value });
}
