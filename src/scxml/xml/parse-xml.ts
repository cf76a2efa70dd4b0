import { SaxesParser } from 'saxes';

import type { Problem } from '../../core/problem.ts';
import { TextPositions } from './text-positions.ts';
import type { XmlSource } from './xml-source.ts';

export interface XmlElement {
  name: string;
  namespace: string;
  /** By local name; those of other namespaces (`xml:base`, `xsi:schemaLocation`) are left out. */
  attributes: Map<string, string>;
  children: (XmlElement | string)[];
  /** Where its `<` stands. */
  line: number;
  column: number;
  /** Where the value of an attribute begins, in characters of the document. */
  valueOffsets: Map<string, number>;
  /** Where its content begins. */
  contentOffset: number;
  /** The file it stands in, when that is one the document includes. */
  source?: XmlSource;
}

export interface ParsedXml {
  /** Null when the document is not well formed. */
  root: XmlElement | null;
  problems: Problem[];
  positions: TextPositions;
}

/** Deeper documents are refused: nobody writes them by hand. */
const DEEPEST = 200;
/** Characters. */
export const LONGEST_DOCUMENT = 4 * 1024 * 1024;
/** More mistakes help nobody. */
const MOST_PROBLEMS = 100;

/** Text to a tree with positions. Document types, and with them entities, are refused. Never throws. */
export function parseXml(text: string, file: string): ParsedXml {
  const problems: Problem[] = [];
  const positions = new TextPositions(text);
  const report = (offset: number, message: string): void => {
    problems.push({ file, ...positions.at(offset), code: 'xml', message, severity: 'error' });
    if (problems.length >= MOST_PROBLEMS) throw new GivenUp();
  };
  if (text.length > LONGEST_DOCUMENT) {
    report(0, `the document is longer than ${LONGEST_DOCUMENT} characters`);
    return { root: null, problems, positions };
  }
  const builder = new TreeBuilder(text, positions, report);
  try {
    builder.parse();
  } catch (error) {
    if (!(error instanceof GivenUp)) throw error;
  }
  return { root: problems.length > 0 ? null : builder.root, problems, positions };
}

/** Ends the parsing of a document that is not worth it. */
class GivenUp extends Error {}

class TreeBuilder {
  root: XmlElement | null = null;
  readonly #parser = new SaxesParser({ xmlns: true, position: true });
  readonly #text: string;
  readonly #positions: TextPositions;
  readonly #report: (offset: number, message: string) => void;
  readonly #open: XmlElement[] = [];
  #start = 0;
  #valueOffsets = new Map<string, number>();

  constructor(text: string, positions: TextPositions, report: (offset: number, message: string) => void) {
    this.#text = text;
    this.#positions = positions;
    this.#report = report;
  }

  parse(): void {
    const parser = this.#parser;
    parser.on('error', ({ message }) => this.#report(parser.position - 1, message.replace(/^\d+:\d+: /, '')));
    parser.on('doctype', () =>
      this.#report(parser.position - 1, 'a document type declaration is not allowed'),
    );
    parser.on('opentagstart', () => {
      this.#start = this.#text.lastIndexOf('<', parser.position - 1);
      this.#valueOffsets = new Map();
    });
    parser.on('attribute', ({ name }) => {
      const end = parser.position - 1;
      const quote = this.#text.charAt(end);
      this.#valueOffsets.set(name, this.#text.lastIndexOf(quote, end - 1) + 1);
    });
    parser.on('opentag', ({ local, uri, attributes }) => this.#opened(local, uri, Object.values(attributes)));
    parser.on('closetag', () => void this.#open.pop());
    parser.on('text', (value) => void this.#open.at(-1)?.children.push(value));
    parser.on('cdata', (value) => void this.#open.at(-1)?.children.push(value));
    parser.write(this.#text).close();
  }

  #opened(
    name: string,
    namespace: string,
    attributes: { local: string; prefix: string; value: string }[],
  ): void {
    const own = attributes.filter(({ local, prefix }) => prefix === '' && local !== 'xmlns');
    const element: XmlElement = {
      name,
      namespace,
      attributes: new Map(own.map(({ local, value }) => [local, value])),
      children: [],
      ...this.#positions.at(this.#start),
      valueOffsets: this.#valueOffsets,
      contentOffset: this.#parser.position,
    };
    if (this.#open.length >= DEEPEST) {
      this.#report(this.#start, `elements are nested deeper than ${DEEPEST}`);
      throw new GivenUp();
    }
    if (this.#open.length > 0) this.#open.at(-1)?.children.push(element);
    else this.root ??= element;
    this.#open.push(element);
  }
}

/** The child elements. */
export function elementsOf(element: XmlElement): XmlElement[] {
  return element.children.filter((child) => typeof child !== 'string');
}

/** The character content, of the element itself only. */
export function textOf(element: XmlElement): string {
  return element.children.filter((child) => typeof child === 'string').join('');
}

/** True when nothing but white space stands in the element. */
export function isEmpty(element: XmlElement): boolean {
  return element.children.every((child) => typeof child === 'string' && child.trim() === '');
}
