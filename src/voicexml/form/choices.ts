import { childrenOf, isElement, type XmlElement } from '../xml/element.ts';

/** A `<choice>` of a menu or an `<option>` of a field. */
export interface Choice {
  element: XmlElement;
  text: string;
  /** The keys that choose it; empty when none do. */
  keys: string;
}

/** The choices in document order; a menu with dtmf="true" numbers those without keys 1 to 9 (VoiceXML 2.1 §2.2). */
export function choicesOf(item: XmlElement): Choice[] {
  const numbered = item.name === 'menu' && item.attributes.get('dtmf') === 'true';
  let number = 0;
  return childrenOf(item, 'choice', 'option').map((element) => {
    const given = element.attributes.get('dtmf');
    const keys = given ?? (numbered && number < 9 ? String(++number) : '');
    return { element, text: ownText(element), keys: keys.replace(/\s/g, '') };
  });
}

function ownText(element: XmlElement): string {
  const text = element.children.map((node) => (isElement(node) ? '' : node)).join('');
  return text.replace(/\s+/g, ' ').trim();
}
