import { create } from 'xmlbuilder2';

import type { JsonObject } from '../core/json.ts';
import { lookUp } from './expression.ts';
import { formatsFor, isFormat } from './formats/value-formats.ts';
import { utterancePath } from './utterances.ts';

/** What a page differs in from request to request. */
type Slot =
  /** Where the answer is sent. */
  | { kind: 'submit' }
  /** What the dialog hands over when it exits, and when it has to exit because nothing else works any more. */
  | { kind: 'result' | 'fallback' }
  /** The same as form-encoded text. */
  | { kind: 'result-text' | 'fallback-text' }
  /** Address of what a caller said, by the value that has its id. */
  | { kind: 'recording'; path: readonly string[]; choice: number | null }
  /** A value in words of a locale; of the list's entry `choice` (from 0) when there is one. */
  | { kind: 'value'; path: readonly string[]; format: string; locale: string; choice: number | null };

/** A page with everything escaped and serialised but what stands in its slots. */
export type PageTemplate = readonly (string | Slot)[];

export interface PageValues {
  submit: string;
  result: JsonObject;
  fallback: JsonObject;
  values: JsonObject;
  choices: readonly JsonObject[];
}

export type XmlElement = ReturnType<ReturnType<typeof create>['ele']>;

/** Writes a slot down, to be used in a text or an attribute of the page. */
export type Placeholder = (slot: Slot) => string;

// Neither may stand in XML 1.0 (§2.2 Char), so no prompt can bring one along: `cleanText` takes them out.
const OPEN = '\uFFFE';
const CLOSE = '\uFFFF';

/** Builds a VoiceXML 2.1 page once; what `content` writes is escaped here. */
export function buildTemplate(
  locale: string,
  content: (vxml: XmlElement, placeholder: Placeholder) => void,
): PageTemplate {
  const slots: Slot[] = [];
  const placeholder: Placeholder = (slot) => `${OPEN}${slots.push(slot) - 1}${CLOSE}`;
  const document = create({ version: '1.0', encoding: 'UTF-8' });
  const attributes = { version: '2.1', 'xml:lang': locale };
  content(document.ele('http://www.w3.org/2001/vxml', 'vxml', attributes), placeholder);
  const pieces = document.end({ prettyPrint: false }).split(new RegExp(`${OPEN}(\\d+)${CLOSE}`));
  return pieces.map((piece, index) => (index % 2 === 0 ? compact(piece) : (slots[Number(piece)] as Slot)));
}

/** The same text as a string of its own: a slice of one with the marks above keeps two bytes a character. */
function compact(text: string): string {
  return Buffer.from(text).toString();
}

/** The page for one request. */
export function fillTemplate(template: PageTemplate, values: PageValues): string {
  const submit = escapeXml(values.submit);
  const written = template.map((part) => {
    if (typeof part === 'string') return part;
    return part.kind === 'submit' ? submit : escapeXml(wordsOf(part, values));
  });
  return written.join('');
}

/** Text without what may not stand in XML 1.0 (§2.2 Char), halves of surrogate pairs included. */
export function cleanText(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
}

/** All that most texts consist of. */
const harmless = /^[ !#$%()-;=?-~]*$/;

/** Text for element content and quoted attributes alike. */
function escapeXml(text: string): string {
  if (harmless.test(text)) return text;
  return cleanText(text).replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function wordsOf(slot: Exclude<Slot, { kind: 'submit' }>, page: PageValues): string {
  switch (slot.kind) {
    case 'value':
      return spokenValue(slot, page);
    case 'recording':
      return utterancePath(lookUp(valuesFor(slot, page), slot.path) ?? null);
    case 'result-text':
      return formText(page.result);
    case 'fallback-text':
      return formText(page.fallback);
    default:
      return scriptLiteral(page[slot.kind]);
  }
}

function valuesFor({ choice }: { choice: number | null }, page: PageValues): JsonObject {
  const entry = choice === null ? {} : { choice: page.choices[choice] ?? null, key: choice + 1 };
  return { ...page.values, ...entry };
}

function spokenValue(slot: Slot & { kind: 'value' }, page: PageValues): string {
  const values = valuesFor(slot, page);
  const formats = formatsFor(slot.locale);
  const format = isFormat(slot.format) ? formats[slot.format] : formats.text;
  const zone = lookUp(page.values, ['service', 'zone']);
  return format(lookUp(values, slot.path) ?? null, { zone: typeof zone === 'string' ? zone : 'UTC' });
}

/** Form-encoded, noted pairs by their own names. Nothing in it can end a script's text in single quotes. */
function formText({ attach, ...result }: JsonObject): string {
  const pairs = typeof attach === 'object' && attach !== null && !Array.isArray(attach) ? attach : {};
  const fields = Object.entries({ ...result, ...pairs }).map(([name, value]): [string, string] => [
    name,
    value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return new URLSearchParams(fields).toString();
}

/** An object literal in ECMAScript 3: JSON but for two line separators; in brackets, lest `{` begins a block. */
function scriptLiteral(value: JsonObject): string {
  const json = JSON.stringify(value).replace(
    /[\u2028\u2029\u007f-\u009f\ud800-\udfff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `(${json})`;
}
