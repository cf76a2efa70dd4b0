import type { Frame } from '../frame.ts';
import { PageEvent } from '../page-event.ts';
import type { XmlElement } from '../xml/element.ts';
import { eitherAttribute } from './attribute-pair.ts';

/** The event that `<throw>`, `<return>`, `<choice>` or `<link>` names, if it names one (VoiceXML 2.1 §5.3.4). */
export function namedEvent(frame: Frame, element: XmlElement): PageEvent | null {
  const event = eitherAttribute(frame, element, ['event', 'eventexpr']);
  if (event === undefined) return null;
  return new PageEvent(event, eitherAttribute(frame, element, ['message', 'messageexpr']));
}
