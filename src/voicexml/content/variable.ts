import type { Frame } from '../frame.ts';
import type { XmlElement } from '../xml/element.ts';

/** `<var>` (VoiceXML 2.1 §5.3.1). */
export function runVar(frame: Frame, element: XmlElement): void {
  const name = element.attributes.get('name') ?? '';
  frame.context.call.script.declare(frame.chain, name, element.attributes.get('expr'));
}

/** `<assign>` (§5.3.2). */
export function runAssign(frame: Frame, element: XmlElement): void {
  const { attributes } = element;
  frame.context.call.script.assign(frame.chain, attributes.get('name') ?? '', attributes.get('expr') ?? '');
}
