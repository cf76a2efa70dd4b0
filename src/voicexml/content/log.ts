import type { Frame } from '../frame.ts';
import { isElement, type XmlElement } from '../xml/element.ts';

/** `<log>`: its content, then its expression, in document order and without any effect (VoiceXML 2.1 §5.3.13). */
export function runLog(frame: Frame, element: XmlElement): void {
  const { script, log } = frame.context.call;
  const value = (code: string | undefined): string =>
    code === undefined ? '' : script.text(frame.chain, code);
  const words = element.children.map((node) => (isElement(node) ? value(node.attributes.get('expr')) : node));
  const text = [...words, value(element.attributes.get('expr'))].join('').replace(/\s+/g, ' ').trim();
  log.debug({ page: frame.context.page.url, label: element.attributes.get('label') ?? '' }, text);
}
