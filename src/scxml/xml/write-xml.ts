import type { XmlElement } from './parse-xml.ts';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** An element as text that stands alone. Namespaces are written as default ones; prefixes are not kept. */
export function writeXml(element: XmlElement, around = ''): string {
  const namespace = element.namespace === around ? '' : ` xmlns="${escaped(element.namespace)}"`;
  const attributes = [...element.attributes].map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
  const inside = element.children
    .map((child) => (typeof child === 'string' ? escaped(child) : writeXml(child, element.namespace)))
    .join('');
  const start = `<${element.name}${namespace}${attributes}`;
  return inside === '' ? `${start}/>` : `${start}>${inside}</${element.name}>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
