import type { Frame } from '../frame.ts';
import { PageEvent, semanticError } from '../page-event.ts';
import { placeOf, type XmlElement } from '../xml/element.ts';
import { eitherAttribute } from './attribute-pair.ts';

/**
 * The event that `<throw>`, `<return>`, `<choice>` or `<link>` names, if it names one (VoiceXML 2.1 §5.3.4).
 * @throws PageEvent `error.semantic` when the name is empty or has blanks
 */
export function namedEvent(frame: Frame, element: XmlElement): PageEvent | null {
  const event = eitherAttribute(frame, element, ['event', 'eventexpr']);
  if (event === undefined) return null;
  if (!/^\S+$/.test(event)) throw semanticError(`${placeOf(element)} "${event}" cannot name an event`);
  return new PageEvent(event, eitherAttribute(frame, element, ['message', 'messageexpr']));
}
