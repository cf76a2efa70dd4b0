import { SaxesParser, type SaxesTagNS } from 'saxes';

import { messageOf } from '../../core/errors.ts';
import { badFetch } from '../page-event.ts';
import type { XmlElement, XmlNode } from './element.ts';

const OWN_NAMESPACES = new Set([
  '',
  'http://www.w3.org/2001/vxml',
  'http://www.w3.org/2001/06/grammar',
  'http://www.w3.org/2001/10/synthesis',
]);
const DEEPEST = 100;

interface OpenElement extends XmlElement {
  children: XmlNode[];
}

/**
 * The root element of an XML text. No external entity or DTD is ever read.
 * @throws PageEvent `error.badfetch` whose message begins `line:column` where the text is not well-formed.
 */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: OpenElement[] = [];
  let root: OpenElement | undefined;
  let start = { line: 1, column: 1 };

  parser.on('error', (error) => {
    throw error;
  });
  // The tag's name has just been read: go back over it and the angle bracket.
  parser.on('opentagstart', (tag) => {
    start = { line: parser.line, column: Math.max(1, parser.column - tag.name.length - 1) };
  });
  parser.on('opentag', (tag) => {
    if (open.length >= DEEPEST)
      throw badFetch(`${start.line}:${start.column} more than ${DEEPEST} elements deep`);
    const parent = open.at(-1) ?? null;
    const element: OpenElement = {
      ...start,
      name: nameOf(tag),
      attributes: attributesOf(tag),
      children: [],
      parent,
    };
    if (parent) parent.children.push(element);
    else root = element;
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  const addText = (piece: string): void => void open.at(-1)?.children.push(piece);
  parser.on('text', addText);
  parser.on('cdata', addText);

  try {
    parser.write(text).close();
  } catch (error) {
    throw badFetch(messageOf(error));
  }
  if (!root) throw badFetch('1:1 there is no root element');
  return root;
}

function nameOf(tag: SaxesTagNS): string {
  return OWN_NAMESPACES.has(tag.uri) ? tag.local : `{${tag.uri}}${tag.local}`;
}

function attributesOf(tag: SaxesTagNS): Map<string, string> {
  return new Map(Object.values(tag.attributes).map((attribute) => [attribute.name, attribute.value]));
}
