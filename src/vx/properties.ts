import { timeMs } from './duration.ts';
import { activePages } from './context.ts';
import type { Frame } from './frame.ts';
import { childrenOf, type XmlElement } from './xml/element.ts';

/** What holds when no page says otherwise (VoiceXML 2.1 §6.3). */
const defaults: Readonly<Record<string, string>> = {
  bargein: 'true',
  interdigittimeout: '3s',
  termchar: '#',
  termtimeout: '0s',
  timeout: '5s',
};

/** A property as the nearest of form item, dialog, document and root document sets it. */
export function property(frame: Frame, name: string): string | undefined {
  const own: XmlElement[] = [];
  for (let at: XmlElement | null = frame.element; at; at = at.parent) own.push(at);
  for (const page of activePages(frame.context)) if (!own.includes(page.root)) own.push(page.root);
  for (const element of own) {
    const found = childrenOf(element, 'property').findLast((one) => one.attributes.get('name') === name);
    if (found) return found.attributes.get('value');
  }
  return defaults[name];
}

/** A property that is a time, ms. @throws PageEvent `error.semantic` */
export function timeProperty(frame: Frame, name: string): number {
  return timeMs(property(frame, name) ?? '0s');
}
