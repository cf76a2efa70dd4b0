import { isElement, type XmlElement, type XmlNode } from '../xml/element.ts';

const AUDIBLE = ['audio', 'enumerate', 'value'];

/** Text and audio without a `<prompt>` around them; neighbours are heard as one prompt (VoiceXML 2.1 §4.1). */
export interface BarePrompt {
  bare: XmlNode[];
}

/** Content in document order, with what is heard by itself gathered. */
export function gatherBare(nodes: readonly XmlNode[]): (XmlElement | BarePrompt)[] {
  const parts: (XmlElement | BarePrompt)[] = [];
  for (const node of nodes) {
    if (isElement(node) && !AUDIBLE.includes(node.name)) {
      parts.push(node);
      continue;
    }
    const last = parts.at(-1);
    if (last && 'bare' in last) last.bare.push(node);
    else if (isElement(node) || node.trim() !== '') parts.push({ bare: [node] });
  }
  return parts;
}
