/** An element of a page or grammar, with its place in the text (both from 1). */
export interface XmlElement {
  /** Local name in the VoiceXML, SRGS and SSML namespaces; `{namespace}local` for foreign elements. */
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: readonly XmlNode[];
  parent: XmlElement | null;
  line: number;
  column: number;
}

export type XmlNode = XmlElement | string;

export function isElement(node: XmlNode): node is XmlElement {
  return typeof node !== 'string';
}

/** The child elements, all or those with one of the names, in document order. */
export function childrenOf(element: XmlElement, ...names: string[]): XmlElement[] {
  const elements = element.children.filter(isElement);
  return names.length === 0 ? elements : elements.filter((child) => names.includes(child.name));
}

/** The outermost element around it. */
export function rootOf(element: XmlElement): XmlElement {
  let at = element;
  while (at.parent) at = at.parent;
  return at;
}

/** All text inside, as written. */
export function textOf(element: XmlElement): string {
  return element.children.map((node) => (isElement(node) ? textOf(node) : node)).join('');
}

/** The value of an attribute on the element or its nearest ancestor that has it. */
export function inherited(element: XmlElement, attribute: string): string | undefined {
  for (let at: XmlElement | null = element; at; at = at.parent) {
    const value = at.attributes.get(attribute);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** `line:column <name>`: how messages point at an element. */
export function placeOf(element: XmlElement): string {
  return `${element.line}:${element.column} <${element.name}>`;
}
