import type { Control } from '../control.ts';
import { timeMs } from '../duration.ts';
import type { Frame } from '../frame.ts';
import { property } from '../properties.ts';
import { resolveTarget } from '../target.ts';
import type { XmlElement } from '../xml/element.ts';
import { eitherAttribute } from './attribute-pair.ts';

/** `<goto>` (VoiceXML 2.1 §5.3.7): to an item of the form, a dialog or a document. */
export async function runGoto(frame: Frame, element: XmlElement): Promise<Control> {
  const item = eitherAttribute(frame, element, ['nextitem', 'expritem']);
  if (item !== undefined && frame.dialog) return { kind: 'item', item: frame.dialog.itemNamed(item) };
  return goOn(frame, element);
}

/** Where the `next` or `expr` of a `<goto>`, `<choice>` or `<link>` leads. */
export async function goOn(frame: Frame, element: XmlElement): Promise<Control> {
  const reference = eitherAttribute(frame, element, ['next', 'expr']) ?? '';
  const timeoutMs = fetchTimeout(frame, element);
  const target = await resolveTarget(frame.context, {
    reference,
    via: 'goto',
    method: 'get',
    fields: [],
    timeoutMs,
  });
  return { kind: 'go', target };
}

/** The longest wait for a document that an element or a property sets, ms (§6.1). */
export function fetchTimeout(frame: Frame, element: XmlElement): number | undefined {
  const text = element.attributes.get('fetchtimeout') ?? property(frame, 'fetchtimeout');
  return text === undefined ? undefined : timeMs(text);
}
