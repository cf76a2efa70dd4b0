import { SaxesParser } from 'saxes';

import type { Problem } from '../../core/problem.ts';

export interface XmlElement {
  name: string;
  namespace: string;
  attributes: Map<string, string>;
  children: (XmlElement | string)[];
  line: number;
  column: number;
}

/** Deeper documents are refused: nobody writes them by hand. */
const DEEPEST = 200;
const LONGEST = 4 * 1024 * 1024;

/** Text to a tree with positions. Attributes go by local name. A document that is not well formed has no tree. */
export function parseXml(text: string, file: string): { root: XmlElement | null; problems: Problem[] } {
  const problems: Problem[] = [];
  const report = (line: number, column: number, message: string): void => {
    problems.push({ file, line, column, code: 'xml', message, severity: 'error' });
  };
  if (text.length > LONGEST) {
    report(1, 1, `the document is longer than ${LONGEST} characters`);
    return { root: null, problems };
  }
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: XmlElement[] = [];
  let root: XmlElement | null = null;
  parser.on('error', (error) => {
    const position = /^(\d+):(\d+): /.exec(error.message);
    report(Number(position?.[1] ?? 1), Number(position?.[2] ?? 0) + 1, error.message.slice(position?.[0].length ?? 0));
  });
  parser.on('doctype', () => report(parser.line, parser.column, 'a document type declaration is not allowed'));
  parser.on('opentag', (tag) => {
    const element: XmlElement = {
      name: tag.local,
      namespace: tag.uri,
      attributes: attributesOf(Object.values(tag.attributes)),
      children: [],
      line: parser.line,
      column: parser.column,
    };
    if (open.length >= DEEPEST) report(element.line, element.column, `elements are nested deeper than ${DEEPEST}`);
    else if (open.length > 0) open.at(-1)?.children.push(element);
    else root = element;
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  const characters = (value: string): void => {
    open.at(-1)?.children.push(value);
  };
  parser.on('text', characters);
  parser.on('cdata', characters);
  parser.write(text).close();
  return { root: problems.length > 0 ? null : root, problems };
}

/** The child elements. */
export function elementsOf(element: XmlElement): XmlElement[] {
  return element.children.filter((child) => typeof child !== 'string');
}

/** The character content, of the element itself only. */
export function textOf(element: XmlElement): string {
  return element.children.filter((child) => typeof child === 'string').join('');
}

/** By local name; declarations of namespaces are none. */
function attributesOf(list: { local: string; prefix: string; value: string }[]): Map<string, string> {
  const own = list.filter(({ local, prefix }) => prefix !== 'xmlns' && !(prefix === '' && local === 'xmlns'));
  return new Map(own.map(({ local, value }) => [local, value]));
}
